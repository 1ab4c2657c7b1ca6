"use client";

import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { Labelled } from "@/components/ui/labelled";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { touchKeys } from "@/lib/reports/attribution/definition";
import { attributionParams } from "./attribution-params";
import { type AttributionView, lookbacks } from "./attribution-view";
import { isModel, modelWords, touchWords } from "./attribution-words";
import { ModelPicker } from "./model-picker";

type NamedGoal = { key: string; name: string; tier: "micro" | "macro" };

const lookbackOptions = Object.entries(lookbacks).map(([value, ms]) => ({
  value,
  label: `${ms / 86_400_000} days`,
}));

/** What is divided, how, among what, and how far back. */
export const AttributionControls = ({
  goals,
  goal,
  model,
  by,
  lookback,
}: Pick<AttributionView, "model" | "by" | "lookback"> & { goals: readonly NamedGoal[]; goal: string }) => {
  const [pending, startTransition] = useTransition();
  const { sort: _, ...kept } = attributionParams;
  const [params, set] = useQueryStates(kept, { shallow: false, history: "push", startTransition });
  const asked = pending ? params : null;
  const shownModel = asked?.model != null && isModel(asked.model) ? asked.model : model;
  return (
    <div
      data-pending={pending || undefined}
      className="flex flex-wrap items-center gap-x-5 gap-y-2.5 border-t bg-sunken/60 px-4 py-2.5"
    >
      <Labelled label="Conversions to">
        <span className="w-44">
          <Select
            aria-label="Conversions to"
            value={asked?.goal ?? goal}
            onChange={(event) => void set({ goal: event.target.value })}
          >
            {(["macro", "micro"] as const).map((tier) => (
              <GoalGroup key={tier} tier={tier} goals={goals.filter((one) => one.tier === tier)} />
            ))}
          </Select>
        </span>
      </Labelled>
      <Labelled label="Model">
        <ModelPicker
          model={shownModel}
          onPick={(one) => void set({ model: one === "lastNonDirect" ? null : one })}
        />
      </Labelled>
      <Labelled label="Told apart by">
        <span className="w-36">
          <Select
            aria-label="Told apart by"
            value={asked?.by ?? by}
            onChange={({ target }) => void set({ by: target.value === "channel" ? null : target.value })}
          >
            {touchKeys.map((key) => (
              <option key={key} value={key}>
                {touchWords[key].label}
              </option>
            ))}
          </Select>
        </span>
      </Labelled>
      <Labelled label="Looking back">
        <SegmentedControl
          label="Looking back"
          name="lookback"
          size="sm"
          options={lookbackOptions}
          value={asked?.lookback ?? lookback}
          onValueChange={(days) => void set({ lookback: days === "30d" ? null : days })}
        />
      </Labelled>
      <p className="w-full text-muted text-sm">
        {modelWords[shownModel].name}: {modelWords[shownModel].sentence}
      </p>
    </div>
  );
};

const GoalGroup = ({ tier, goals }: { tier: "micro" | "macro"; goals: readonly NamedGoal[] }) =>
  goals.length === 0 ? null : (
    <optgroup label={tier === "macro" ? "Macro goals" : "Micro goals"}>
      {goals.map(({ key, name }) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </optgroup>
  );
