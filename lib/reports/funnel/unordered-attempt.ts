import type { Journey } from "@/lib/journeys/journey";
import { type Attempt, type AttemptFinder, newAttempt } from "./attempt";
import type { HeldMatches } from "./held-matches";
import { NextMatches } from "./next-matches";

/**
 * Finds best attempts in any order. An attempt begins at an event that satisfies any step; up to the end of the window
 * each event fills the first still empty step, in list order, that it satisfies. The best one has most steps; of equals
 * the earliest. A row stands for so many steps, whichever they are. An entry costs no more than the steps squared.
 */
export class UnorderedAttempt implements AttemptFinder {
  private best: Attempt;
  private trial: Attempt;
  private readonly any: NextMatches;

  constructor(
    private readonly steps: number,
    private readonly windowMs: number,
    private readonly held?: HeldMatches,
  ) {
    this.best = newAttempt(steps);
    this.trial = newAttempt(steps);
    this.any = new NextMatches(steps);
  }

  find(journey: Journey, first: number, entriesEnd: number, end: number): Attempt {
    const { held, any } = this;
    this.best.reached = 0;
    let entry = this.entryFrom(journey, first, entriesEnd);
    if (entry === entriesEnd) return this.best;
    if (held) held.prepare(journey, entry, end);
    else any.prepare(journey, entry, end);
    const most = this.mostSteps(journey, entry, end);
    for (
      ;
      entry < entriesEnd && this.best.reached < most;
      entry = this.entryFrom(journey, entry + 1, entriesEnd)
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

  private entryFrom({ mask }: Journey, from: number, entriesEnd: number): number {
    const anyStep = 2 ** this.steps - 1;
    let entry = from;
    while (entry < entriesEnd && ((mask[entry] ?? 0) & anyStep) === 0) entry++;
    return entry;
  }

  /** How many steps occur at all. */
  private mostSteps({ mask }: Journey, entry: number, end: number): number {
    let any = 0;
    for (let i = entry; i < end; i++) any |= mask[i] ?? 0;
    let most = 0;
    for (let step = 0; step < this.steps; step++) if ((any & (1 << step)) !== 0) most++;
    return most;
  }

  private tryFrom(journey: Journey, entry: number, goesOn: boolean): void {
    const { trial, steps } = this;
    const { events, steps: filled } = trial;
    const windowEnd = (journey.at[entry] ?? 0) + this.windowMs;
    trial.until = goesOn ? windowEnd : Number.NEGATIVE_INFINITY;
    events.fill(-1);
    let empty = 2 ** steps - 1;
    let step = 0;
    while (((journey.mask[entry] ?? 0) & (1 << step)) === 0) step++;
    let event = entry;
    trial.reached = 0;
    while (event >= 0 && (journey.at[event] ?? 0) <= windowEnd) {
      events[trial.reached] = event;
      filled[trial.reached] = step;
      trial.reached++;
      empty &= ~(1 << step);
      step = this.nextToFill(empty, event);
      event = step < 0 ? -1 : this.after(step, event);
    }
    if (trial.reached <= this.best.reached) return;
    this.trial = this.best;
    this.best = trial;
  }

  /** Of the empty steps the one that is satisfied next, the first in list order where one event satisfies several. */
  private nextToFill(empty: number, current: number): number {
    let next = -1;
    let earliest = Number.POSITIVE_INFINITY;
    for (let step = 0; step < this.steps; step++) {
      if ((empty & (1 << step)) === 0) continue;
      const event = this.after(step, current);
      if (event < 0 || event >= earliest) continue;
      earliest = event;
      next = step;
    }
    return next;
  }

  private after(step: number, i: number): number {
    return this.held ? this.held.after(step, i) : this.any.after(step, i);
  }
}
