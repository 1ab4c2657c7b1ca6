"use client";

import { Check } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { useClosePopover } from "@/components/ui/popover";
import { shiftDate } from "./calendar-date";
import { defaultRange, presets } from "./range-presets";
import type { ReportParams } from "./report-params";
import type { ReportView } from "./report-view";
import { useFirstFocus } from "./use-first-focus";

type Props = {
  view: Pick<ReportView, "range" | "from" | "to">;
  onChange: (changes: Partial<ReportParams>) => void;
};

/** Ranges by name, or two dates: the last one is included here and excluded in the address. */
export const RangeChoices = ({ view, onChange }: Props) => {
  const close = useClosePopover();
  const first = useFirstFocus<HTMLButtonElement>();
  const change = (changes: Partial<ReportParams>) => {
    close();
    onChange(changes);
  };
  return (
    <>
      <ul>
        {Object.entries(presets).map(([name, label], i) => (
          <li key={name}>
            <button
              ref={i === 0 ? first : null}
              type="button"
              aria-current={view.range === name ? "true" : undefined}
              onClick={() => change({ range: name === defaultRange ? null : name, from: null, to: null })}
              className={cn(
                "flex h-8 w-full items-center justify-between rounded-sm px-2 text-left text-sm hover:bg-hover",
                view.range === name && "font-medium",
              )}
            >
              {label}
              {view.range === name ? <Check aria-hidden className="size-4 text-subtle" /> : null}
            </button>
          </li>
        ))}
      </ul>
      <OwnDates view={view} onChange={change} />
    </>
  );
};

const OwnDates = ({ view, onChange }: Props) => {
  const [first, setFirst] = useState(view.from);
  const [last, setLast] = useState(shiftDate(view.to, -1));
  const wrongWay = first > last;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!wrongWay) onChange({ range: null, from: first, to: shiftDate(last, 1) });
  };
  return (
    <form onSubmit={submit} className="mt-1 space-y-2 border-t p-2 pt-3">
      <div className="grid grid-cols-[auto_1fr] items-center gap-2 text-sm">
        <label htmlFor="range-first" className="whitespace-nowrap">
          First day
        </label>
        <Input
          id="range-first"
          type="date"
          required
          value={first}
          onChange={(event) => setFirst(event.target.value)}
        />
        <label htmlFor="range-last" className="whitespace-nowrap">
          Last day
        </label>
        <Input
          id="range-last"
          type="date"
          required
          value={last}
          aria-invalid={wrongWay}
          aria-describedby={wrongWay ? "range-problem" : undefined}
          onChange={(event) => setLast(event.target.value)}
        />
      </div>
      {wrongWay ? (
        <p id="range-problem" role="alert" className="text-bad text-xs">
          The last day lies before the first.
        </p>
      ) : null}
      <Button type="submit" variant="primary" size="sm" className="w-full" disabled={wrongWay}>
        Show these days
      </Button>
    </form>
  );
};
