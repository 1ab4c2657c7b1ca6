"use client";

import { cn } from "@/components/ui/cn";
import { type Compared, writeCompared } from "./compared";
import { segmentFill } from "./segment-looks";
import type { Start } from "./starts";
import { useCompareParams } from "./use-compare-params";

/** Comparisons to begin with, one click each. */
export const StartCards = ({ starts }: { starts: readonly Start[] }) => {
  const { pending, set } = useCompareParams();
  const begin = (compared: readonly Compared[]) => set({ segments: writeCompared(compared), base: null });
  return (
    <ul data-pending={pending || undefined} className="grid w-full max-w-3xl gap-2 text-left sm:grid-cols-2">
      {starts.map(({ title, names, compared }) => (
        <li key={title}>
          <button
            type="button"
            onClick={() => begin(compared)}
            className="flex h-full w-full items-start gap-3 rounded-md border bg-surface px-3 py-2.5 text-left transition-colors hover:bg-hover"
          >
            <span aria-hidden className="mt-1.5 flex shrink-0 gap-0.5">
              {compared.map((one, place) => (
                <span key={writeCompared([one])} className={cn("size-2.5 rounded-xs", segmentFill(place))} />
              ))}
            </span>
            <span className="min-w-0">
              <span className="block font-medium">{title}</span>
              <span className="block text-muted text-sm">{names}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
};
