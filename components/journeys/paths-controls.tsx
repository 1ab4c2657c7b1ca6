"use client";

import { ChevronDown, X } from "lucide-react";
import { StepButton } from "@/components/funnel/step-button";
import { type StepCatalog, stepLabel } from "@/components/funnel/step-choices";
import { Button } from "@/components/ui/button";
import { Labelled } from "@/components/ui/labelled";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Matcher } from "@/lib/matching/definition";
import { depths, type JourneysView, stepKinds } from "./journeys-view";
import { usePathsParams } from "./use-paths-params";

const optionsOf = (labels: Record<string, string>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

/** Where paths start or end, what is a step, and how many steps there are. */
export const PathsControls = ({
  paths: { start, end, by, depth },
  aim,
  catalog,
}: {
  paths: JourneysView["paths"];
  /** Where ways lead to unless something else is chosen. */
  aim: Matcher | null;
  catalog: StepCatalog;
}) => {
  const { pending, asked, set } = usePathsParams();
  const direction = end ? "end" : "start";
  const step = end ?? start;
  const chosen = step ? stepLabel(catalog, step) : "the first step";
  return (
    <div
      data-pending={pending || undefined}
      className="flex flex-wrap items-center gap-x-5 gap-y-2.5 border-t bg-sunken/60 px-4 py-2.5"
    >
      <div className="flex max-w-full flex-wrap items-center gap-2">
        <SegmentedControl
          label="Direction"
          name="direction"
          size="sm"
          options={[
            { value: "start", label: "Ways on from" },
            { value: "end", label: "Ways to" },
          ]}
          value={direction}
          disabled={aim === null && step === null}
          onValueChange={(wanted) =>
            set(wanted === "start" ? { start: step, end: null } : { start: null, end: step ?? aim })
          }
        />
        <StepButton
          variant="secondary"
          label={`${direction === "start" ? "Start" : "End"}: ${chosen}. Choose another`}
          className="max-w-64"
          catalog={catalog}
          onPick={(match) =>
            set(direction === "start" ? { start: match, end: null } : { start: null, end: match })
          }
        >
          <span className="truncate">{chosen}</span>
          <ChevronDown aria-hidden />
        </StepButton>
        {step ? (
          <Button
            size="sm"
            variant="ghost"
            aria-label="From the first step on"
            title="From the first step on"
            onClick={() => set({ start: null, end: null })}
          >
            <X aria-hidden />
          </Button>
        ) : null}
      </div>
      <Labelled label="Step by step">
        <SegmentedControl
          label="What is a step"
          name="by"
          size="sm"
          options={optionsOf(stepKinds)}
          value={asked?.by ?? by}
          onValueChange={(kind) => set({ by: kind === "event" ? null : kind })}
        />
      </Labelled>
      <Labelled label="Steps">
        <SegmentedControl
          label="Number of steps"
          name="depth"
          size="sm"
          options={optionsOf(depths)}
          value={asked?.depth ?? String(depth)}
          onValueChange={(wanted) => set({ depth: wanted })}
        />
      </Labelled>
    </div>
  );
};
