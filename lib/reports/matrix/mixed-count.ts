import type { Journey } from "@/lib/journeys/journey";
import type { CellCounts } from "./cell-counts";
import { type FirstEvents, lowestBit } from "./first-events";
import type { LandmarkCounts } from "./landmark-counts";
import { Moments } from "./moments";
import type { Outlook } from "./outlook";
import type { RangeSessions } from "./range-sessions";
import { never, withRoom } from "./room";
import type { SessionStrata } from "./session-strata";

/**
 * Counts visitors whose sessions lie between each other's events, or who have micros or macros outside of any. Such are
 * rare: micro by micro, from what is said of the sessions.
 */
export class MixedCount {
  /** By session: its moment's place, and the micros it is exposed to and left out of as a landmark. */
  private middleOf = new Int32Array(16);
  private exposedTo = new Int32Array(16);
  private leftOutOf = new Int32Array(16);
  private readonly moments = new Moments();
  private readonly before = new Moments();

  constructor(
    private readonly sessions: RangeSessions,
    private readonly strata: SessionStrata,
    private readonly outlook: Outlook,
    private readonly cells: CellCounts,
    private readonly landmarks: LandmarkCounts,
    private readonly microBits: number,
  ) {}

  /** Counts the visitor for the row that the outlook is turned to; `events` are the first ones. */
  add(journey: Journey, events: FirstEvents): void {
    const reached = events.seen & this.microBits;
    this.findMoments(journey);
    for (let bits = reached; bits !== 0; bits &= bits - 1) {
      const micro = lowestBit(bits);
      this.countMicro(journey, micro, events.first(micro));
    }
    this.countLandmarks(journey);
    this.cells.addVisitor(this.outlook, reached, this.moments);
  }

  /** The sessions' moments, for whom no micro was reached. */
  private findMoments(journey: Journey): void {
    const { sessions, outlook, moments } = this;
    const { count, start, held } = sessions;
    if (count > this.middleOf.length) this.reserve(count);
    const { middleOf, exposedTo, leftOutOf } = this;
    moments.clear();
    for (let k = 0; k < count; k++) {
      const bit = (held[k] ?? 0) & outlook.aimBit;
      const middle = outlook.aim > (start[k] ?? 0) ? sessions.middleBefore(journey, k, bit) : never;
      middleOf[k] = middle;
      moments.add(outlook.momentAt(middle));
      exposedTo[k] = 0;
      leftOutOf[k] = 0;
    }
  }

  /** What is different for a micro: landmarks that hold the first one are exposed, those after it left out. */
  private countMicro(journey: Journey, micro: number, step: number): void {
    const { sessions, outlook, before, middleOf, exposedTo, leftOutOf } = this;
    const { count, start, last, held } = sessions;
    const { session } = journey;
    const number = session[step] ?? -1;
    const bit = 1 << micro;
    before.clear();
    for (let k = 0; k < count; k++) {
      const startOf = start[k] ?? 0;
      if (session[startOf] === number) exposedTo[k] = (exposedTo[k] ?? 0) | bit;
      else if (step <= (last[k] ?? 0)) leftOutOf[k] = (leftOutOf[k] ?? 0) | bit;
      if (step <= startOf || outlook.aim <= startOf) continue;
      const bits = (held[k] ?? 0) & (outlook.aimBit | bit);
      const middle = (bits & bit) === 0 ? (middleOf[k] ?? 0) : sessions.middleBefore(journey, k, bits);
      if (middle < step) before.add(outlook.momentAt(middle));
    }
    this.cells.addMicro(outlook, micro, step, before);
  }

  /** The ends of sessions that do not hold the macro and lie before it. */
  private countLandmarks(journey: Journey): void {
    const { sessions, outlook, landmarks, exposedTo, leftOutOf } = this;
    const { count, last, held } = sessions;
    const { row, aim, aimBit } = outlook;
    for (let k = 0; k < count; k++) {
      const lastOf = last[k] ?? 0;
      if (((held[k] ?? 0) & aimBit) !== 0 || aim <= lastOf || !outlook.isOver(lastOf)) continue;
      const isConverted = outlook.isWithin(lastOf, aim);
      const stratum = this.stratumOf(journey, k);
      landmarks.add(stratum, row, isConverted, exposedTo[k] ?? 0, leftOutOf[k] ?? 0, 1);
    }
  }

  private stratumOf(journey: Journey, k: number): number {
    const { strata, sessions } = this;
    const { places, start } = sessions;
    const end = sessions.end[k] ?? 0;
    let device = -1;
    for (let p = sessions.from[k] ?? 0; device < 0 && p < end; p++)
      device = strata.deviceAt(journey, places[p] ?? 0);
    return strata.of(journey, start[k] ?? 0, device);
  }

  private reserve(count: number): void {
    this.middleOf = withRoom(this.middleOf, count);
    this.exposedTo = withRoom(this.exposedTo, count);
    this.leftOutOf = withRoom(this.leftOutOf, count);
  }
}
