import type { Journey } from "@/lib/journeys/journey";
import type { Converter } from "@/lib/rates/converter";
import type { ValueReader } from "../event-value";
import { CellCount, type CellTotals, MacroCount } from "./cell-totals";
import { type Reach, reach } from "./cluster-counts";
import { FirstEvents, lowestBit } from "./first-events";
import type { LandmarkStrata } from "./landmark-strata";
import { type Moment, MomentCounts, moment } from "./moment-counts";
import { never, RangeSessions } from "./range-sessions";

// Hot path: called for every visitor. What a visitor counts for a micro that was never reached is the same for all of
// them: it is counted once a macro, and only micros that were reached are looked at one by one. Nothing is allocated but
// for who converted.

type Window = { windowMs: number; asOf: number };

/**
 * Counts all cells of a matrix, macro by macro, visitor by visitor. Bit k of the masks is micro k, and after the micros
 * come the macros. `worth` has a reader a macro.
 */
export class VisitorCount {
  private readonly cells: readonly CellCount[];
  private readonly macros: readonly MacroCount[];
  private readonly sessions = new RangeSessions();
  private readonly events: FirstEvents;
  /** The bits of all micros, and of those that the visitor reached. */
  private readonly microBits: number;
  private reachedBits = 0;
  /** The visitor's moments: a row a cell, and after them one a macro for the micros that were not reached. */
  private readonly moments: MomentCounts;

  constructor(
    private readonly micros: number,
    private readonly worth: readonly (ValueReader | undefined)[],
    private readonly strata: LandmarkStrata,
    private readonly window: Window,
    private readonly convert: Converter,
  ) {
    const cells = micros * worth.length;
    this.cells = Array.from({ length: cells }, () => new CellCount());
    this.macros = worth.map(() => new MacroCount());
    this.events = new FirstEvents(micros, worth.length);
    // There is a macro, so that there are 31 micros at most.
    this.microBits = 2 ** micros - 1;
    this.moments = new MomentCounts(cells + worth.length);
  }

  /** Adds a visitor whose events in the range are `first ≤ i < end`. */
  add(journey: Journey, first: number, end: number): void {
    const { sessions, events } = this;
    events.find(journey, first);
    this.reachedBits = events.seen & this.microBits;
    sessions.open(journey, first, end);
    for (let k = 0; k < sessions.count; k++) if (sessions.choose(journey, k)) this.countSession(journey);
    for (let macro = 0; macro < this.macros.length; macro++) this.countReached(journey, end, macro);
  }

  totals(): CellTotals[] {
    return this.macros.flatMap((macro, m) =>
      this.cells.slice(m * this.micros, (m + 1) * this.micros).map((cell) => cell.totals(macro)),
    );
  }

  /** Whether the window after event i is over at `asOf`. */
  private isOver({ at }: Journey, i: number): boolean {
    return (at[i] ?? 0) + this.window.windowMs <= this.window.asOf;
  }

  /** Whether `later`, which may be never, lies within the window after event i. */
  private isWithin({ at }: Journey, i: number, later: number): boolean {
    return later !== never && (at[later] ?? 0) - (at[i] ?? 0) <= this.window.windowMs;
  }

  /** The chosen session as a moment without, and its end as a landmark, for every cell. */
  private countSession(journey: Journey): void {
    const { micros, sessions, strata } = this;
    const { firstOf } = this.events;
    const { start, last, held, from, end } = sessions;
    const isOver = this.isOver(journey, last);
    let stratum = -1;
    for (let macro = 0; macro < this.macros.length; macro++) {
      const aim = firstOf[micros + macro] ?? never;
      const isHeld = (held & (1 << (micros + macro))) !== 0;
      if (isOver && !isHeld && aim > last) {
        if (stratum < 0) stratum = strata.of(journey, sessions.places, from, end);
        this.countLandmark(journey, stratum, macro, aim);
      }
      if (aim > start) this.countMoments(journey, macro, aim);
    }
  }

  /** The end of the chosen session, exposed if it holds the first micro, not if that comes later or never. */
  private countLandmark(journey: Journey, stratum: number, macro: number, aim: number): void {
    const { micros, strata } = this;
    const { firstOf } = this.events;
    const { start, last } = this.sessions;
    const number = journey.session[start] ?? -1;
    const converted = this.isWithin(journey, last, aim);
    strata.add(stratum, macro, converted);
    for (let bits = this.reachedBits; bits !== 0; bits &= bits - 1) {
      const micro = lowestBit(bits);
      const step = firstOf[micro] ?? never;
      if (journey.session[step] === number) strata.expose(stratum, macro * micros + micro, converted);
      else if (step <= last) strata.omit(stratum, macro * micros + micro, converted);
    }
  }

  /** The chosen session's moments without, for a macro that is not reached before it. */
  private countMoments(journey: Journey, macro: number, aim: number): void {
    const { micros, sessions, moments } = this;
    const { firstOf } = this.events;
    const { start, held } = sessions;
    const aimBit = held & (1 << (micros + macro));
    const ofAll = sessions.middleBefore(journey, aimBit);
    const kindOfAll = this.momentKind(journey, ofAll, aim);
    moments.add(this.cells.length + macro, kindOfAll);
    for (let bits = this.reachedBits; bits !== 0; bits &= bits - 1) {
      const micro = lowestBit(bits);
      const step = firstOf[micro] ?? never;
      if (step <= start) continue;
      const bit = held & (1 << micro);
      const own = bit === 0 ? ofAll : sessions.middleBefore(journey, aimBit | bit);
      if (own >= step) continue;
      const kind = bit === 0 ? kindOfAll : this.momentKind(journey, own, aim);
      moments.add(macro * micros + micro, kind);
    }
  }

  private momentKind(journey: Journey, place: number, aim: number): Moment {
    if (place >= aim) return moment.none;
    if (!this.isOver(journey, place)) return moment.open;
    return this.isWithin(journey, place, aim) ? moment.converted : moment.alone;
  }

  /** What the visitor's moments and first micros say of one macro, after all sessions were looked at. */
  private countReached(journey: Journey, end: number, macro: number): void {
    const { micros, cells, moments } = this;
    const ofAll = cells.length + macro;
    const { open, part, whole } = moments;
    const openOfAll = open[ofAll] ?? 0;
    const partOfAll = part[ofAll] ?? 0;
    const wholeOfAll = whole[ofAll] ?? 0;
    const count = this.macros[macro];
    if (!count) return;
    count.withoutOpen += openOfAll;
    count.clusters.add(1, reach.none, partOfAll, wholeOfAll);
    if ((this.events.firstOf[micros + macro] ?? never) < end) count.aims++;
    for (let bits = this.reachedBits; bits !== 0; bits &= bits - 1) {
      const micro = lowestBit(bits);
      const c = macro * micros + micro;
      const cell = cells[c];
      if (!cell) continue;
      const reached = this.reachOf(journey, end, macro, micro, cell);
      cell.withoutOpen += (open[c] ?? 0) - openOfAll;
      cell.clusters.add(1, reached, part[c] ?? 0, whole[c] ?? 0);
      cell.clusters.add(-1, reach.none, partOfAll, wholeOfAll);
      moments.clear(c);
    }
    moments.clear(ofAll);
  }

  /** Counts a micro before a macro, and what came of it. */
  private reachOf(journey: Journey, end: number, macro: number, micro: number, cell: CellCount): Reach {
    const { firstOf, secondOf } = this.events;
    const aim = firstOf[this.micros + macro] ?? never;
    const step = firstOf[micro] ?? never;
    if (aim < end && step < aim) cell.preceded++;
    if (step >= end || aim < step) return reach.none;
    cell.reached++;
    if (!this.isOver(journey, step)) {
      cell.open++;
      return reach.none;
    }
    // One event may be both: what came after it is the next macro.
    const next = aim === step ? (secondOf[this.micros + macro] ?? never) : aim;
    if (!this.isWithin(journey, step, next)) return reach.alone;
    const at = journey.at[next] ?? 0;
    const worth = this.worth[macro]?.(journey, next) ?? null;
    cell.add(at - (journey.at[step] ?? 0), worth, at, this.convert);
    return reach.converted;
  }
}
