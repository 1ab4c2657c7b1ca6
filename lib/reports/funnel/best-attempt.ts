import type { Journey } from "@/lib/journeys/journey";
import { type Attempt, type AttemptFinder, newAttempt } from "./attempt";

// Hot path: one pass over most units, and never more than two; scratch arrays are reused.

/**
 * Finds best attempts of an ordered funnel without options, over the first `steps` bits of the masks. An attempt begins
 * at an event of step 1 that may be an entry and takes, greedily, the earliest later event of each next step, none later
 * than `entry + windowMs`. The best one has most steps; of equals the earliest. One event satisfies one step.
 */
export class BestAttempt implements AttemptFinder {
  private readonly best: Attempt;
  /** How many events of `best` may be from another find. */
  private filled = 0;
  /** By step: when the latest of the attempts that got there in time began. Up to the furthest step of this find. */
  private readonly began: Float64Array;

  constructor(
    private readonly steps: number,
    private readonly windowMs: number,
  ) {
    this.best = newAttempt(steps);
    this.began = new Float64Array(steps);
  }

  /**
   * A later attempt meets each step no earlier, so of all that got somewhere the one that began latest has most time
   * left, and is the only one to follow. Where the furthest step is first reached, everybody who is still in time
   * arrives: the first of them is the best.
   */
  find(journey: Journey, first: number, entriesEnd: number, end: number): Attempt {
    const { best, began, steps, windowMs } = this;
    const { at, mask, any } = journey;
    best.reached = 0;
    let entry = first;
    while (entry < entriesEnd && ((mask[entry] ?? 0) & 1) === 0) entry++;
    if (entry === entriesEnd) return best;
    let most = 1;
    while (most < steps && (any & (1 << most)) !== 0) most++;
    let reached = 1;
    let arrival = entry;
    began[0] = at[entry] ?? 0;
    for (let i = entry + 1; reached < most && i < end; i++) {
      let bits = (mask[i] ?? 0) & ((2 << reached) - 1);
      // From the furthest step down: one event satisfies one step of an attempt.
      while (bits !== 0) {
        const step = 31 - Math.clz32(bits);
        bits ^= 1 << step;
        const time = at[i] ?? 0;
        if (step === 0) {
          if (i < entriesEnd) began[0] = time;
          continue;
        }
        const beganAt = began[step - 1] ?? 0;
        if (time - beganAt > windowMs) continue;
        began[step] = beganAt;
        if (step < reached) continue;
        reached++;
        arrival = i;
      }
    }
    const earliest = (at[arrival] ?? 0) - windowMs;
    while ((at[entry] ?? 0) < earliest || ((mask[entry] ?? 0) & 1) === 0) entry++;
    best.reached = reached;
    best.until = (at[entry] ?? 0) + windowMs;
    this.take(journey, entry, arrival);
    return best;
  }

  /** The events of the best attempt, from its entry to its arrival at the furthest step. */
  private take({ mask }: Journey, entry: number, arrival: number): void {
    const { reached, events } = this.best;
    events[0] = entry;
    let step = 1;
    for (let i = entry + 1; step < reached - 1; i++)
      if (((mask[i] ?? 0) & (1 << step)) !== 0) events[step++] = i;
    if (reached > 1) events[step++] = arrival;
    for (; step < this.filled; step++) events[step] = -1;
    this.filled = reached;
  }
}
