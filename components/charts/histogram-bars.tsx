"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { spreadIndexes } from "./axis-ticks";

export type HistogramBar = {
  /** Under the axis. */
  label: string;
  /** Share of the highest tick. */
  height: number;
  /** What `NoteLayer` shows while the bar has the pointer or the focus. */
  note: string;
};

const tones = {
  micro: "bg-micro group-hover/bar:opacity-75",
  macro: "bg-macro group-hover/bar:opacity-75",
  none: "bg-muted group-hover/bar:opacity-75",
} as const;

/** Bars from zero, side by side. Arrow keys walk along them. */
export const HistogramBars = ({
  label,
  bars,
  ticks,
  tier,
  height = 200,
}: {
  label: string;
  bars: readonly HistogramBar[];
  /** Texts of the axis with their share of the highest, from zero. */
  ticks: readonly { text: string; at: number }[];
  /** Of the goal that those counted have reached; null for an event or page. */
  tier: "micro" | "macro" | null;
  height?: number;
}) => {
  const [at, setAt] = useState(0);
  const plot = useRef<HTMLFieldSetElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = (at + step + bars.length) % bars.length;
    plot.current?.querySelectorAll<HTMLElement>("button")[next]?.focus();
  };
  const labelled = new Set(spreadIndexes(bars.length, 6));
  return (
    <div className="flex gap-2 px-4 pb-4 text-subtle text-xs tabular-nums">
      <div aria-hidden className="relative w-10 shrink-0" style={{ height }}>
        {ticks.map((tick) => (
          <span
            key={tick.text}
            className="absolute right-0 translate-y-1/2"
            style={{ bottom: `${tick.at * 100}%` }}
          >
            {tick.text}
          </span>
        ))}
      </div>
      <fieldset ref={plot} onKeyDown={onKeyDown} className="relative min-w-0 flex-1">
        <legend className="sr-only">{label}</legend>
        <div aria-hidden className="absolute inset-x-0 top-0" style={{ height }}>
          {ticks.map((tick) => (
            <span
              key={tick.text}
              className="absolute inset-x-0 border-line border-t"
              style={{ bottom: `${tick.at * 100}%` }}
            />
          ))}
        </div>
        <div className="relative flex items-end gap-px" style={{ height }}>
          {bars.map((bar, i) => (
            <button
              key={bar.label}
              type="button"
              data-note={bar.note}
              tabIndex={i === at ? 0 : -1}
              onFocus={() => setAt(i)}
              className="group/bar flex h-full min-w-0 flex-1 cursor-default items-end rounded-xs"
            >
              <span
                className={cn("w-full rounded-t-xs", tones[tier ?? "none"])}
                style={{ height: bar.height > 0 ? `max(2px, ${bar.height * 100}%)` : 0 }}
              />
              <span className="sr-only">{bar.note}</span>
            </button>
          ))}
        </div>
        <div aria-hidden className="mt-1.5 flex h-4 gap-px">
          {bars.map((bar, i) => (
            <span key={bar.label} className="relative min-w-0 flex-1">
              {labelled.has(i) ? (
                <span className="absolute right-0 translate-x-1/2 whitespace-nowrap last:translate-x-0">
                  {bar.label}
                </span>
              ) : null}
            </span>
          ))}
        </div>
      </fieldset>
    </div>
  );
};
