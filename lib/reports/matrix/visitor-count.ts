import type { Journey } from "@/lib/journeys/journey";
import type { Converter } from "@/lib/rates/converter";
import { addCluster } from "@/lib/statistics/clustered";
import type { ValueReader } from "../event-value";
import { CellCount, type CellTotals } from "./cell-totals";
import type { LandmarkStrata } from "./landmark-strata";
import { never, RangeSessions } from "./range-sessions";

// Hot path: called for every visitor. Events of a session are looked at once a cell at worst, and nothing is allocated
// but for who converted.

type Window = { windowMs: number; asOf: number };

/**
 * Counts all cells of a matrix, macro by macro, visitor by visitor. Bit k of the masks is micro k, and after the micros
 * come the macros. `worth` has a reader a macro.
 */
export class VisitorCount {
  private readonly cells: readonly CellCount[];
  private readonly macros: number;
  private readonly sessions = new RangeSessions();
  /**
   * By bit: the first event from the start of the range on, and of macros the second. Those after its end count for
   * nothing but its last sessions, which are taken whole.
   */
  private readonly firstOf: Int32Array;
  private readonly secondOf: Int32Array;
  /** By cell: what the visitor adds to the clustered sums. */
  private readonly aPart: Uint8Array;
  private readonly aWhole: Uint8Array;
  private readonly bPart: Int32Array;
  private readonly bWhole: Int32Array;

  constructor(
    private readonly micros: number,
    private readonly worth: readonly ValueReader[],
    private readonly strata: LandmarkStrata,
    private readonly window: Window,
    private readonly convert: Converter,
  ) {
    this.macros = worth.length;
    const cells = this.micros * this.macros;
    this.cells = Array.from({ length: cells }, () => new CellCount());
    this.firstOf = new Int32Array(micros + worth.length);
    this.secondOf = new Int32Array(micros + worth.length);
    this.aPart = new Uint8Array(cells);
    this.aWhole = new Uint8Array(cells);
    this.bPart = new Int32Array(cells);
    this.bWhole = new Int32Array(cells);
  }

  /** Adds a visitor whose events in the range are `first ≤ i < end`. */
  add(journey: Journey, first: number, end: number): void {
    this.findFirsts(journey, first);
    this.aPart.fill(0);
    this.aWhole.fill(0);
    this.bPart.fill(0);
    this.bWhole.fill(0);
    for (let macro = 0; macro < this.macros; macro++) this.countReached(journey, end, macro);
    this.sessions.open(journey, first, end);
    for (let k = 0; k < this.sessions.count; k++)
      if (this.sessions.choose(journey, k)) this.countSession(journey);
    for (let c = 0; c < this.cells.length; c++) {
      const cell = this.cells[c];
      if (cell)
        addCluster(
          cell.sums,
          this.aPart[c] ?? 0,
          this.aWhole[c] ?? 0,
          this.bPart[c] ?? 0,
          this.bWhole[c] ?? 0,
        );
    }
  }

  totals(): CellTotals[] {
    return this.cells.map((cell) => cell.totals());
  }

  private findFirsts({ mask, end }: Journey, first: number): void {
    const { firstOf, secondOf, micros, macros } = this;
    firstOf.fill(never);
    secondOf.fill(never);
    let missing = micros + macros === 32 ? -1 : (1 << (micros + macros)) - 1;
    for (let i = first; i < end && missing !== 0; i++) {
      let hit = (mask[i] ?? 0) & missing;
      while (hit !== 0) {
        const bit = 31 - Math.clz32(hit & -hit);
        hit &= hit - 1;
        const isFirst = firstOf[bit] === never;
        if (isFirst) firstOf[bit] = i;
        else secondOf[bit] = i;
        if (!isFirst || bit < micros) missing &= ~(1 << bit);
      }
    }
  }

  /** Whether the window after event i is over at `asOf`. */
  private isOver({ at }: Journey, i: number): boolean {
    return (at[i] ?? 0) + this.window.windowMs <= this.window.asOf;
  }

  /** Whether `later`, which may be never, lies within the window after event i. */
  private isWithin({ at }: Journey, i: number, later: number): boolean {
    return later !== never && (at[later] ?? 0) - (at[i] ?? 0) <= this.window.windowMs;
  }

  /** The micros of a visitor before one macro, and what came of them. */
  private countReached(journey: Journey, end: number, macro: number): void {
    const { firstOf, secondOf, micros } = this;
    const aim = firstOf[micros + macro] ?? never;
    for (let micro = 0; micro < micros; micro++) {
      const c = macro * micros + micro;
      const cell = this.cells[c];
      const step = firstOf[micro] ?? never;
      if (!cell) continue;
      if (aim < end) {
        cell.aims++;
        if (step < aim) cell.preceded++;
      }
      if (step >= end || aim < step) continue;
      cell.reached++;
      if (!this.isOver(journey, step)) {
        cell.open++;
        continue;
      }
      this.aWhole[c] = 1;
      // One event may be both: what came after it is the next macro.
      const next = aim === step ? (secondOf[micros + macro] ?? never) : aim;
      if (!this.isWithin(journey, step, next)) continue;
      this.aPart[c] = 1;
      const at = journey.at[next] ?? 0;
      const worth = this.worth[macro]?.(journey, next) ?? null;
      cell.add(at - (journey.at[step] ?? 0), worth, at, this.convert);
    }
  }

  /** The chosen session as a moment without, and its end as a landmark, for every cell. */
  private countSession(journey: Journey): void {
    const { firstOf, micros, macros, sessions } = this;
    const { start, last, held, from, end } = sessions;
    const isOver = this.isOver(journey, last);
    const stratum = isOver ? this.strata.of(journey, sessions.places, from, end) : -1;
    const middle = sessions.middleWithout(journey, 0);
    for (let macro = 0; macro < macros; macro++) {
      const aim = firstOf[micros + macro] ?? never;
      const aimFlag = 1 << (micros + macro);
      const isLandmark = isOver && aim > last && (held & aimFlag) === 0;
      if (isLandmark) this.countLandmark(journey, stratum, macro, aim);
      if (aim <= start) continue;
      for (let micro = 0; micro < micros; micro++) {
        const step = firstOf[micro] ?? never;
        if (step <= start) continue;
        const bits = held & (aimFlag | (1 << micro));
        const moment = bits === 0 ? middle : sessions.middleWithout(journey, bits);
        if (moment < step && moment < aim) this.countMoment(journey, moment, aim, macro * micros + micro);
      }
    }
  }

  /** The end of the chosen session, exposed if it holds the first micro, not if that comes later or never. */
  private countLandmark(journey: Journey, stratum: number, macro: number, aim: number): void {
    const { firstOf, micros } = this;
    const { start, last } = this.sessions;
    const number = journey.session[start] ?? -1;
    const converted = this.isWithin(journey, last, aim);
    for (let micro = 0; micro < micros; micro++) {
      const step = firstOf[micro] ?? never;
      const isExposed = step !== never && journey.session[step] === number;
      if (isExposed || step > last) this.strata.add(stratum, macro * micros + micro, isExposed, converted);
    }
  }

  private countMoment(journey: Journey, moment: number, aim: number, c: number): void {
    const cell = this.cells[c];
    if (!this.isOver(journey, moment)) {
      if (cell) cell.withoutOpen++;
      return;
    }
    this.bWhole[c] = (this.bWhole[c] ?? 0) + 1;
    if (this.isWithin(journey, moment, aim)) this.bPart[c] = (this.bPart[c] ?? 0) + 1;
  }
}
