import type { Journey } from "@/lib/journeys/scan";
import { kaplanMeier } from "@/lib/statistics/kaplan-meier";
import { summarise } from "@/lib/statistics/quantile";
import { proportion } from "@/lib/statistics/wilson";
import type { Money } from "../definition";
import { MoneySum, type ValueReader } from "../event-value";
import type { Attempt } from "./best-attempt";
import type { FunnelStepNumbers, Seconds } from "./definition";

/** What is fixed about a step while counting. */
export type CountedStep = { label: string; tier?: "micro" | "macro"; worth: ValueReader["at"] };

const seconds = (times: readonly number[]): Seconds | null => {
  const summary = summarise(times.map((ms) => ms / 1000));
  return summary && { mean: summary.mean, median: summary.median, p90: summary.p90 };
};

/** Counts the reported attempts of a group of units. */
export class FunnelCount {
  private readonly reached: number[];
  private readonly open: number[];
  private readonly fromPrevious: number[][];
  private readonly fromEntry: number[][];
  private readonly revenue: MoneySum[];
  /** A time and whether it is the step's (1) or how long was watched without it (0), for every attempt and step. */
  private readonly watchedMs: number[][];
  private readonly observed: number[][];
  private watchedWhole = 0;

  constructor(
    private readonly steps: readonly CountedStep[],
    private readonly windowMs: number,
    private readonly asOf: number,
  ) {
    this.reached = steps.map(() => 0);
    this.open = steps.map(() => 0);
    this.fromPrevious = steps.map(() => []);
    this.fromEntry = steps.map(() => []);
    this.revenue = steps.map(() => new MoneySum());
    this.watchedMs = steps.map(() => []);
    this.observed = steps.map(() => []);
  }

  /** Adds a unit's reported attempt; `isOpen` says whether it can still go on at `asOf`. */
  add(attempt: Attempt, isOpen: boolean, journey: Journey): void {
    const entryAt = journey.at[attempt.events[0] ?? 0] ?? 0;
    const watchedMs = this.asOf - entryAt;
    if (watchedMs >= this.windowMs) this.watchedWhole++;
    let previousAt = entryAt;
    for (let k = 0; k < this.steps.length; k++) {
      if (k >= attempt.reached) {
        if (k === attempt.reached && isOpen) this.open[k] = (this.open[k] ?? 0) + 1;
        this.watchedMs[k]?.push(isOpen ? watchedMs : this.windowMs);
        this.observed[k]?.push(0);
        continue;
      }
      const place = attempt.events[k] ?? 0;
      const at = journey.at[place] ?? 0;
      this.reached[k] = (this.reached[k] ?? 0) + 1;
      this.revenue[k]?.add(this.steps[k]?.worth(journey, place) ?? null);
      if (k > 0) {
        this.fromPrevious[k]?.push(at - previousAt);
        this.fromEntry[k]?.push(at - entryAt);
      }
      this.watchedMs[k]?.push(at - entryAt);
      this.observed[k]?.push(1);
      previousAt = at;
    }
  }

  get entered(): number {
    return this.reached[0] ?? 0;
  }

  /** The counts turned into rates, times and money. */
  numbers(): FunnelStepNumbers[] {
    return this.steps.map((step, k) => {
      const reached = this.reached[k] ?? 0;
      const base = {
        label: step.label,
        ...(step.tier ? { tier: step.tier } : {}),
        reached,
        open: this.open[k] ?? 0,
        fromPrevious: null,
        fromEntry: proportion(reached, this.entered),
        secondsFromPrevious: null,
        secondsFromEntry: null,
        revenue: this.revenue[k]?.list() ?? [],
      };
      if (k === 0) return base;
      const before = this.reached[k - 1] ?? 0;
      const dropped = before - reached - base.open;
      return {
        ...base,
        dropped,
        fromPrevious: proportion(reached, before),
        matured: kaplanMeier(
          Float64Array.from(this.watchedMs[k] ?? []),
          Uint8Array.from(this.observed[k] ?? []),
          this.windowMs,
          this.watchedWhole,
        ),
        secondsFromPrevious: seconds(this.fromPrevious[k] ?? []),
        secondsFromEntry: seconds(this.fromEntry[k] ?? []),
        leak: this.leak(k, dropped),
      };
    });
  }

  /** What a drop costs: dropped × completed ÷ reached × the last step's mean value, where that is one currency. */
  private leak(k: number, dropped: number): Money | null {
    const reached = this.reached[k] ?? 0;
    const earned = this.revenue.at(-1)?.list() ?? [];
    const [only] = earned;
    if (!only || earned.length > 1 || reached === 0) return null;
    return { currency: only.currency, minor: Math.round((dropped * only.minor) / reached) + 0 };
  }
}
