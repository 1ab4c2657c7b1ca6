import { eventFlags } from "@/lib/journeys/event-flags";
import type { Journey } from "@/lib/journeys/scan";

// Hot path: O(events × steps) a unit, scratch arrays are reused.

/** The attempt by which a unit is reported: the event of each reached step, as places in the journey. */
export type Attempt = { reached: number; events: Int32Array };

/**
 * Finds best attempts over the first `steps` bits of the masks. An attempt begins at an event of step 1 that lies in the
 * range (`eventFlags.inRange`) and takes, greedily, the earliest later event of each next step, none later than
 * `entry + windowMs`. The best one has most steps; of equals the earliest. One event satisfies one step.
 */
export class BestAttempt {
  readonly best: Attempt;
  private readonly trial: Int32Array;
  /** `next[k][i]`: the first event after i that satisfies step k. */
  private next: Int32Array[] = [];

  constructor(
    private readonly steps: number,
    private readonly windowMs: number,
  ) {
    this.best = { reached: 0, events: new Int32Array(steps) };
    this.trial = new Int32Array(steps);
  }

  /** Looks at the events `first ≤ i < end` of the journey; `best.reached` is 0 when no attempt begins there. */
  find(journey: Journey, first: number, end: number): Attempt {
    const { best, trial, steps } = this;
    best.reached = 0;
    this.prepare(journey, first, end);
    for (let entry = first; entry < end && best.reached < steps; entry++) {
      if (((journey.mask[entry] ?? 0) & 1) === 0 || ((journey.flags[entry] ?? 0) & eventFlags.inRange) === 0)
        continue;
      const deadline = (journey.at[entry] ?? 0) + this.windowMs;
      trial[0] = entry;
      let reached = 1;
      let current = entry;
      while (reached < steps) {
        const following = this.next[reached]?.[current] ?? -1;
        if (following < 0 || (journey.at[following] ?? 0) > deadline) break;
        trial[reached++] = following;
        current = following;
      }
      if (reached > best.reached) {
        best.reached = reached;
        best.events.set(trial);
      }
    }
    return best;
  }

  private prepare(journey: Journey, first: number, end: number): void {
    if ((this.next[0]?.length ?? 0) < end)
      this.next = Array.from({ length: this.steps }, () => new Int32Array(2 * end));
    for (let step = 1; step < this.steps; step++) {
      const next = this.next[step];
      if (!next) continue;
      const flag = 1 << step;
      let following = -1;
      for (let i = end - 1; i >= first; i--) {
        next[i] = following;
        if (((journey.mask[i] ?? 0) & flag) !== 0) following = i;
      }
    }
  }
}
