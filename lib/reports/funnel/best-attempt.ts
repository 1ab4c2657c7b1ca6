import type { Journey } from "@/lib/journeys/journey";

// Hot path: one pass over most units; scratch arrays are reused.

/** The attempt by which a unit is reported: the event of each reached step, as places in the journey. */
export type Attempt = { reached: number; events: Int32Array };

/** Up to so many events a walk from each entry costs less than knowing what follows what. */
const longestWalked = 48;

/**
 * Finds best attempts over the first `steps` bits of the masks. An attempt begins at an event of step 1 that may be an
 * entry and takes, greedily, the earliest later event of each next step, none later than `entry + windowMs`. The best
 * one has most steps; of equals the earliest. One event satisfies one step.
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

  /**
   * Looks at the events `first ≤ i < end` of the journey, of which those before `entriesEnd` may be entries;
   * `best.reached` is 0 when no attempt begins there.
   */
  find(journey: Journey, first: number, entriesEnd: number, end: number): Attempt {
    const { best } = this;
    const { mask } = journey;
    best.reached = 0;
    let entry = first;
    while (entry < entriesEnd && ((mask[entry] ?? 0) & 1) === 0) entry++;
    if (entry === entriesEnd) return best;
    const most = this.mostSteps(journey, entry, end);
    if (this.follow(journey, entry, most, end)) return best;
    this.tryOthers(journey, entry + 1, most, entriesEnd, end);
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
      if (!prepared) this.prepare(journey, entry, most, end);
      prepared = true;
      const deadline = (journey.at[entry] ?? 0) + this.windowMs;
      trial[0] = entry;
      let reached = 1;
      let current = entry;
      while (reached < most) {
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
  }

  private prepare(journey: Journey, first: number, most: number, end: number): void {
    if ((this.next[0]?.length ?? 0) < end)
      this.next = Array.from({ length: this.steps }, () => new Int32Array(2 * end));
    for (let step = 1; step < most; step++) {
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
