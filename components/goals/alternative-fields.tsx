import { Plus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { ConditionRow } from "./condition-row";
import { type AlternativeDraft, newCondition } from "./draft";
import type { Problems } from "./goal-of-draft";

/** What has arrived so far, to pick from while typing. */
export type Known = { events: string[]; pages: string[] };

const kinds = [
  { value: "event", label: "Event" },
  { value: "page", label: "Page" },
  { value: "engaged", label: "Page read" },
] as const;

const texts = {
  event: { label: "Event name", placeholder: "Order Completed" },
  page: { label: "Path", placeholder: "/thanks or /p/*" },
  scrollPercent: { label: "Scrolled at least, %", placeholder: "75" },
  seconds: { label: "Stayed at least, seconds", placeholder: "30" },
  engagedPage: { label: "On pages", placeholder: "/blog/**" },
} as const;

/** One way to satisfy the rule, with its conditions. */
export const AlternativeFields = ({
  alternative,
  at,
  problems,
  known,
  onChange,
  onRemove,
}: {
  alternative: AlternativeDraft;
  at: string;
  problems: Problems;
  known: Known;
  onChange: (changed: AlternativeDraft) => void;
  /** Absent on the only one. */
  onRemove: (() => void) | undefined;
}) => {
  const { id, kind, conditions } = alternative;
  const change = (parts: Partial<AlternativeDraft>) => onChange({ ...alternative, ...parts });
  const text = (
    field: keyof typeof texts,
    options: { list?: string[]; hint?: string; optional?: boolean } = {},
  ) => (
    <Field
      label={texts[field].label}
      hint={options.hint}
      optional={options.optional ?? false}
      error={problems[`${at}.${field}`]}
    >
      {(control) => (
        <>
          <Input
            {...control}
            value={alternative[field]}
            placeholder={texts[field].placeholder}
            list={options.list ? `${id}-${field}` : undefined}
            autoComplete="off"
            spellCheck={false}
            inputMode={field === "scrollPercent" || field === "seconds" ? "decimal" : undefined}
            onChange={(event) => change({ [field]: event.target.value })}
          />
          {options.list ? (
            <datalist id={`${id}-${field}`}>
              {options.list.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          ) : null}
        </>
      )}
    </Field>
  );
  return (
    <div className="grid gap-3 rounded-md border p-3">
      <div className="flex items-center justify-between gap-2">
        <SegmentedControl
          label="What has to happen"
          name={`${id}-kind`}
          size="sm"
          options={kinds}
          value={kind}
          onValueChange={(chosen) => change({ kind: chosen })}
        />
        {onRemove ? (
          <Button variant="ghost" size="icon" aria-label="Remove this alternative" onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        ) : null}
      </div>
      {kind === "event" ? text("event", { list: known.events }) : null}
      {kind === "page"
        ? text("page", { list: known.pages, hint: "* stands for one part of the path, ** for any number." })
        : null}
      {kind === "engaged" ? (
        <div className="grid gap-3 sm:grid-cols-3">
          {text("scrollPercent")}
          {text("seconds")}
          {text("engagedPage", { list: known.pages, optional: true })}
        </div>
      ) : null}
      {conditions.length > 0 ? (
        <ul className="grid gap-2">
          {conditions.map((condition, index) => (
            <ConditionRow
              key={condition.id}
              condition={condition}
              at={`${at}.conditions.${index}`}
              problems={problems}
              onChange={(changed) =>
                change({ conditions: conditions.map((one) => (one.id === changed.id ? changed : one)) })
              }
              onRemove={() => change({ conditions: conditions.filter((one) => one.id !== condition.id) })}
            />
          ))}
        </ul>
      ) : null}
      <Button
        variant="ghost"
        size="sm"
        className="justify-self-start"
        onClick={() => change({ conditions: [...conditions, newCondition()] })}
      >
        <Plus aria-hidden />
        And a condition
      </Button>
    </div>
  );
};
