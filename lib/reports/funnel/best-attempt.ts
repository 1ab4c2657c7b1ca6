import type { Journey } from "@/lib/journeys/journey";
import { type Attempt, type AttemptFinder, newAttempt } from "./attempt";
import { NextMatches } from "./next-matches";

// Hot path: one pass over most units; scratch arrays are reused.

/** Up to so many events a walk from each entry costs less than knowing what follows what. */
const longestWalked = 48;

/**
 * Finds best attempts of an ordered funnel without options, over the first `steps` bits of the masks. An attempt begins at an event of step 1 that may be an
 * entry and takes, greedily, the earliest later event of each next step, none later than `entry + windowMs`. The best
 * one has most steps; of equals the earliest. One event satisfies one step.
 */
export class BestAttempt implements AttemptFinder {
  private readonly best: Attempt;
  private readonly trial: Int32Array;
  /** How many events of `best` may be from another find. */
  private filled = 0;
  private readonly next: NextMatches;

  constructor(
    private readonly steps: number,
    private readonly windowMs: number,
  ) {
    this.best = newAttempt(steps);
    this.trial = new Int32Array(steps);
    this.next = new NextMatches(steps);
  }

  find(journey: Journey, first: number, entriesEnd: number, end: number): Attempt {
    const { best } = this;
    const { mask } = journey;
    best.reached = 0;
    let entry = first;
    while (entry < entriesEnd && ((mask[entry] ?? 0) & 1) === 0) entry++;
    if (entry === entriesEnd) return best;
    const most = this.mostSteps(journey, entry, end);
    if (!this.follow(journey, entry, most, end)) this.tryOthers(journey, entry + 1, most, entriesEnd, end);
    for (let step = best.reached; step < this.filled; step++) best.events[step] = -1;
    this.filled = best.reached;
    best.until = (journey.at[best.events[0] ?? 0] ?? 0) + this.windowMs;
    return best;
  }

  /** How many steps occur at all, in whatever order. */
  private mostSteps({ mask }: Journey, entry: number, end: number): number {
    let any = 1;
    for (let i = entry + 1; i < end; i++) any |= mask[i] ?? 0;
    let most = 1;
    while (most < this.steps && (any & (1 << most)) !== 0) most++;
    return most;
  }

  /**
   * Makes the attempt of the first entry the best one. Answers whether it is: a later entry meets each step no earlier,
   * so it can only get further where the window ended this one.
   */
  private follow({ at, mask }: Journey, entry: number, most: number, end: number): boolean {
    const { best } = this;
    const deadline = (at[entry] ?? 0) + this.windowMs;
    best.events[0] = entry;
    let reached = 1;
    let i = entry + 1;
    for (; reached < most && i < end && (at[i] ?? 0) <= deadline; i++)
      if (((mask[i] ?? 0) & (1 << reached)) !== 0) best.events[reached++] = i;
    best.reached = reached;
    return reached === most || i === end;
  }

  /** Short journeys are simply walked from every entry. */
  private tryOthers(journey: Journey, from: number, most: number, entriesEnd: number, end: number): void {
    if (end - from > longestWalked) {
      this.tryOthersOfMany(journey, from, most, entriesEnd, end);
      return;
    }
    const { best, trial, windowMs } = this;
    const { at, mask } = journey;
    for (let entry = from; entry < entriesEnd && best.reached < most; entry++) {
      if (((mask[entry] ?? 0) & 1) === 0) continue;
      const deadline = (at[entry] ?? 0) + windowMs;
      trial[0] = entry;
      let reached = 1;
      for (let i = entry + 1; reached < most && i < end && (at[i] ?? 0) <= deadline; i++)
        if (((mask[i] ?? 0) & (1 << reached)) !== 0) trial[reached++] = i;
      if (reached <= best.reached) continue;
      best.reached = reached;
      for (let k = 0; k < reached; k++) best.events[k] = trial[k] ?? 0;
    }
  }

  private tryOthersOfMany(
    journey: Journey,
    from: number,
    most: number,
    entriesEnd: number,
    end: number,
  ): void {
    const { best, trial } = this;
    let prepared = false;
    for (let entry = from; entry < entriesEnd && best.reached < most; entry++) {
      if (((journey.mask[entry] ?? 0) & 1) === 0) continue;
      if (!prepared) this.next.prepare(journey, entry, end);
      prepared = true;
      const deadline = (journey.at[entry] ?? 0) + this.windowMs;
      trial[0] = entry;
      let reached = 1;
      let current = entry;
      while (reached < most) {
        const following = this.next.after(reached, current);
        if (following < 0 || (journey.at[following] ?? 0) > deadline) break;
        trial[reached++] = following;
        current = following;
      }
      if (reached > best.reached) {
        best.reached = reached;
        for (let k = 0; k < reached; k++) best.events[k] = trial[k] ?? 0;
      }
    }
  }
}
