"use client";

import { Plus } from "lucide-react";
import { ConditionRow } from "@/components/goals/condition-row";
import { newCondition } from "@/components/goals/draft";
import type { Problems } from "@/components/goals/goal-of-draft";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { DidNode } from "./draft";
import type { Known } from "./known";

const whats = {
  event: { did: "did the event", didNot: "did not do the event" },
  goal: { did: "reached the goal", didNot: "did not reach the goal" },
  page: { did: "saw the page", didNot: "did not see the page" },
  engaged: { did: "read a page", didNot: "did not read a page" },
} as const satisfies Record<DidNode["what"], { did: string; didNot: string }>;

const kinds = ["event", "goal", "page", "engaged"] as const;

/** What a visitor did or did not do, how often, and when. */
export const DidRow = ({
  node,
  known,
  problems,
  onChange,
}: {
  node: DidNode;
  known: Known;
  problems: Problems;
  onChange: (changed: DidNode) => void;
}) => {
  const { id, what, not, alternative, goal, times, within } = node;
  const change = (parts: Partial<DidNode>) => onChange({ ...node, ...parts });
  const rows = alternative.conditions;
  const setRows = (conditions: typeof rows) => change({ alternative: { ...alternative, conditions } });
  const setText = (parts: Partial<typeof alternative>) =>
    change({ alternative: { ...alternative, ...parts } });
  const text = (
    field: "event" | "page" | "scrollPercent" | "seconds" | "engagedPage",
    label: string,
    more: { list?: readonly string[]; placeholder: string; optional?: boolean },
  ) => (
    <Field
      label={label}
      hideLabel={field === "event" || field === "page"}
      optional={more.optional ?? false}
      error={problems[`${id}.${field}`]}
    >
      {(control) => (
        <>
          <Input
            {...control}
            value={alternative[field]}
            list={more.list ? `${id}-${field}` : undefined}
            placeholder={more.placeholder}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setText({ [field]: event.target.value })}
          />
          {more.list ? (
            <datalist id={`${id}-${field}`}>
              {more.list.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          ) : null}
        </>
      )}
    </Field>
  );
  return (
    <div className="grid min-w-0 flex-1 gap-2">
      <div className="grid gap-2 sm:grid-cols-[minmax(0,13rem)_minmax(0,1fr)]">
        <Field label="Behaviour" hideLabel>
          {(control) => (
            <Select
              {...control}
              value={`${not ? "not-" : ""}${what}`}
              onChange={(event) => {
                const chosen = kinds.find((kind) => event.target.value.endsWith(kind)) ?? "event";
                change({ what: chosen, not: event.target.value.startsWith("not-") });
              }}
            >
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {whats[kind].did}
                </option>
              ))}
              {kinds.map((kind) => (
                <option key={kind} value={`not-${kind}`}>
                  {whats[kind].didNot}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {what === "event"
          ? text("event", "Event", { list: known.events, placeholder: "Order Completed" })
          : null}
        {what === "page" ? text("page", "Path", { list: known.pages, placeholder: "/thanks or /p/*" }) : null}
        {what === "goal" ? (
          <Field label="Goal" hideLabel error={problems[`${id}.goal`]}>
            {(control) => (
              <Select {...control} value={goal} onChange={(event) => change({ goal: event.target.value })}>
                <option value="">Choose a goal</option>
                {known.goals.map(({ key, name }) => (
                  <option key={key} value={key}>
                    {name}
                  </option>
                ))}
                {goal !== "" && !known.goals.some(({ key }) => key === goal) ? (
                  <option value={goal}>{goal} (not there any more)</option>
                ) : null}
              </Select>
            )}
          </Field>
        ) : null}
        {what === "engaged" ? (
          <div className="grid gap-2 sm:col-span-2 sm:grid-cols-3">
            {text("scrollPercent", "Scrolled at least, %", { placeholder: "75" })}
            {text("seconds", "Stayed at least, seconds", { placeholder: "30" })}
            {text("engagedPage", "On pages", { list: known.pages, placeholder: "/blog/**", optional: true })}
          </div>
        ) : null}
      </div>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 text-sm">
        <span className="flex items-start gap-2">
          <span className="leading-9">at least</span>
          <Field label="How many times" hideLabel error={problems[`${id}.times`]}>
            {(control) => (
              <Input
                {...control}
                value={times}
                inputMode="numeric"
                className="w-16 text-right tabular-nums"
                onChange={(event) => change({ times: event.target.value })}
              />
            )}
          </Field>
          <span className="leading-9">{times.trim() === "1" ? "time" : "times"}</span>
        </span>
        <span className="flex items-start gap-2">
          <Field label="When" hideLabel>
            {(control) => (
              <Select
                {...control}
                value={within === null ? "range" : "within"}
                onChange={(event) =>
                  change({ within: event.target.value === "range" ? null : { count: "30", unit: "d" } })
                }
              >
                <option value="range">in the report’s range</option>
                <option value="within">within the last</option>
              </Select>
            )}
          </Field>
          {within === null ? null : (
            <>
              <Field label="How long" hideLabel error={problems[`${id}.within`]}>
                {(control) => (
                  <Input
                    {...control}
                    value={within.count}
                    inputMode="numeric"
                    className="w-18 text-right tabular-nums"
                    onChange={(event) => change({ within: { ...within, count: event.target.value } })}
                  />
                )}
              </Field>
              <Field label="Unit of time" hideLabel>
                {(control) => (
                  <Select
                    {...control}
                    value={within.unit}
                    onChange={(event) =>
                      change({ within: { ...within, unit: event.target.value === "h" ? "h" : "d" } })
                    }
                  >
                    <option value="d">days</option>
                    <option value="h">hours</option>
                  </Select>
                )}
              </Field>
            </>
          )}
        </span>
        <Button variant="ghost" size="sm" className="h-9" onClick={() => setRows([...rows, newCondition()])}>
          <Plus aria-hidden />
          Where …
        </Button>
      </div>
      {rows.length > 0 ? (
        <ul className="grid gap-2 border-l-2 pl-3">
          {rows.map((row, index) => (
            <ConditionRow
              key={row.id}
              condition={row}
              at={`${id}.conditions.${index}`}
              problems={problems}
              onChange={(changed) => setRows(rows.map((one) => (one.id === changed.id ? changed : one)))}
              onRemove={() => setRows(rows.filter((one) => one.id !== row.id))}
            />
          ))}
        </ul>
      ) : null}
    </div>
  );
};
