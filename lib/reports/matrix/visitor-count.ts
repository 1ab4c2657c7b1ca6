import type { Journey } from "@/lib/journeys/journey";
import type { Converter } from "@/lib/rates/converter";
import type { ColumnSet } from "../column-set";
import type { ValueReader } from "../event-value";
import { CellCounts } from "./cell-counts";
import type { CellTotals } from "./cell-totals";
import { FirstEvents } from "./first-events";
import { LandmarkCounts, type StrataTotals } from "./landmark-counts";
import { MixedCount } from "./mixed-count";
import { OrderedCount } from "./ordered-count";
import { Outlook, type Window } from "./outlook";
import { RangeSessions } from "./range-sessions";
import { never } from "./room";
import { SessionStrata } from "./session-strata";
import { SessionsInOrder } from "./sessions-in-order";
import { SettledCount } from "./settled-count";
import type { SettledVisits } from "./settled-visits";

// Hot path: called for every visitor. Nothing is allocated but for who converted.

/** What one part counted of a piece of the matrix: its cells macro by macro. */
export type PieceTotals = { cells: CellTotals[]; strata: StrataTotals };

/** What a matrix is counted by: `worth` has a reader a macro. */
type Setting = {
  micros: number;
  worth: readonly (ValueReader | undefined)[];
  columns: ColumnSet;
  window: Window;
  convert: Converter;
};

/** Counts all cells of a matrix, visitor by visitor. Bit k of the masks is micro k, and after the micros come the macros. */
export class VisitorCount {
  private readonly micros: number;
  private readonly macros: number;
  private readonly microBits: number;
  private readonly macroBits: number;
  private readonly inOrder = new SessionsInOrder();
  private readonly inAnyOrder = new RangeSessions();
  private readonly strata: SessionStrata;
  private readonly events: FirstEvents;
  private readonly outlook: Outlook;
  private readonly cells: CellCounts;
  private readonly landmarks: LandmarkCounts;
  private readonly settled: SettledCount;
  private readonly ordered: OrderedCount;
  private readonly mixed: MixedCount;

  constructor({ micros, worth, columns, window, convert }: Setting) {
    this.micros = micros;
    this.macros = worth.length;
    // There is a macro, so that there are 31 micros at most.
    this.microBits = 2 ** micros - 1;
    this.macroBits = (2 ** (micros + this.macros) - 1) & ~this.microBits;
    this.strata = new SessionStrata(columns);
    this.events = new FirstEvents(micros + this.macros);
    this.outlook = new Outlook(window, worth);
    this.cells = new CellCounts(micros, this.macros, convert);
    this.landmarks = new LandmarkCounts(micros, this.macros);
    const { inOrder, inAnyOrder, strata, outlook, cells, landmarks, microBits } = this;
    this.settled = new SettledCount(inOrder, strata, cells, landmarks, this.macros, microBits);
    this.ordered = new OrderedCount(inOrder, strata, outlook, cells, landmarks, microBits);
    this.mixed = new MixedCount(inAnyOrder, strata, outlook, cells, landmarks, microBits);
  }

  /** Adds a visitor whose events in the range are `first ≤ i < end`. */
  add(journey: Journey, first: number, end: number): void {
    const { outlook, events, ordered, macros, microBits, macroBits } = this;
    outlook.open(journey, end);
    if (!this.inOrder.find(journey, first, end, microBits | macroBits)) {
      this.addMixed(journey, first, end);
      return;
    }
    // Whoever reached no macro counts alike for all of them, and is counted once.
    const hasNone = (journey.any & macroBits) === 0;
    if (hasNone && outlook.isAllOver) {
      this.settled.add(journey, end);
      return;
    }
    if (hasNone) {
      outlook.turnTo(macros, 0, never);
      ordered.add(journey);
      return;
    }
    events.find(journey, first, macroBits);
    for (let macro = 0; macro < macros; macro++) {
      this.turnTo(macro);
      ordered.add(journey);
    }
  }

  /** Adds visitors who were not visited, given how many had each visit as their last. */
  addSettled(visits: SettledVisits, last: Uint32Array): void {
    this.settled.addVisits(visits, last);
  }

  private addMixed(journey: Journey, first: number, end: number): void {
    const { inAnyOrder, events, mixed, macros, microBits, macroBits } = this;
    inAnyOrder.find(journey, first, end);
    events.find(journey, first, microBits | macroBits);
    for (let macro = 0; macro < macros; macro++) {
      this.turnTo(macro);
      mixed.add(journey, events);
    }
  }

  private turnTo(macro: number): void {
    const { events, micros } = this;
    const bit = micros + macro;
    this.outlook.turnTo(macro, 1 << bit, events.first(bit));
  }

  totals(): PieceTotals {
    return { cells: this.cells.totals(), strata: this.landmarks.totals(this.strata.labels) };
  }
}
