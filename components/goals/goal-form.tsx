"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useRef, useState, useTransition } from "react";
import { addGoal, changeGoal } from "@/app/[org]/[project]/goals/actions";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { Known } from "./alternative-fields";
import { CountingFields } from "./counting-fields";
import type { GoalDraft } from "./draft";
import { goalOfDraft, matchOfDraft, type Problems, placeInDraft } from "./goal-of-draft";
import type { GoalPreview } from "./goal-preview";
import { IdentityFields } from "./identity-fields";
import { PreviewPanel } from "./preview-panel";
import { RuleFields } from "./rule-fields";
import { useGoalPreview } from "./use-goal-preview";
import { ValueFields } from "./value-fields";

const Part = ({ title, subtitle, children }: { title: string; subtitle?: string; children: ReactNode }) => (
  <Panel>
    <PanelHeader title={title} subtitle={subtitle} />
    <div className="grid gap-4 px-4 pb-4">{children}</div>
  </Panel>
);

/** The name and key may wait: what would have been counted does not depend on them. */
const nameless = new Set(["name", "key"]);

export const GoalForm = ({
  slugs,
  start,
  proposed,
  saved,
  known,
  readOnly,
}: {
  slugs: ProjectSlugs;
  start: GoalDraft;
  /** How the form begins where a change to it is proposed. */
  proposed?: GoalDraft;
  /** What the saved goal counted; `null` for a new one. */
  saved: { numbers: GoalPreview } | null;
  known: Known;
  readOnly: boolean;
}) => {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(proposed ?? start);
  const [tried, setTried] = useState(0);
  const [refused, setRefused] = useState<{ message: string; place: string | null } | null>(null);
  const [pending, startTransition] = useTransition();

  const { value: goal, problems: found } = goalOfDraft(draft);
  const unfinished = Object.keys(found).some((place) => !nameless.has(place));
  const rule = matchOfDraft(draft);
  const changed = JSON.stringify(goal) !== JSON.stringify(goalOfDraft(start).value);
  const state = useGoalPreview(slugs, unfinished ? null : goal, (!proposed && saved?.numbers) || null);
  const said: Problems = refused?.place ? { [refused.place]: refused.message } : {};
  const problems: Problems = tried > 0 ? { ...said, ...found } : said;
  const list = `/${slugs.org}/${slugs.project}/goals`;

  useEffect(() => {
    if (tried > 0) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [tried]);

  const change = (parts: Partial<GoalDraft>) => {
    setRefused(null);
    setDraft((before) => ({ ...before, ...parts }));
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried((times) => times + 1);
    if (Object.keys(found).length > 0) return;
    startTransition(async () => {
      const answer = saved ? await changeGoal(slugs, goal) : await addGoal(slugs, goal);
      if (!answer.ok) {
        const { message, path } = answer.error;
        setRefused({ message, place: placeInDraft(path) });
        setTried((times) => times + 1);
        return;
      }
      router.push(list);
      router.refresh();
    });
  };

  const fields = { draft, problems, onChange: change };
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <form ref={form} onSubmit={submit} method="post" noValidate className="min-w-0">
        <fieldset disabled={readOnly} className="grid min-w-0 gap-4">
          <legend className="sr-only">Goal</legend>
          <Part title="What it is">
            <IdentityFields {...fields} keyIsFixed={saved !== null} />
          </Part>
          <Part title="When it counts" subtitle="What has to happen for the goal to be reached.">
            <RuleFields {...fields} known={known} />
          </Part>
          <Part title="How often it counts">
            <CountingFields {...fields} />
          </Part>
          <Part title="What it is worth">
            <ValueFields {...fields} />
          </Part>
          {refused && !refused.place ? <Notice tone="bad">{refused.message}</Notice> : null}
          {readOnly ? null : (
            <div className="flex flex-wrap items-center gap-2">
              <Button type="submit" variant="primary" disabled={pending}>
                {pending ? <Spinner label="Saving" /> : null}
                Save goal
              </Button>
              <Button variant="ghost" asChild>
                <Link href={list}>Cancel</Link>
              </Button>
              {tried > 0 && Object.keys(found).length > 0 ? (
                <p role="status" className="text-bad text-sm">
                  Something is missing: see the marked fields.
                </p>
              ) : null}
            </div>
          )}
        </fieldset>
      </form>
      <PreviewPanel
        match={Object.keys(rule.problems).length > 0 ? null : rule.value}
        tier={draft.tier}
        state={state}
        saved={changed && saved ? saved.numbers : null}
      />
    </div>
  );
};
