"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { defaultWindow, windowLabel, windowMsOf, windowPresets } from "./window-text";

/** How long all steps together may take, counted from the first. */
export const WindowPicker = ({
  window,
  onChange,
}: {
  window: string;
  onChange: (window: string | null) => void;
}) => {
  const [own, setOwn] = useState(false);
  const choose = (value: string) => {
    if (value === "own") return setOwn(true);
    onChange(value === defaultWindow ? null : value);
  };
  if (own)
    return (
      <OwnWindow
        window={window}
        onDone={(value) => {
          setOwn(false);
          if (value !== null) onChange(value);
        }}
      />
    );
  return (
    <span className="inline-flex w-48 items-center gap-2">
      <span className="shrink-0 text-muted text-sm" id="window-label">
        Within
      </span>
      <Select aria-labelledby="window-label" value={window} onChange={(event) => choose(event.target.value)}>
        {Object.entries(windowPresets).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {Object.hasOwn(windowPresets, window) ? null : <option value={window}>{windowLabel(window)}</option>}
        <option value="own">Another time …</option>
      </Select>
    </span>
  );
};

const OwnWindow = ({ window, onDone }: { window: string; onDone: (window: string | null) => void }) => {
  const [count, setCount] = useState(String(Number.parseInt(window, 10)));
  const [unit, setUnit] = useState(window.slice(-1));
  const text = `${Number(count)}${unit}`;
  const fits = windowMsOf(text) !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fits) onDone(text);
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
