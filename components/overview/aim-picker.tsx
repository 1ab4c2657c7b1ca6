"use client";

import { useQueryState } from "nuqs";
import { useTransition } from "react";
import { Select } from "@/components/ui/select";
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
  const [asked, setAim] = useQueryState("aim", { ...overviewParams.aim, shallow: false, startTransition });
  return (
    <span data-pending={pending || undefined} className="w-44">
      <Select
        aria-label="Leading to"
        value={pending && asked ? asked : aim}
        onChange={(event) => void setAim(event.target.value)}
      >
        {macros.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </Select>
    </span>
  );
};
