"use client";

import { useQueryState } from "nuqs";
import { useTransition } from "react";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { overviewParams } from "./overview-params";

/** Which of several macro goals the ladder and the trend lead to. */
export const AimPicker = ({
  aim,
  macros,
}: {
  aim: string;
  macros: readonly { key: string; name: string }[];
}) => {
  const [pending, startTransition] = useTransition();
  const [, setAim] = useQueryState("aim", { ...overviewParams.aim, shallow: false, startTransition });
  return (
    <span data-pending={pending || undefined}>
      <SegmentedControl
        label="Leading to"
        name="aim"
        size="sm"
        options={macros.map(({ key, name }) => ({ value: key, label: name }))}
        value={aim}
        onValueChange={(key) => void setAim(key)}
      />
    </span>
  );
};
