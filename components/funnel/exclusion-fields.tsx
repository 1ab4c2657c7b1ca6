"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Exclusion } from "@/lib/reports/funnel/definition";
import { StepButton } from "./step-button";
import { stepLabel } from "./step-choices";
import { stepNumbers } from "./step-numbers";
import { useWorkbench } from "./workbench-context";

/** What must not happen on the way, between which steps, and what it does to an attempt. */
export const ExclusionFields = () => {
  const { definition, change, catalog } = useWorkbench();
  const { exclude, steps } = definition;
  const last = steps.length;
  const replace = (at: number, changed: Exclusion) => change({ exclude: exclude.with(at, changed) });
  return (
    <div className="grid gap-2">
      {exclude.map((one, at) => {
        const label = stepLabel(catalog, one);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same may be excluded twice and its place is its name
          <fieldset key={at} className="grid gap-2 rounded-md border p-2">
            <legend className="sr-only">Exclusion: {label}</legend>
            <div className="flex items-center gap-1">
              <StepButton
                variant="ghost"
                label={`Excluded: ${label}. Change`}
                className="min-w-0 flex-1 shrink justify-start text-ink"
                catalog={catalog}
                onPick={(match) =>
                  replace(at, {
                    ...match,
                    after: one.after,
                    before: one.before,
                    ...(one.mode ? { mode: one.mode } : {}),
                  })
                }
              >
                <span className="truncate">{label}</span>
              </StepButton>
              <Button
                variant="ghost"
                size="icon"
                className="size-7"
                aria-label={`Remove the exclusion ${label}`}
                onClick={() => change({ exclude: exclude.toSpliced(at, 1) })}
              >
                <X aria-hidden />
              </Button>
            </div>
            <div className="grid grid-cols-2 gap-2">
              <StepSelect
                label="After step"
                from={1}
                to={last - 1}
                value={one.after}
                onChange={(after) => replace(at, { ...one, after, before: Math.max(one.before, after + 1) })}
              />
              <StepSelect
                label="Before step"
                from={one.after + 1}
                to={last}
                value={one.before}
                onChange={(before) => replace(at, { ...one, before })}
              />
            </div>
            <Select
              aria-label="What it does"
              value={one.mode ?? "end"}
              onChange={({ target }) =>
                replace(at, { ...one, mode: target.value === "discard" ? "discard" : "end" })
              }
            >
              <option value="end">The attempt ends there</option>
              <option value="discard">The attempt does not count at all</option>
            </Select>
          </fieldset>
        );
      })}
      {last < 2 ? (
        <p className="text-sm text-subtle">Two steps are needed to have something between them.</p>
      ) : (
        <div>
          <StepButton
            variant="ghost"
            catalog={catalog}
            onPick={(match) => change({ exclude: [...exclude, { ...match, after: 1, before: last }] })}
          >
            <Plus aria-hidden /> Exclude an event
          </StepButton>
        </div>
      )}
    </div>
  );
};

const StepSelect = ({
  label,
  from,
  to,
  value,
  onChange,
}: {
  label: string;
  from: number;
  to: number;
  value: number;
  onChange: (step: number) => void;
}) => (
  <Field label={label}>
    {(control) => (
      <Select {...control} value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {stepNumbers(from, to).map((step) => (
          <option key={step} value={step}>
            {step}
          </option>
        ))}
      </Select>
    )}
  </Field>
);
