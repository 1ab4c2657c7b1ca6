"use client";

import { Plus } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { ConditionRow } from "@/components/goals/condition-row";
import { alternativeDraft, type ConditionDraft, newCondition } from "@/components/goals/draft";
import { type Problems, readCondition } from "@/components/goals/goal-of-draft";
import { filterInWords } from "@/components/goals/rule-in-words";
import { Sentence } from "@/components/goals/rule-sentence";
import { Button } from "@/components/ui/button";
import type { Filter } from "@/lib/matching/definition";

/** The conditions of a filter that the form can show; null for one that it cannot. */
const draftsOf = (where: Filter | undefined): ConditionDraft[] | null =>
  alternativeDraft({ event: "-", ...(where ? { where } : {}) }, 0)?.conditions ?? null;

const filterOfDrafts = (drafts: readonly ConditionDraft[]) => {
  const read = drafts.map((draft, i) => readCondition(draft, `conditions.${i}`));
  const problems: Problems = Object.assign({}, ...read.map((one) => one.problems));
  const [first] = read;
  const filter: Filter | undefined =
    read.length > 1 ? { and: read.map((one) => one.value) } : first ? first.value : undefined;
  return { filter, problems };
};

/** What has to be true of the event of a step. Conditions count once they are finished and left. */
export const StepConditions = ({
  where,
  onChange,
}: {
  where: Filter | undefined;
  onChange: (where: Filter | undefined) => void;
}) => {
  const [drafts, setDrafts] = useState(() => draftsOf(where));
  const [shown, setShown] = useState<Problems>({});
  if (drafts === null)
    return (
      <div className="grid gap-2">
        {where ? <Sentence pieces={filterInWords(where)} className="text-sm" /> : null}
        <Button
          size="sm"
          className="justify-self-start"
          onClick={() => {
            setDrafts([]);
            onChange(undefined);
          }}
        >
          Remove these conditions
        </Button>
      </div>
    );
  const commit = (changed: readonly ConditionDraft[]) => {
    const { filter, problems } = filterOfDrafts(changed);
    setShown(problems);
    if (Object.keys(problems).length === 0) onChange(filter);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    commit(drafts);
  };
  return (
    <fieldset
      className="grid gap-2"
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) commit(drafts);
      }}
    >
      <legend className="mb-1 font-medium text-sm">Only where</legend>
      {drafts.length > 0 ? (
        <ul className="grid gap-3 [&>li]:grid-cols-[minmax(0,1fr)_auto] [&>li]:[&>:nth-child(2)]:col-start-1 [&>li]:[&>:nth-child(3)]:col-start-1 [&>li]:[&>:nth-child(4)]:col-start-2 [&>li]:[&>:nth-child(4)]:row-start-1">
          {drafts.map((draft, i) => (
            <ConditionRow
              key={draft.id}
              condition={draft}
              at={`conditions.${i}`}
              problems={shown}
              onChange={(changed) => {
                setShown({});
                setDrafts(drafts.with(i, changed));
              }}
              onRemove={() => {
                const rest = drafts.toSpliced(i, 1);
                setDrafts(rest);
                commit(rest);
              }}
            />
          ))}
        </ul>
      ) : null}
      <Button
        variant="ghost"
        size="sm"
        className="justify-self-start"
        onClick={() => setDrafts([...drafts, newCondition()])}
      >
        <Plus aria-hidden /> {drafts.length === 0 ? "Add a condition" : "And a condition"}
      </Button>
    </fieldset>
  );
};
