"use client";

import { ArrowDown, ArrowUp, ChevronRight, X } from "lucide-react";
import { filterInWords } from "@/components/goals/rule-in-words";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import type { FunnelStep } from "@/lib/reports/funnel/definition";
import { DurationInput } from "./duration-input";
import { StepButton } from "./step-button";
import { kindOf, stepLabel } from "./step-choices";
import { StepConditions } from "./step-conditions";
import { movedStep } from "./step-moves";
import { windowLabel } from "./window-text";
import { useWorkbench } from "./workbench-context";

/** One step of the builder: what it is, its place, and on demand what else is asked of it. */
export const StepCard = ({ step, at }: { step: FunnelStep; at: number }) => {
  const { definition, change, catalog } = useWorkbench();
  const { steps, order } = definition;
  const label = stepLabel(catalog, step);
  const replace = (changed: FunnelStep) => change({ steps: steps.with(at, changed) });
  const withPart = <K extends keyof FunnelStep>(part: K, value: FunnelStep[K] | undefined) => {
    const { [part]: _, ...rest } = step;
    replace((value === undefined ? rest : { ...rest, [part]: value }) as FunnelStep);
  };
  const said = summaryOf(step);
  return (
    <li className="rounded-md border">
      <div className="flex items-center gap-1 p-1.5">
        <span className="w-5 text-center text-sm text-subtle tabular-nums">{at + 1}</span>
        <StepButton
          variant="ghost"
          label={`Step ${at + 1}, ${kindOf(step)}: ${label}. Change`}
          className="min-w-0 flex-1 shrink justify-start text-ink"
          catalog={catalog}
          onPick={(match) =>
            replace({
              ...match,
              ...(step.optional ? { optional: true } : {}),
              ...(step.withinMs === undefined ? {} : { withinMs: step.withinMs }),
            })
          }
        >
          <span className="truncate">{label}</span>
        </StepButton>
        <Move
          label={`Move step ${at + 1} up`}
          disabled={at === 0}
          onClick={() => change({ steps: movedStep(steps, at, -1) })}
        >
          <ArrowUp aria-hidden />
        </Move>
        <Move
          label={`Move step ${at + 1} down`}
          disabled={at === steps.length - 1}
          onClick={() => change({ steps: movedStep(steps, at, 1) })}
        >
          <ArrowDown aria-hidden />
        </Move>
        <Move
          label={`Remove step ${at + 1}`}
          disabled={steps.length === 1}
          onClick={() => change({ steps: steps.toSpliced(at, 1) })}
        >
          <X aria-hidden />
        </Move>
      </div>
      <details className="group/step border-t">
        <summary className="flex list-none items-center gap-1 rounded-b-md px-2 py-1.5 text-muted text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-3.5 shrink-0 transition-transform group-open/step:rotate-90"
          />
          <span className="min-w-0 truncate">
            <span className="sr-only">Step {at + 1}: </span>
            {said === "" ? "Any such event counts" : said}
          </span>
        </summary>
        <div className="grid gap-4 px-3 pt-1 pb-3">
          <StepConditions key={label} where={step.where} onChange={(where) => withPart("where", where)} />
          {at > 0 && order !== "unordered" ? (
            <>
              <DurationInput
                label="At most after the step before"
                ms={step.withinMs}
                onChange={(ms) => withPart("withinMs", ms)}
              />
              <Choice
                type="checkbox"
                label="Optional"
                hint="Visitors may skip it: it is counted, but nobody drops out here."
                checked={step.optional ?? false}
                onChange={(event) => withPart("optional", event.target.checked ? true : undefined)}
              />
            </>
          ) : null}
        </div>
      </details>
    </li>
  );
};

const Move = ({
  label,
  disabled,
  onClick,
  children,
}: {
  label: string;
  disabled: boolean;
  onClick: () => void;
  children: React.ReactNode;
}) => (
  <Button
    variant="ghost"
    size="icon"
    aria-label={label}
    disabled={disabled}
    onClick={onClick}
    className="size-7"
  >
    {children}
  </Button>
);

/** "optional · within 30 minutes · device is mobile"; empty where nothing is asked beside. */
const summaryOf = (step: FunnelStep): string =>
  [
    step.optional ? "optional" : "",
    step.withinMs === undefined ? "" : `within ${windowLabel(step.withinMs)}`,
    step.where
      ? filterInWords(step.where)
          .map(({ text }) => text)
          .join("")
      : "",
  ]
    .filter(Boolean)
    .join(" · ");
