import type { Journey } from "@/lib/journeys/journey";
import type { ValueReader } from "../event-value";
import { FloatList, joinFloats } from "../float-list";
import { addMoney, addSums, type MoneySums } from "../money-sums";
import type { Attempt } from "./best-attempt";

// Hot path: called for every attempt; times are kept as numbers in typed arrays, nothing else is per attempt.

/** What one part, or all of them, found about a step. Times in ms. */
export type StepTotals = {
  reached: number;
  revenue: MoneySums;
  fromPrevious: Float64Array;
  fromEntry: Float64Array;
  /** How long since entry those were watched who stand at the step before and may still go on. */
  open: Float64Array;
};

/** `watchedWhole`: attempts whose whole window is over. */
export type FunnelTotals = { steps: StepTotals[]; watchedWhole: number };

class StepCount {
  reached = 0;
  readonly revenue: MoneySums = new Map();
  readonly fromPrevious = new FloatList();
  readonly fromEntry = new FloatList();
  readonly open = new FloatList();
}

/** Counts the reported attempts of a group of units of one part. */
export class FunnelCount {
  private readonly steps: readonly StepCount[];
  private watchedWhole = 0;

  /** `worth` has one reader a step. */
  constructor(
    private readonly worth: readonly ValueReader[],
    private readonly windowMs: number,
    private readonly asOf: number,
  ) {
    this.steps = worth.map(() => new StepCount());
  }

  /** Adds a unit's reported attempt; `isOpen` says whether it can still go on at `asOf`. */
  add({ reached, events }: Attempt, isOpen: boolean, journey: Journey): void {
    const entryAt = journey.at[events[0] ?? 0] ?? 0;
    const watchedMs = this.asOf - entryAt;
    if (watchedMs >= this.windowMs) this.watchedWhole++;
    let previousAt = entryAt;
    for (let k = 0; k < reached; k++) {
      const step = this.steps[k];
      if (!step) continue;
      const place = events[k] ?? 0;
      step.reached++;
      addMoney(step.revenue, this.worth[k]?.(journey, place) ?? null);
      if (k === 0) continue;
      const at = journey.at[place] ?? 0;
      step.fromEntry.push(at - entryAt);
      // Of the second step the one before is the entry.
      if (k > 1) step.fromPrevious.push(at - previousAt);
      previousAt = at;
    }
    if (isOpen) this.steps[reached]?.open.push(watchedMs);
  }

  totals(): FunnelTotals {
    return {
      watchedWhole: this.watchedWhole,
      steps: this.steps.map(({ reached, revenue, fromPrevious, fromEntry, open }, k) => {
        const sinceEntry = fromEntry.taken();
        return {
          reached,
          revenue,
          fromPrevious: k > 1 ? fromPrevious.taken() : sinceEntry,
          fromEntry: sinceEntry,
          open: open.taken(),
        };
      }),
    };
  }
}

/** What several parts or groups counted of the same steps. */
export const addTotals = (parts: readonly FunnelTotals[], steps: number): FunnelTotals => ({
  watchedWhole: parts.reduce((sum, part) => sum + part.watchedWhole, 0),
  steps: Array.from({ length: steps }, (_, k) => {
    const all = parts.flatMap((part) => part.steps[k] ?? []);
    const revenue: MoneySums = new Map();
    for (const one of all) addSums(revenue, one.revenue);
    return {
      reached: all.reduce((sum, one) => sum + one.reached, 0),
      revenue,
      fromPrevious: joinFloats(all.map((one) => one.fromPrevious)),
      fromEntry: joinFloats(all.map((one) => one.fromEntry)),
      open: joinFloats(all.map((one) => one.open)),
    };
  }),
});
