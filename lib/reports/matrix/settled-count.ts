import type { Journey } from "@/lib/journeys/journey";
import type { CellCounts } from "./cell-counts";
import type { LandmarkCounts } from "./landmark-counts";
import type { SessionStrata } from "./session-strata";
import type { SessionsInOrder } from "./sessions-in-order";
import type { SettledVisits } from "./settled-visits";

// Hot path: called for nearly every visitor.

/**
 * Counts visitors of whom all is known and who reached no macro, whose sessions lie one after the other: every session is a
 * moment and a landmark after which nothing came.
 */
export class SettledCount {
  constructor(
    private readonly sessions: SessionsInOrder,
    private readonly strata: SessionStrata,
    private readonly cells: CellCounts,
    private readonly landmarks: LandmarkCounts,
    private readonly row: number,
    private readonly microBits: number,
  ) {}

  /** Adds a visitor whose events in the range end before `end`. */
  add(journey: Journey, end: number): void {
    const { sessions, strata, landmarks, row, microBits } = this;
    const { count, from } = sessions;
    let reached = 0;
    for (let k = 0; k < count; k++) {
      const fresh = sessions.heldBy(k) & microBits & ~reached;
      const next = from[k + 1] ?? 0;
      const stratum = strata.ofStretch(journey, from[k] ?? 0, next);
      landmarks.add(stratum, row, false, fresh, reached, 1);
      if (fresh !== 0) {
        const later = sessions.withMoment(journey, k, fresh);
        const beyond = next > end ? this.beyond(journey, k, end, fresh) : 0;
        this.countFirst(fresh & ~beyond, later, true, k, 1);
        this.countFirst(beyond, later, false, k, 1);
      }
      reached |= fresh;
    }
    this.cells.addSettled(reached, count, 1);
  }

  /** Adds visitors who lie in the range, given how many had each visit as their last. */
  addVisits(
    { before, depth, stratum, labels, fresh, later, reached }: SettledVisits,
    last: Uint32Array,
  ): void {
    const { strata, landmarks, cells, row } = this;
    const strataOf = labels.map((label) => strata.ofLabel(label));
    // What a visit is followed by comes after it in the lists.
    const followed = new Uint32Array(before.length);
    for (let v = before.length - 1; v > 0; v--) {
      const ended = last[v] ?? 0;
      const times = ended + (followed[v] ?? 0);
      if (times === 0) continue;
      const [first, earlier, k] = [fresh[v] ?? 0, reached[v] ?? 0, depth[v] ?? 0];
      const from = before[v] ?? 0;
      followed[from] = (followed[from] ?? 0) + times;
      landmarks.add(strataOf[stratum[v] ?? 0] ?? 0, row, false, first, earlier, times);
      this.countFirst(first, later[v] ?? 0, true, k, times);
      if (ended > 0) cells.addSettled(earlier | first, k + 1, ended);
    }
  }

  /** Counts micros that session k is the first to hold, with the moments of the sessions before, and maybe of this one. */
  private countFirst(micros: number, later: number, isInRange: boolean, k: number, times: number): void {
    this.cells.addSettledMicros(micros & ~later, isInRange, k, times);
    this.cells.addSettledMicros(micros & later, isInRange, k + 1, times);
  }

  /** Those of the micros, which session k holds, of which it has no event before `end`. */
  private beyond({ mask }: Journey, k: number, end: number, micros: number): number {
    let left = micros;
    for (let i = this.sessions.from[k] ?? 0; i < end; i++) left &= ~(mask[i] ?? 0);
    return left;
  }
}
