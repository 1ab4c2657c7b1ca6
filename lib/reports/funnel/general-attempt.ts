import type { Journey } from "@/lib/journeys/journey";
import { type Attempt, type AttemptFinder, newAttempt } from "./attempt";
import type { PlannedExclusion, Stretch } from "./funnel-plan";
import type { HeldMatches } from "./held-matches";
import { type Lookup, NextMatches } from "./next-matches";

// Steps are looked up, never walked to: an entry costs what steps and exclusions cost, however long the journey is.

type GeneralOptions = {
  windowMs: number;
  stretches: readonly Stretch[];
  exclusions: readonly PlannedExclusion[];
  /** How many matchers there are in all. */
  bits: number;
  /** The bit of automatic events, where no other event may lie between the steps. */
  automaticBit?: number;
  held?: HeldMatches;
};

const never = Number.NEGATIVE_INFINITY;

/**
 * Finds best attempts of an ordered or strict funnel with any of its options. A stretch of an attempt runs from one
 * required step to the next, or to where the attempt ends. An exclusion counts at events strictly between those of its
 * two steps (where the second was skipped: the next required one), also at those that are steps themselves.
 */
export class GeneralAttempt implements AttemptFinder {
  private best: Attempt;
  private trial: Attempt;
  private readonly any: NextMatches;
  private readonly steps: Lookup;
  /** Where the stretch ends: at its next required step, or when time runs out. */
  private candidate = -1;
  private deadline = never;

  constructor(private readonly options: GeneralOptions) {
    const { bits, stretches, held, automaticBit } = options;
    const steps = stretches.reduce((sum, { optional }) => sum + 1 + optional.length, 0);
    this.best = newAttempt(steps);
    this.trial = newAttempt(steps);
    this.any = new NextMatches(bits, automaticBit === undefined ? 0 : 1 << automaticBit);
    this.steps = held ?? this.any;
  }

  find(journey: Journey, first: number, entriesEnd: number, end: number): Attempt {
    const { held } = this.options;
    this.best.reached = 0;
    let entry = entryFrom(journey, first, entriesEnd);
    if (entry === entriesEnd) return this.best;
    this.any.prepare(journey, entry, end);
    held?.prepare(journey, entry, end);
    const most = this.mostRequired(journey, entry, end);
    for (
      ;
      entry < entriesEnd && this.best.reached < most;
      entry = entryFrom(journey, entry + 1, entriesEnd)
    ) {
      if (!held) {
        this.tryFrom(journey, entry, true);
        continue;
      }
      const combinations = held.combinationsAt(journey, entry);
      for (let c = 0; c < Math.max(1, combinations.length); c++) {
        held.hold(combinations[c]);
        this.tryFrom(journey, entry, combinations.length > 0);
      }
    }
    return this.best;
  }

  /** How many required steps occur at all, in whatever order. */
  private mostRequired({ mask }: Journey, entry: number, end: number): number {
    const { stretches } = this.options;
    let any = 0;
    for (let i = entry; i < end; i++) any |= mask[i] ?? 0;
    let most = 0;
    while (most < stretches.length && (any & (1 << (stretches[most]?.step ?? 0))) !== 0) most++;
    return most;
  }

  /** `goesOn`: there is a value at entry that later steps can share. */
  private tryFrom(journey: Journey, entry: number, goesOn: boolean): void {
    const { trial } = this;
    const { stretches, windowMs } = this.options;
    const windowEnd = (journey.at[entry] ?? 0) + windowMs;
    trial.reached = 1;
    trial.until = never;
    trial.events.fill(-1);
    trial.events[0] = entry;
    let current = entry;
    for (let s = 0; s < stretches.length; s++) {
      const stretch = stretches[s];
      const next = stretches[s + 1];
      if (!stretch) break;
      this.deadline = next ? Math.min(windowEnd, (journey.at[current] ?? 0) + next.withinMs) : windowEnd;
      this.candidate = next ? this.inTime(journey, this.steps.after(next.step, current)) : -1;
      this.takeOptional(journey, stretch, current);
      if (this.endsIn(journey, stretch, next?.step ?? -1, current)) break;
      if (!next) continue;
      if (this.candidate < 0) {
        if (goesOn) trial.until = this.deadline;
        break;
      }
      current = this.candidate;
      trial.events[next.step] = current;
      trial.reached++;
    }
    if (trial.reached <= this.best.reached) return;
    this.trial = this.best;
    this.best = trial;
  }

  /** The event if there is one before time runs out, else −1. */
  private inTime({ at }: Journey, i: number): number {
    return i >= 0 && (at[i] ?? 0) <= this.deadline ? i : -1;
  }

  /** Optional steps take, one after the other, the earliest event of the stretch that none of them has taken. */
  private takeOptional(journey: Journey, { optional }: Stretch, current: number): void {
    const { events } = this.trial;
    for (let o = 0; o < optional.length; o++) {
      const { step = 0, withinMs = 0 } = optional[o] ?? {};
      let i = this.steps.after(step, current);
      while (i >= 0 && this.isTaken(optional, o, i)) i = this.steps.after(step, i);
      i = this.inTime(journey, i);
      const isInside = i >= 0 && (this.candidate < 0 || i < this.candidate);
      if (isInside && (journey.at[i] ?? 0) <= (journey.at[current] ?? 0) + withinMs) events[step] = i;
    }
  }

  private isTaken(optional: Stretch["optional"], before: number, i: number): boolean {
    const { events } = this.trial;
    for (let o = 0; o < before; o++) if (events[optional[o]?.step ?? 0] === i) return true;
    return false;
  }

  /** Ends the attempt where an exclusion or, if strict, another event says so. */
  private endsIn(journey: Journey, stretch: Stretch, next: number, current: number): boolean {
    const { exclusions } = this.options;
    const { trial } = this;
    const other = this.otherEvent(journey, stretch, current);
    let stop = other;
    let discards = false;
    for (let x = 0; x < exclusions.length; x++) {
      const exclusion = exclusions[x];
      if (!exclusion) continue;
      const i = this.excludedAt(journey, exclusion, stretch.step, next, current);
      if (i < 0 || (stop >= 0 && i > stop)) continue;
      discards = exclusion.discards || (discards && i === stop);
      stop = i;
    }
    if (stop < 0) return false;
    if (discards) trial.reached = 0;
    for (const { step } of stretch.optional) if ((trial.events[step] ?? -1) >= stop) trial.events[step] = -1;
    return true;
  }

  /** Of a strict funnel the first event in the stretch that is neither automatic nor a step. */
  private otherEvent(journey: Journey, { optional }: Stretch, current: number): number {
    const { automaticBit } = this.options;
    if (automaticBit === undefined) return -1;
    let i = this.any.after(automaticBit, current);
    while (i >= 0 && this.isTaken(optional, optional.length, i)) i = this.any.after(automaticBit, i);
    i = this.inTime(journey, i);
    return this.candidate >= 0 && i >= this.candidate ? -1 : i;
  }

  /** The first event of the stretch from step `last` to step `next` at which the exclusion counts, −1 when at none. */
  private excludedAt(
    journey: Journey,
    { bit, after, before }: PlannedExclusion,
    last: number,
    next: number,
    current: number,
  ): number {
    const { events } = this.trial;
    const from = events[after] ?? -1;
    if (from < 0 || before <= last) return -1;
    const i = this.inTime(journey, this.any.after(bit, Math.max(from, current)));
    const reachedBefore = events[before] ?? -1;
    if (reachedBefore >= 0 && i >= reachedBefore) return -1;
    // A step further on ends the exclusion only at its own event.
    const isPast = this.candidate >= 0 && (before > next ? i > this.candidate : i >= this.candidate);
    return isPast ? -1 : i;
  }
}

const entryFrom = ({ mask }: Journey, from: number, entriesEnd: number): number => {
  let entry = from;
  while (entry < entriesEnd && ((mask[entry] ?? 0) & 1) === 0) entry++;
  return entry;
};
