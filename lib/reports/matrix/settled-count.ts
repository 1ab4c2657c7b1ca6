import type { Journey } from "@/lib/journeys/journey";
import type { CellCounts } from "./cell-counts";
import { lowestBit } from "./first-events";
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
    const { count, from, held } = sessions;
    let reached = 0;
    for (let k = 0; k < count; k++) {
      const start = from[k] ?? 0;
      const next = from[k + 1] ?? 0;
      const fresh = (held[k] ?? 0) & microBits & ~reached;
      landmarks.add(strata.ofStretch(journey, start, next), row, false, fresh, reached);
      if (fresh !== 0) this.countFirst(journey, end, k, fresh);
      reached |= fresh;
    }
    this.cells.addSettled(reached, count);
  }

  /** Counts micros that session k is the first to hold, each with the moments of the sessions before. */
  private countFirst({ mask, repeated }: Journey, end: number, k: number, fresh: number): void {
    const { sessions, cells } = this;
    const start = sessions.from[k] ?? 0;
    const next = sessions.from[k + 1] ?? 0;
    let left = fresh;
    for (let step = start; left !== 0 && step < next; step++) {
      const found = (mask[step] ?? 0) & left;
      left &= ~found;
      for (let bits = found; bits !== 0; bits &= bits - 1) {
        const bit = bits & -bits;
        // The session has a moment before the micro if so many of its events lie there, of those without it.
        const most = 2 * (step - start);
        let others = next - start - 1;
        if (others > most && (repeated & bit) !== 0)
          for (let i = step + 1; i < next; i++) if (((mask[i] ?? 0) & bit) !== 0) others--;
        const moments = most > 0 && others <= most ? k + 1 : k;
        cells.addSettledMicro(lowestBit(bits), step < end, moments);
      }
    }
  }
}
