"use client";

import { Plus, X } from "lucide-react";
import { lazy, Suspense } from "react";
import type { FilterContext } from "@/components/filters/filter-editor";
import type { NamedSegment } from "@/components/filters/report-view";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { type Compared, comparedName, maxCompared, readCompared, writeCompared } from "./compared";
import { segmentFill } from "./segment-looks";
import { useCompareParams } from "./use-compare-params";

const load = () => import("./add-compared");
const AddCompared = lazy(() => load().then((module) => ({ default: module.AddCompared })));

/** The rows of the comparison: each to be made the baseline or removed, and the button for another one. */
export const SegmentChips = ({
  compared: answered,
  base: answeredBase,
  segments,
  context,
}: {
  compared: readonly Compared[];
  base: number;
  segments: readonly NamedSegment[];
  context: FilterContext;
}) => {
  const { pending, asked, set } = useCompareParams();
  const compared = asked?.segments ? readCompared(asked.segments).compared : answered;
  const base = asked ? Math.max(0, Number(asked.base ?? 1) - 1) : answeredBase;
  const setBase = (place: number) => set({ base: place === 0 ? null : String(place + 1) });
  const remove = (place: number) => {
    const kept = place < base ? base - 1 : place === base ? 0 : base;
    set({
      segments: writeCompared(compared.toSpliced(place, 1)),
      base: kept === 0 ? null : String(kept + 1),
    });
  };
  return (
    <ul
      data-pending={pending || undefined}
      aria-label="Segments compared"
      className="flex flex-wrap items-center gap-1.5"
    >
      {compared.map((one, place) => {
        const name = comparedName(one, segments);
        return (
          <li
            key={name}
            className="inline-flex h-8 max-w-full items-center rounded-sm border border-edge bg-surface text-sm"
          >
            <button
              type="button"
              aria-pressed={place === base}
              aria-label={`${name}: ${place === base ? "the baseline" : "make it the baseline"}`}
              title={place === base ? "The baseline" : "Make it the baseline"}
              onClick={() => setBase(place)}
              className="flex h-full min-w-0 items-center gap-2 rounded-sm pr-1 pl-2.5 hover:bg-hover"
            >
              <span aria-hidden className={cn("size-2.5 shrink-0 rounded-xs", segmentFill(place))} />
              <span className="truncate">{name}</span>
              {place === base ? <span className="text-subtle text-xs">baseline</span> : null}
            </button>
            <button
              type="button"
              aria-label={`Remove ${name}`}
              onClick={() => remove(place)}
              className="grid h-full w-7 shrink-0 place-items-center text-muted hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        );
      })}
      {compared.length < maxCompared ? (
        <li>
          <Popover>
            <PopoverTrigger asChild>
              <Button size="sm" variant="ghost" className="h-8" onPointerEnter={load}>
                <Plus aria-hidden /> Add segment
              </Button>
            </PopoverTrigger>
            <PopoverContent className="w-80" aria-label="Add a segment">
              <Suspense>
                <AddCompared
                  compared={compared}
                  segments={segments}
                  context={context}
                  onAdd={(added) => set({ segments: writeCompared([...compared, added]) })}
                />
              </Suspense>
            </PopoverContent>
          </Popover>
        </li>
      ) : null}
    </ul>
  );
};
