"use client";

import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Spinner } from "@/components/ui/spinner";
import { dataParams, spans } from "./data-params";

const labels = { "24h": "24 h", "7d": "7 d" } as const;

/** How far back the page looks. */
export const SpanSwitch = () => {
  const [pending, startTransition] = useTransition();
  const [{ range }, set] = useQueryStates(dataParams, { shallow: false, history: "push", startTransition });
  return (
    <>
      {pending ? <Spinner label="Reading" className="mr-1" /> : null}
      <SegmentedControl
        label="Time"
        name="range"
        size="sm"
        options={spans.map((value) => ({ value, label: labels[value] }))}
        value={range}
        onValueChange={(value) => void set({ range: value })}
      />
    </>
  );
};
