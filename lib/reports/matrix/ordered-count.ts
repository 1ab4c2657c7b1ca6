import type { Journey } from "@/lib/journeys/journey";
import type { CellCounts } from "./cell-counts";
import { lowestBit } from "./first-events";
import type { LandmarkCounts } from "./landmark-counts";
import { type Moment, Moments, moment } from "./moments";
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
    const { count, from } = sessions;
    moments.clear();
    let reached = 0;
    for (let k = 0; k < count; k++) {
      const holds = sessions.heldBy(k);
      const aimHeld = holds & aimBit;
      const fresh = holds & microBits & ~reached;
      const start = from[k] ?? 0;
      const last = (from[k + 1] ?? 0) - 1;
      const kind = outlook.momentOfAll(start, last);
      if (aimHeld === 0 && (kind !== undefined || outlook.isOver(last))) {
        const isConverted = kind === undefined ? outlook.isWithin(last, aim) : kind === moment.converted;
        landmarks.add(strata.ofStretch(journey, start, last + 1), row, isConverted, fresh, reached, 1);
      }
      if (fresh !== 0) this.countFirst(journey, k, fresh, kind);
      reached |= fresh;
      moments.add(this.momentBefore(journey, k, last + 1, aimHeld, kind));
      if (aimHeld !== 0) break;
    }
    this.cells.addVisitor(outlook, reached, moments);
  }

  /** Counts micros that session k is the first to hold, each with the moments of the sessions before. */
  private countFirst(journey: Journey, k: number, fresh: number, kind: Moment | undefined): void {
    const { sessions, outlook, cells, moments, before } = this;
    const { mask } = journey;
    const start = sessions.from[k] ?? 0;
    const next = sessions.from[k + 1] ?? 0;
    const aimHeld = sessions.heldBy(k) & outlook.aimBit;
    let left = fresh;
    for (let step = start; left !== 0 && step < next; step++) {
      const found = (mask[step] ?? 0) & left;
      if (found === 0) continue;
      left &= ~found;
      for (let bits = found; bits !== 0; bits &= bits - 1) {
        before.copy(moments);
        before.add(this.momentBefore(journey, k, step, aimHeld | (bits & -bits), kind));
        cells.addMicro(outlook, lowestBit(bits), step, before);
      }
    }
  }

  /**
   * What the middle one, of two the earlier, of a session's events is that have none of these bits of its, if it comes before
   * `limit` and the macro. No event before `limit` has a bit but the macro's; `kind` is what they all are, if that is known.
   */
  private momentBefore(
    journey: Journey,
    k: number,
    limit: number,
    bits: number,
    kind: Moment | undefined,
  ): Moment {
    const { sessions, outlook } = this;
    const start = sessions.from[k] ?? 0;
    const firstWith = Math.min(limit, outlook.aim);
    // Before that one all events are of those that are counted: so many at most, and the middle one is among them.
    const most = 2 * (firstWith - start);
    if (most <= 0) return moment.none;
    if (kind === undefined) {
      const others = sessions.without(journey, k, bits);
      return others > most ? moment.none : outlook.momentAt(start + ((others - 1) >> 1));
    }
    if (bits === 0) return kind;
    return sessions.isWithoutAtMost(most, journey, k, bits, firstWith) ? kind : moment.none;
  }
}
