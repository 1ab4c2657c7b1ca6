"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { maxSteps } from "@/components/funnel/max-steps";
import { StepButton } from "@/components/funnel/step-button";
import { kindOf, type StepCatalog, stepLabel } from "@/components/funnel/step-choices";
import { writeSteps } from "@/components/funnel/step-text";
import { WindowPicker } from "@/components/funnel/window-picker";
import { defaultWindowMs, windowMsOf, windowTextOf } from "@/components/funnel/window-text";
import { Select } from "@/components/ui/select";
import type { FunnelStep } from "@/lib/reports/funnel/definition";
import { type Metric, metricParam } from "./metric";
import { useCompareParams } from "./use-compare-params";

/** What the segments are compared by. Steps of one's own are typed in place. */
export const MetricPicker = ({
  metric,
  catalog,
  funnels,
}: {
  metric: Metric;
  catalog: StepCatalog;
  funnels: readonly { key: string; name: string }[];
}) => {
  const { pending, asked, set } = useCompareParams();
  const value = asked?.metric ?? metricParam(metric);
  // A second change builds on the first, whose answer may still be on its way.
  const [wanted, setWanted] = useState<FunnelStep[]>([]);
  const answered = metric.kind === "steps" ? metric : { steps: [], windowMs: defaultWindowMs };
  const steps = asked?.steps ? wanted : answered.steps;
  const windowMs = asked ? (windowMsOf(asked.window ?? "") ?? defaultWindowMs) : answered.windowMs;
  const goals = (tier: "micro" | "macro") =>
    catalog.goals
      .filter((goal) => goal.tier === tier)
      .map(({ key, name }) => (
        <option key={key} value={`goal:${key}`}>
          {name}
        </option>
      ));
  return (
    <div data-pending={pending || undefined} className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <span className="inline-flex items-center gap-2">
        <span id="metric-label" className="text-muted text-sm">
          By
        </span>
        <span className="w-56">
          <Select
            aria-labelledby="metric-label"
            value={value}
            onChange={(event) => set({ metric: event.target.value })}
          >
            <optgroup label="Conversion rate to a macro goal">{goals("macro")}</optgroup>
            <optgroup label="Conversion rate to a micro goal">{goals("micro")}</optgroup>
            <optgroup label="Completion of a funnel">
              {funnels.map(({ key, name }) => (
                <option key={key} value={`funnel:${key}`}>
                  {name}
                </option>
              ))}
              <option value="steps">Steps of my own …</option>
            </optgroup>
            <optgroup label="Money">
              <option value="revenue">Revenue per visitor</option>
            </optgroup>
          </Select>
        </span>
      </span>
      {value === "steps" && metric.kind === "steps" ? (
        <>
          <Steps
            steps={steps}
            catalog={catalog}
            onChange={(changed) => {
              setWanted(changed);
              set({ steps: writeSteps(changed) });
            }}
          />
          <WindowPicker windowMs={windowMs} onChange={(ms) => set({ window: windowTextOf(ms) })} />
        </>
      ) : null}
    </div>
  );
};

const Steps = ({
  steps,
  catalog,
  onChange,
}: {
  steps: readonly FunnelStep[];
  catalog: StepCatalog;
  onChange: (steps: FunnelStep[]) => void;
}) => (
  <ol aria-label="Steps" className="flex flex-wrap items-center gap-1.5">
    {steps.map((step, at) => (
      <li
        // biome-ignore lint/suspicious/noArrayIndexKey: a step may occur twice and its place is its name
        key={at}
        className="inline-flex h-7 items-center rounded-sm border border-edge bg-surface pl-2 text-sm"
      >
        <span className="mr-1.5 text-subtle tabular-nums">{at + 1}</span>
        <span className="max-w-44 truncate">{stepLabel(catalog, step)}</span>
        <button
          type="button"
          aria-label={`Remove step ${at + 1}, ${kindOf(step)} ${stepLabel(catalog, step)}`}
          onClick={() => onChange(steps.toSpliced(at, 1))}
          className="grid h-full w-7 place-items-center text-muted hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      </li>
    ))}
    {steps.length < maxSteps ? (
      <li>
        <StepButton variant="ghost" catalog={catalog} onPick={(match) => onChange([...steps, match])}>
          <Plus aria-hidden /> Add step
        </StepButton>
      </li>
    ) : null}
  </ol>
);
