import type { Journey } from "@/lib/journeys/journey";
import type { Converter } from "@/lib/rates/converter";
import { joinClusteredSums } from "@/lib/statistics/clustered";
import type { Money } from "../definition";
import type { ValueReader } from "../event-value";
import { type CellTotals, Conversions } from "./cell-totals";
import { ClusterCounts, type Reach, reach } from "./cluster-counts";
import { FirstEvents, lowestBit } from "./first-events";
import type { LandmarkStrata, StrataTotals } from "./landmark-strata";
import { never, RangeSessions, withRoom } from "./range-sessions";

// Hot path: called for every visitor. What a visitor counts for a micro that was never reached is the same for all of
// them and counted once a macro, and whoever reached no macro counts alike for all macros and is counted once. Nothing is
// allocated but for who converted.

/** What one part counted of a piece of the matrix: its cells macro by macro. */
export type PieceTotals = { cells: CellTotals[]; strata: StrataTotals };

type Window = { windowMs: number; asOf: number };

/** What is known of a moment: that there is none, that its window is open, or over without or with the macro. */
const moment = { none: 0, open: 1, alone: 2, converted: 3 } as const;
type Moment = (typeof moment)[keyof typeof moment];

/**
 * Counts all cells of a matrix, visitor by visitor. Bit k of the masks is micro k, and after the micros come the macros.
 * `worth` has a reader a macro. There is a row of cells a macro, and one more for visitors with none; the last cell of a
 * row is what visitors count without any micro.
 */
export class VisitorCount {
  private readonly macros: number;
  private readonly sessions = new RangeSessions();
  private readonly events: FirstEvents;
  /** The bits of all micros and macros. */
  private readonly microBits: number;
  private readonly macroBits: number;
  /** By cell; `withoutOpen` and `clusters` are what differs from the last one of the row. */
  private readonly clusters: ClusterCounts;
  private readonly open: Int32Array;
  private readonly withoutOpen: Int32Array;
  private readonly preceded: Int32Array;
  private readonly conversions: readonly Conversions[];
  /** By row: visitors with the macro. */
  private readonly aims: Int32Array;
  /** The row at hand, and the visitor's first event with its macro and the macro's bit. */
  private row = 0;
  private aim = never;
  private aimBit = 0;
  /** The visitor's windows are all over. */
  private isAllOver = false;
  /** What the event at a place is worth. */
  private worthPlace = never;
  private worthOfPlace: Money | null = null;
  /** By session: its stratum, −1 while its window is open; for the row its landmark's place, −1 for none, and its moment. */
  private stratumOf = new Int32Array(16);
  private landmarkOf = new Int32Array(16);
  private middleOf = new Int32Array(16);
  private kindOf = new Int32Array(16);
  /** The visitor's moments in the row without any micro. */
  private openOfAll = 0;
  private partOfAll = 0;
  private wholeOfAll = 0;

  constructor(
    private readonly micros: number,
    private readonly worth: readonly (ValueReader | undefined)[],
    private readonly strata: LandmarkStrata,
    private readonly window: Window,
    private readonly convert: Converter,
  ) {
    this.macros = worth.length;
    const cells = (this.macros + 1) * (micros + 1);
    // There is a macro, so that there are 31 micros at most.
    this.microBits = 2 ** micros - 1;
    this.macroBits = (2 ** (micros + this.macros) - 1) & ~this.microBits;
    this.events = new FirstEvents(micros + this.macros, this.macroBits);
    this.clusters = new ClusterCounts(cells);
    this.open = new Int32Array(cells);
    this.withoutOpen = new Int32Array(cells);
    this.preceded = new Int32Array(cells);
    this.conversions = Array.from({ length: cells }, () => new Conversions());
    this.aims = new Int32Array(this.macros + 1);
  }

  /** Adds a visitor whose events in the range are `first ≤ i < end`. */
  add(journey: Journey, first: number, end: number): void {
    const { sessions, events, macros, microBits, macroBits } = this;
    const { at, any } = journey;
    this.isAllOver = (at[journey.end - 1] ?? 0) + this.window.windowMs <= this.window.asOf;
    sessions.find(journey, first, end);
    this.findStrata(journey);
    const isInOrder = sessions.isInOrder && (sessions.outside & (microBits | macroBits)) === 0;
    const wanted = isInOrder ? macroBits : microBits | macroBits;
    if (isInOrder && (any & macroBits) === 0) {
      this.countInOrder(journey, end, macros);
      return;
    }
    events.find(journey, first, wanted);
    for (let macro = 0; macro < macros; macro++)
      if (isInOrder) this.countInOrder(journey, end, macro);
      else this.countMixed(journey, end, macro);
  }

  totals(): PieceTotals {
    const { macros, micros } = this;
    const cells = Array.from({ length: macros * micros }, (_, n) =>
      this.totalsOf(Math.floor(n / micros), n % micros),
    );
    return { cells, strata: this.strata.totals() };
  }

  private totalsOf(macro: number, micro: number): CellTotals {
    const { micros, macros, open, withoutOpen, clusters } = this;
    const [own, others] = [macro * (micros + 1), macros * (micros + 1)];
    const places = [own + micro, own + micros, others + micro, others + micros];
    const sum = (counts: Int32Array) => places.reduce((total, place) => total + (counts[place] ?? 0), 0);
    const sums = joinClusteredSums(places.map((place) => clusters.sums(place)));
    return {
      reached: sums.aWhole + sum(open),
      open: sum(open),
      withoutOpen: sum(withoutOpen),
      aims: this.aims[macro] ?? 0,
      preceded: this.preceded[own + micro] ?? 0,
      sums,
      ...(this.conversions[own + micro] ?? new Conversions()).sums(),
    };
  }

  /** The strata of the sessions whose windows are over. */
  private findStrata(journey: Journey): void {
    const { sessions, strata } = this;
    const { last, count } = sessions;
    if (count > this.stratumOf.length) this.reserve(count);
    const { stratumOf } = this;
    for (let k = 0; k < count; k++)
      stratumOf[k] = this.isOver(journey, last[k] ?? 0) ? strata.of(journey, sessions, k) : -1;
  }

  private reserve(count: number): void {
    this.stratumOf = withRoom(this.stratumOf, count);
    this.landmarkOf = withRoom(this.landmarkOf, count);
    this.middleOf = withRoom(this.middleOf, count);
    this.kindOf = withRoom(this.kindOf, count);
  }

  private turnTo(row: number): void {
    const { micros, macros } = this;
    this.row = row;
    this.aim = row === macros ? never : this.events.first(micros + row);
    this.aimBit = row === macros ? 0 : 1 << (micros + row);
    this.worthPlace = never;
  }

  /**
   * Counts the visitor for a macro, or for all, session by session until one holds the macro. A micro makes a difference
   * from the session on that is the first to hold it.
   */
  private countInOrder(journey: Journey, end: number, row: number): void {
    this.turnTo(row);
    const { sessions, strata, stratumOf, aim, aimBit, microBits } = this;
    const { count, last, held } = sessions;
    this.openOfAll = 0;
    this.partOfAll = 0;
    this.wholeOfAll = 0;
    let reached = 0;
    for (let k = 0; k < count; k++) {
      const stratum = stratumOf[k] ?? -1;
      const holds = held[k] ?? 0;
      const aimHeld = holds & aimBit;
      const fresh = holds & microBits & ~reached;
      if (stratum >= 0 && aimHeld === 0) {
        const landmark = strata.add(stratum, row, this.isWithin(journey, last[k] ?? 0, aim));
        for (let bits = reached; bits !== 0; bits &= bits - 1) strata.omit(landmark, lowestBit(bits));
        for (let bits = fresh; bits !== 0; bits &= bits - 1) strata.expose(landmark, lowestBit(bits));
      }
      for (let bits = fresh; bits !== 0; bits &= bits - 1) this.countFirst(journey, end, k, lowestBit(bits));
      reached |= fresh;
      const kind = this.momentKind(journey, sessions.middleBefore(journey, k, aimHeld));
      if (kind === moment.open) this.openOfAll++;
      if (kind >= moment.alone) this.wholeOfAll++;
      if (kind === moment.converted) this.partOfAll++;
      if (aimHeld !== 0) break;
    }
    this.addOfAll(end, reached);
  }

  /** Counts the visitor for micros that were not reached, and takes that off those that were. */
  private addOfAll(end: number, reached: number): void {
    const { micros, row, aims, clusters, withoutOpen, openOfAll, partOfAll, wholeOfAll } = this;
    const cells = row * (micros + 1);
    if (this.aim < end) aims[row] = (aims[row] ?? 0) + 1;
    clusters.add(cells + micros, 1, reach.none, partOfAll, wholeOfAll);
    for (let bits = reached; bits !== 0; bits &= bits - 1)
      clusters.add(cells + lowestBit(bits), -1, reach.none, partOfAll, wholeOfAll);
    if (openOfAll === 0) return;
    withoutOpen[cells + micros] = (withoutOpen[cells + micros] ?? 0) + openOfAll;
    for (let bits = reached; bits !== 0; bits &= bits - 1) {
      const cell = cells + lowestBit(bits);
      withoutOpen[cell] = (withoutOpen[cell] ?? 0) - openOfAll;
    }
  }

  /** Counts a micro that session k is the first to hold, with the moments of the sessions before. */
  private countFirst(journey: Journey, end: number, k: number, micro: number): void {
    const { sessions, aimBit } = this;
    const { mask } = journey;
    const start = sessions.start[k] ?? 0;
    const bit = 1 << micro;
    let step = start;
    while (((mask[step] ?? 0) & bit) === 0) step++;
    let part = this.partOfAll;
    let whole = this.wholeOfAll;
    let open = this.openOfAll;
    if (step > start) {
      const middle = sessions.middleBefore(journey, k, aimBit | bit);
      const kind = middle < step ? this.momentKind(journey, middle) : moment.none;
      if (kind === moment.open) open++;
      if (kind >= moment.alone) whole++;
      if (kind === moment.converted) part++;
    }
    this.addMicro(journey, end, micro, step, open, part, whole);
  }

  private addMicro(
    journey: Journey,
    end: number,
    micro: number,
    step: number,
    open: number,
    part: number,
    whole: number,
  ): void {
    const cell = this.row * (this.micros + 1) + micro;
    if (open > 0) this.withoutOpen[cell] = (this.withoutOpen[cell] ?? 0) + open;
    this.clusters.add(cell, 1, this.reachOf(journey, end, cell, step), part, whole);
  }

  /** The same where sessions lie between each other's events, or micros in none of them. */
  private countMixed(journey: Journey, end: number, row: number): void {
    this.turnTo(row);
    const reached = this.events.seen & this.microBits;
    this.countSessions(journey);
    for (let bits = reached; bits !== 0; bits &= bits - 1) this.countMicro(journey, end, lowestBit(bits));
    this.addOfAll(end, reached);
  }

  /** The sessions as moments without, and their ends as landmarks, for whom no micro was reached. */
  private countSessions(journey: Journey): void {
    const { sessions, strata, row, aim, aimBit, stratumOf, landmarkOf, middleOf, kindOf } = this;
    const { count, start, last, held } = sessions;
    let [open, part, whole] = [0, 0, 0];
    for (let k = 0; k < count; k++) {
      const stratum = stratumOf[k] ?? -1;
      const lastOf = last[k] ?? 0;
      const bit = (held[k] ?? 0) & aimBit;
      landmarkOf[k] =
        stratum >= 0 && bit === 0 && aim > lastOf
          ? strata.add(stratum, row, this.isWithin(journey, lastOf, aim))
          : -1;
      const middle = aim > (start[k] ?? 0) ? sessions.middleBefore(journey, k, bit) : never;
      const kind = this.momentKind(journey, middle);
      middleOf[k] = middle;
      kindOf[k] = kind;
      if (kind === moment.open) open++;
      if (kind >= moment.alone) whole++;
      if (kind === moment.converted) part++;
    }
    this.openOfAll = open;
    this.partOfAll = part;
    this.wholeOfAll = whole;
  }

  /** What is different for a micro: landmarks that hold the first one are exposed, those after it left out. */
  private countMicro(journey: Journey, end: number, micro: number): void {
    const { sessions, strata, aimBit, landmarkOf, middleOf, kindOf } = this;
    const { count, start, last, held } = sessions;
    const { session } = journey;
    const step = this.events.first(micro);
    const number = session[step] ?? -1;
    const bit = 1 << micro;
    let [open, part, whole] = [0, 0, 0];
    for (let k = 0; k < count; k++) {
      const startOf = start[k] ?? 0;
      const landmark = landmarkOf[k] ?? -1;
      if (landmark >= 0) {
        if (session[startOf] === number) strata.expose(landmark, micro);
        else if (step <= (last[k] ?? 0)) strata.omit(landmark, micro);
      }
      if (step <= startOf || this.aim <= startOf) continue;
      const bits = (held[k] ?? 0) & (aimBit | bit);
      const isHeld = (bits & bit) !== 0;
      const middle = isHeld ? sessions.middleBefore(journey, k, bits) : (middleOf[k] ?? 0);
      if (middle >= step) continue;
      const kind = isHeld ? this.momentKind(journey, middle) : (kindOf[k] ?? 0);
      if (kind === moment.open) open++;
      if (kind >= moment.alone) whole++;
      if (kind === moment.converted) part++;
    }
    this.addMicro(journey, end, micro, step, open, part, whole);
  }

  private momentKind(journey: Journey, place: number): Moment {
    if (place >= this.aim) return moment.none;
    if (this.isAllOver && this.aim === never) return moment.alone;
    if (!this.isOver(journey, place)) return moment.open;
    return this.isWithin(journey, place, this.aim) ? moment.converted : moment.alone;
  }

  /** Counts the first micro if it comes before the macro, and what came of it. */
  private reachOf(journey: Journey, end: number, cell: number, step: number): Reach {
    const { open, preceded, aim } = this;
    if (aim < end && step < aim) preceded[cell] = (preceded[cell] ?? 0) + 1;
    if (step >= end || aim < step) return reach.none;
    if (!this.isOver(journey, step)) {
      open[cell] = (open[cell] ?? 0) + 1;
      return reach.none;
    }
    // One event may be both: what came after it is the next macro.
    const next = aim === step ? this.events.second(this.micros + this.row) : aim;
    if (!this.isWithin(journey, step, next)) return reach.alone;
    const at = journey.at[next] ?? 0;
    if (next !== this.worthPlace) this.worthOfPlace = this.worth[this.row]?.(journey, next) ?? null;
    this.worthPlace = next;
    this.conversions[cell]?.add(at - (journey.at[step] ?? 0), this.worthOfPlace, at, this.convert);
    return reach.converted;
  }

  /** Whether the window after event i is over at `asOf`. */
  private isOver({ at }: Journey, i: number): boolean {
    return this.isAllOver || (at[i] ?? 0) + this.window.windowMs <= this.window.asOf;
  }

  /** Whether `later`, which may be never, lies within the window after event i. */
  private isWithin({ at }: Journey, i: number, later: number): boolean {
    return later !== never && (at[later] ?? 0) - (at[i] ?? 0) <= this.window.windowMs;
  }
}
