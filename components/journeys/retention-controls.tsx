"use client";

import { ChevronDown } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { writeMatcher } from "@/components/funnel/matcher-text";
import { StepButton } from "@/components/funnel/step-button";
import { type StepCatalog, stepLabel } from "@/components/funnel/step-choices";
import { Labelled } from "@/components/ui/labelled";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Matcher } from "@/lib/matching/definition";
import { journeysParams } from "./journeys-params";
import { type Interval, intervals, type Mode, modes } from "./journeys-view";

const { first, again, interval, mode } = journeysParams;

const optionsOf = (labels: Record<string, string>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

/** What comes first and what coming back means, in buckets of which length, and how they are counted. */
export const RetentionControls = ({
  asked,
  catalog,
}: {
  asked: { first: Matcher; again: Matcher; interval: Interval; mode: Mode };
  catalog: StepCatalog;
}) => {
  const [pending, startTransition] = useTransition();
  const [texts, set] = useQueryStates(
    { first, again, interval, mode },
    { shallow: false, history: "push", startTransition },
  );
  const shown = pending ? texts : null;
  const step = (name: "first" | "again", label: string, matcher: Matcher) => (
    <span className="inline-flex max-w-full items-center gap-2">
      <span className="shrink-0 text-muted text-sm">{label}</span>
      <StepButton
        variant="secondary"
        label={`${label}: ${stepLabel(catalog, matcher)}. Choose another`}
        className="max-w-56"
        catalog={catalog}
        onPick={(match) => void set({ [name]: writeMatcher(match) })}
      >
        <span className="truncate">{stepLabel(catalog, matcher)}</span>
        <ChevronDown aria-hidden />
      </StepButton>
    </span>
  );
  return (
    <div
      data-pending={pending || undefined}
      className="flex flex-wrap items-center gap-x-5 gap-y-2.5 border-t bg-sunken/60 px-4 py-2.5"
    >
      {step("first", "First", asked.first)}
      {step("again", "Then again", asked.again)}
      <Labelled label="By">
        <SegmentedControl
          label="Interval"
          name="interval"
          size="sm"
          options={optionsOf(intervals)}
          value={shown?.interval ?? asked.interval}
          onValueChange={(chosen) => void set({ interval: chosen })}
        />
      </Labelled>
      <SegmentedControl
        label="Which period counts"
        name="mode"
        size="sm"
        options={optionsOf(modes)}
        value={shown ? (shown.mode ?? "exact") : asked.mode}
        onValueChange={(chosen) => void set({ mode: chosen === "exact" ? null : chosen })}
      />
    </div>
  );
};
