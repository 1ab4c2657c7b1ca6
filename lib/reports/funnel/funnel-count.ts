import type { Journey } from "@/lib/journeys/journey";
import type { Money } from "../definition";
import type { ValueReader } from "../event-value";
import { FloatList, joinFloats } from "../float-list";
import { addSums, type MoneySums, MoneyTally } from "../money-sums";
import type { Attempt } from "./attempt";
import type { Row } from "./funnel-plan";

// Hot path: called for every attempt; times are kept as numbers in typed arrays, nothing else is per attempt.

/** What one part, or all of them, found about a row. Times in ms. */
export type StepTotals = {
  reached: number;
  revenue: MoneySums;
  /** From the required step before. */
  fromPrevious: Float64Array;
  fromEntry: Float64Array;
  /** How long since entry those were watched who stand at the required step before and may still go on. */
  open: Float64Array;
};

/** `watchedWhole`: attempts whose whole window is over. `earned`: what the last step was worth to those who completed. */
export type FunnelTotals = { steps: StepTotals[]; watchedWhole: number; earned: MoneySums };

class StepCount {
  reached = 0;
  readonly revenue = new MoneyTally();
  readonly fromPrevious = new FloatList();
  readonly fromEntry = new FloatList();
  readonly open = new FloatList();

  constructor(
    readonly isOptional: boolean,
    /** Of these the step before is the entry. */
    readonly followsEntry: boolean,
  ) {}

  totals(): StepTotals {
    const { reached, revenue, open } = this;
    const fromEntry = this.fromEntry.taken();
    const fromPrevious = this.followsEntry ? fromEntry : this.fromPrevious.taken();
    return { reached, revenue: revenue.totals(), fromPrevious, fromEntry, open: open.taken() };
  }
}

/** What a count is about. `lastStep`: the step whose worth completing the funnel brings. */
type Counted = {
  rows: readonly Row[];
  /** One a step. */
  worth: readonly (ValueReader | undefined)[];
  lastStep: number;
  windowMs: number;
  asOf: number;
};

/** Counts the reported attempts of a group of units of one part. */
export class FunnelCount {
  private readonly steps: readonly StepCount[];
  /** The row of each required step. */
  private readonly required: readonly number[];
  private readonly earned = new MoneyTally();
  private readonly hasOptional: boolean;
  private watchedWhole = 0;

  constructor(private readonly counted: Counted) {
    const { rows } = counted;
    this.steps = rows.map(({ isOptional, previous }) => new StepCount(isOptional, previous === 0));
    this.required = rows.flatMap(({ isOptional }, row) => (isOptional ? [] : [row]));
    this.hasOptional = this.required.length < rows.length;
  }

  /** Adds a unit's reported attempt. */
  add({ reached, events, steps }: Attempt, isOpen: boolean, journey: Journey): void {
    const { worth, lastStep, windowMs, asOf } = this.counted;
    const { at } = journey;
    const entryAt = at[events[0] ?? 0] ?? 0;
    const watchedMs = asOf - entryAt;
    if (watchedMs >= windowMs) this.watchedWhole++;
    let previousAt = entryAt;
    let worthOfLast: Money | null = null;
    const end = this.hasOptional ? events.length : reached;
    for (let row = 0; row < end; row++) {
      const count = this.steps[row];
      const place = events[row] ?? -1;
      if (!count || place < 0) continue;
      const step = steps[row] ?? 0;
      count.reached++;
      const money = worth[step]?.(journey, place) ?? null;
      if (money !== null) count.revenue.add(money);
      if (step === lastStep) worthOfLast = money;
      if (row === 0) continue;
      const reachedAt = at[place] ?? 0;
      count.fromEntry.push(reachedAt - entryAt);
      if (!count.followsEntry) count.fromPrevious.push(reachedAt - previousAt);
      if (!count.isOptional) previousAt = reachedAt;
    }
    if (isOpen) this.steps[this.required[reached] ?? -1]?.open.push(watchedMs);
    if (worthOfLast !== null && reached === this.required.length) this.earned.add(worthOfLast);
  }

  totals(): FunnelTotals {
    const { steps, watchedWhole, earned } = this;
    return { watchedWhole, earned: earned.totals(), steps: steps.map((step) => step.totals()) };
  }
}

const sumOfMoney = (all: readonly MoneySums[]): MoneySums => {
  const sums: MoneySums = new Map();
  for (const one of all) addSums(sums, one);
  return sums;
};

/** What several parts or groups counted of the same rows. */
export const addTotals = (parts: readonly FunnelTotals[], rows: number): FunnelTotals => ({
  watchedWhole: parts.reduce((sum, part) => sum + part.watchedWhole, 0),
  earned: sumOfMoney(parts.map(({ earned }) => earned)),
  steps: Array.from({ length: rows }, (_, row) => {
    const all = parts.flatMap((part) => part.steps[row] ?? []);
    return {
      reached: all.reduce((sum, one) => sum + one.reached, 0),
      revenue: sumOfMoney(all.map(({ revenue }) => revenue)),
      fromPrevious: joinFloats(all.map((one) => one.fromPrevious)),
      fromEntry: joinFloats(all.map((one) => one.fromEntry)),
      open: joinFloats(all.map((one) => one.open)),
    };
  }),
});
