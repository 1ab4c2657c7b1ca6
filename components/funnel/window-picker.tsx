"use client";

import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { windowLabel, windowMsOf, windowPartsOf, windowPresets, windowTextOf } from "./window-text";

/** How long all steps together may take, counted from the first. */
export const WindowPicker = ({
  windowMs,
  onChange,
}: {
  windowMs: number;
  onChange: (windowMs: number) => void;
}) => {
  const id = useId();
  const [own, setOwn] = useState(false);
  const text = windowTextOf(windowMs);
  const choose = (value: string) => {
    const ms = windowMsOf(value);
    if (ms === null) setOwn(true);
    else onChange(ms);
  };
  if (own)
    return (
      <OwnWindow
        windowMs={windowMs}
        onDone={(ms) => {
          setOwn(false);
          if (ms !== null) onChange(ms);
        }}
      />
    );
  return (
    <span className="inline-flex w-48 items-center gap-2">
      <span className="shrink-0 text-muted text-sm" id={id}>
        Within
      </span>
      <Select aria-labelledby={id} value={text} onChange={(event) => choose(event.target.value)}>
        {Object.entries(windowPresets).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {Object.hasOwn(windowPresets, text) ? null : <option value={text}>{windowLabel(windowMs)}</option>}
        <option value="own">Another time …</option>
      </Select>
    </span>
  );
};

const OwnWindow = ({ windowMs, onDone }: { windowMs: number; onDone: (windowMs: number | null) => void }) => {
  const start = windowPartsOf(windowMs);
  const [count, setCount] = useState(String(start.count));
  const [unit, setUnit] = useState<string>(start.unit);
  const ms = windowMsOf(`${Number(count)}${unit}`);
  const fits = ms !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fits) onDone(ms);
  };
  return (
    <form onSubmit={submit} className="inline-flex flex-wrap items-center gap-2">
      <Input
        aria-label="Window"
        type="number"
        min={1}
        required
        autoFocus
        value={count}
        aria-invalid={!fits}
        onChange={(event) => setCount(event.target.value)}
        className="w-20"
      />
      <span className="w-28">
        <Select aria-label="Unit of time" value={unit} onChange={(event) => setUnit(event.target.value)}>
          <option value="s">seconds</option>
          <option value="m">minutes</option>
          <option value="h">hours</option>
          <option value="d">days</option>
        </Select>
      </span>
      <Button type="submit" size="sm" variant="primary" disabled={!fits}>
        Apply
      </Button>
      <Button size="sm" variant="ghost" onClick={() => onDone(null)}>
        Cancel
      </Button>
      {fits ? null : (
        <span role="alert" className="text-bad text-xs">
          A window is at least 1 and at most 366 days.
        </span>
      )}
    </form>
  );
};
