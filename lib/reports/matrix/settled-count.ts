import type { Journey } from "@/lib/journeys/journey";
import type { CellCounts } from "./cell-counts";
import type { LandmarkCounts } from "./landmark-counts";
import type { SessionStrata } from "./session-strata";
import type { SessionsInOrder } from "./sessions-in-order";

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
      const stratum = strata.ofStretch(journey, from[k] ?? 0, from[k + 1] ?? 0);
      landmarks.add(stratum, row, false, fresh, reached);
      if (fresh !== 0) this.countFirst(journey, end, k, fresh);
      reached |= fresh;
    }
    this.cells.addSettled(reached, count);
  }

  /** Counts micros that session k is the first to hold, with the moments of the sessions before, and of this one. */
  private countFirst(journey: Journey, end: number, k: number, fresh: number): void {
    const { sessions, cells } = this;
    const { mask } = journey;
    const start = sessions.from[k] ?? 0;
    const next = sessions.from[k + 1] ?? 0;
    let left = fresh;
    let beyond = 0;
    let later = 0;
    for (let step = start; left !== 0 && step < next; step++) {
      const found = (mask[step] ?? 0) & left;
      if (found === 0) continue;
      left &= ~found;
      if (step >= end) beyond |= found;
      if (step > start) later |= this.withMomentBefore(journey, k, step, found);
    }
    cells.addSettledMicros(fresh & ~later & ~beyond, true, k);
    cells.addSettledMicros(later & ~beyond, true, k + 1);
    cells.addSettledMicros(beyond & ~later, false, k);
    cells.addSettledMicros(beyond & later, false, k + 1);
  }

  /** Those of the micros at `step` before which session k has a moment: half of its events without the micro lie there. */
  private withMomentBefore(journey: Journey, k: number, step: number, micros: number): number {
    const { sessions } = this;
    const most = 2 * (step - (sessions.from[k] ?? 0));
    let found = 0;
    for (let bits = micros; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      if (sessions.isWithoutAtMost(most, journey, k, bit, step)) found |= bit;
    }
    return found;
  }
}
