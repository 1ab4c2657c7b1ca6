"use client";

import { fieldLabels, fields } from "@/components/filters/fields";
import { Select } from "@/components/ui/select";
import { useFunnelParams } from "./use-funnel-params";

/** The field the funnel is broken down by. */
export const BreakdownPicker = ({ by }: { by: string | null }) => {
  const { pending, asked, set } = useFunnelParams();
  return (
    <span data-pending={pending || undefined} className="w-44">
      <Select
        aria-label="Break down by"
        value={asked?.by ?? by ?? "none"}
        onChange={(event) => set({ by: event.target.value })}
      >
        <option value="none">No breakdown</option>
        {fields.map((field) => (
          <option key={field} value={field}>
            {fieldLabels[field]}
          </option>
        ))}
      </Select>
    </span>
  );
};
