import type { Journey } from "@/lib/journeys/journey";
import type { CellCounts } from "./cell-counts";
import { lowestBit } from "./first-events";
import type { LandmarkCounts } from "./landmark-counts";
import { Moments, moment } from "./moments";
import type { Outlook } from "./outlook";
import type { SessionStrata } from "./session-strata";
import type { SessionsInOrder } from "./sessions-in-order";

// Hot path: called for every visitor whose sessions lie one after the other, as nearly all do.

/** Counts visitors session by session, where these lie one after the other. */
export class OrderedCount {
  private readonly moments = new Moments();
  private readonly before = new Moments();

  constructor(
    private readonly sessions: SessionsInOrder,
    private readonly strata: SessionStrata,
    private readonly outlook: Outlook,
    private readonly cells: CellCounts,
    private readonly landmarks: LandmarkCounts,
    private readonly microBits: number,
  ) {}

  /**
   * Counts the visitor for the row that the outlook is turned to, until a session holds its macro. A micro makes a
   * difference from the session on that is the first to hold it.
   */
  add(journey: Journey): void {
    const { sessions, strata, outlook, landmarks, moments, microBits } = this;
    const { row, aim, aimBit } = outlook;
    const { count, from, held } = sessions;
    moments.clear();
    let reached = 0;
    for (let k = 0; k < count; k++) {
      const holds = held[k] ?? 0;
      const aimHeld = holds & aimBit;
      const fresh = holds & microBits & ~reached;
      const next = from[k + 1] ?? 0;
      if (aimHeld === 0 && outlook.isOver(next - 1)) {
        const stratum = strata.ofStretch(journey, from[k] ?? 0, next);
        landmarks.add(stratum, row, outlook.isWithin(next - 1, aim), fresh, reached);
      }
      if (fresh !== 0) this.countFirst(journey, k, fresh);
      reached |= fresh;
      moments.add(outlook.momentAt(this.middleOf(journey, k, aimHeld)));
      if (aimHeld !== 0) break;
    }
    this.cells.addVisitor(outlook, reached, moments);
  }

  /** Counts micros that session k is the first to hold, each with the moments of the sessions before. */
  private countFirst(journey: Journey, k: number, fresh: number): void {
    const { sessions, outlook, cells, moments, before } = this;
    const { mask } = journey;
    const start = sessions.from[k] ?? 0;
    const next = sessions.from[k + 1] ?? 0;
    const aimHeld = (sessions.held[k] ?? 0) & outlook.aimBit;
    let left = fresh;
    for (let step = start; left !== 0 && step < next; step++) {
      const found = (mask[step] ?? 0) & left;
      if (found === 0) continue;
      left &= ~found;
      for (let bits = found; bits !== 0; bits &= bits - 1) {
        before.copy(moments);
        if (step > start) {
          const middle = this.middleOf(journey, k, aimHeld | (bits & -bits));
          before.add(middle < step ? outlook.momentAt(middle) : moment.none);
        }
        cells.addMicro(outlook, lowestBit(bits), step, before);
      }
    }
  }

  /**
   * The middle one, of two the earlier, of a session's events that have none of these bits of its, if it comes before all
   * that have one; else it, or a later event.
   */
  private middleOf({ mask, repeated }: Journey, k: number, bits: number): number {
    const start = this.sessions.from[k] ?? 0;
    const end = this.sessions.from[k + 1] ?? 0;
    let left = end - start;
    if (bits !== 0) {
      if (((bits & repeated) | (bits & (bits - 1))) === 0) left--;
      else for (let i = start; i < end; i++) if (((mask[i] ?? 0) & bits) !== 0) left--;
    }
    // Up to the first event that has a bit all others are of those that were counted; without any, the end.
    return left === 0 ? end : start + ((left - 1) >> 1);
  }
}
