"use client";

import { type KeyboardEvent, useState } from "react";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { windowMsOf, windowPartsOf } from "./window-text";

const units = { ms: "milliseconds", s: "seconds", m: "minutes", h: "hours", d: "days" } as const;

/** A length of time, or none where nothing is typed. It counts once it is left or Enter is pressed. */
export const DurationInput = ({
  label,
  ms,
  onChange,
}: {
  label: string;
  ms: number | undefined;
  onChange: (ms: number | undefined) => void;
}) => {
  const start = ms === undefined ? null : windowPartsOf(ms);
  const [count, setCount] = useState(start ? String(start.count) : "");
  const [unit, setUnit] = useState<string>(start?.unit ?? "m");
  const read = count.trim() === "" ? undefined : windowMsOf(`${Number(count)}${unit}`);
  const commit = () => read !== null && read !== ms && onChange(read);
  const onKeyDown = (event: KeyboardEvent) => event.key === "Enter" && commit();
  return (
    <fieldset className="grid gap-1" onBlur={commit} onKeyDown={onKeyDown}>
      <legend className="float-left mb-1 w-full font-medium text-sm">
        {label} <span className="font-normal text-subtle">(optional)</span>
      </legend>
      <div className="clear-both flex gap-2">
        <Input
          aria-label="How many"
          type="number"
          min={1}
          value={count}
          placeholder="any"
          aria-invalid={read === null || undefined}
          onChange={(event) => setCount(event.target.value)}
          className="w-20"
        />
        <span className="w-32">
          <Select aria-label="Unit of time" value={unit} onChange={(event) => setUnit(event.target.value)}>
            {Object.entries(units)
              .filter(([one]) => one !== "ms" || unit === "ms")
              .map(([one, name]) => (
                <option key={one} value={one}>
                  {name}
                </option>
              ))}
          </Select>
        </span>
      </div>
      {read === null ? (
        <p role="alert" className="text-bad text-sm">
          A time is a whole number, 366 days at most.
        </p>
      ) : null}
    </fieldset>
  );
};
