import type { Converter } from "@/lib/rates/converter";
import { FloatList } from "../float-list";
import { BitTally } from "./bit-tally";
import { addCells, type CellTotals } from "./cell-totals";
import { ClusterCounts, type Reach, reach } from "./cluster-counts";
import { Earnings } from "./earnings";
import type { Moments } from "./moments";
import type { Outlook } from "./outlook";

// Hot path: called for every visitor, and for every micro that one reached.

/** The cells of two rows, micro by micro. */
const addRows = (row: readonly CellTotals[], other: readonly CellTotals[]): CellTotals[] =>
  row.map((cell, micro) => addCells([cell, ...other.slice(micro, micro + 1)]));

/**
 * Counts the cells of a matrix: a row a macro, and one more for visitors with none, who count alike for all. What a visitor
 * counts for micros that were never reached is the same for each of them and counted once.
 */
export class CellCounts {
  private readonly clusters: ClusterCounts;
  /** By row: visitors with the macro, and open moments by the micros that their visitors reached. */
  private readonly aims: Int32Array;
  private readonly openMoments: BitTally;
  /** By cell: visitors whose window is open, open moments before the micro, visitors whose macro came after it. */
  private readonly open: Int32Array;
  private readonly openBefore: Int32Array;
  private readonly preceded: Int32Array;
  /** By cell: ms from the micro to the macro within the window. */
  private readonly times: readonly FloatList[];
  private readonly earnings: Earnings;
  /** The micros of the visitor at hand after which the first macro came in time. */
  private converted = 0;

  constructor(
    private readonly micros: number,
    private readonly macros: number,
    convert: Converter,
  ) {
    const rows = macros + 1;
    const cells = rows * micros;
    this.clusters = new ClusterCounts(rows, micros);
    this.aims = new Int32Array(rows);
    this.openMoments = new BitTally(micros).reserve(rows);
    this.open = new Int32Array(cells);
    this.openBefore = new Int32Array(cells);
    this.preceded = new Int32Array(cells);
    this.times = Array.from({ length: cells }, () => new FloatList());
    this.earnings = new Earnings(rows, micros, convert);
  }

  /** Counts a visitor for a micro whose first event is at `step`, with the moments before it. */
  addMicro(outlook: Outlook, micro: number, step: number, moments: Moments): void {
    const { openBefore, clusters } = this;
    const { row } = outlook;
    const cell = row * this.micros + micro;
    if (moments.open > 0) openBefore[cell] = (openBefore[cell] ?? 0) + moments.open;
    const a = this.reachOf(outlook, micro, cell, step);
    clusters.addMicros(row, a, moments.part, moments.whole, 1 << micro, 1);
  }

  /** Counts the first micro if it comes before the macro, and what came of it. */
  private reachOf(outlook: Outlook, micro: number, cell: number, step: number): Reach {
    const { open, preceded } = this;
    const { aim, end } = outlook;
    if (aim < end && step < aim) preceded[cell] = (preceded[cell] ?? 0) + 1;
    if (step >= end || aim < step) return reach.none;
    if (!outlook.isOver(step)) {
      open[cell] = (open[cell] ?? 0) + 1;
      return reach.none;
    }
    // One event may be both: what came after it is the next macro.
    const next = aim === step ? outlook.secondAim() : aim;
    if (!outlook.isWithin(step, next)) return reach.alone;
    this.times[cell]?.push(outlook.msBetween(step, next));
    if (next === aim) this.converted |= 1 << micro;
    else this.earn(outlook, 1 << micro, next);
    return reach.converted;
  }

  private earn(outlook: Outlook, micros: number, place: number): void {
    const worth = outlook.worthOf(place);
    if (worth) this.earnings.add(outlook.row, micros, worth, outlook.timeOf(place));
  }

  /** Counts a visitor with all moments for a row, but for the micros that were reached: these come before. */
  addVisitor(outlook: Outlook, reached: number, moments: Moments): void {
    const { aims, clusters, openMoments } = this;
    const { row, aim, end } = outlook;
    if (aim < end) aims[row] = (aims[row] ?? 0) + 1;
    clusters.addVisitor(row, reached, moments.part, moments.whole, 1);
    if (moments.open > 0) openMoments.add(row, reached, moments.open);
    if (this.converted !== 0) this.earn(outlook, this.converted, aim);
    this.converted = 0;
  }

  /** The same of so many visitors without a macro, whose windows are all over: nothing came of so many moments. */
  addSettled(reached: number, moments: number, times: number): void {
    this.clusters.addVisitor(this.macros, reached, 0, moments, times);
  }

  /** And of some of their micros, whose first events lie in the range or not. */
  addSettledMicros(micros: number, isInRange: boolean, moments: number, times: number): void {
    if (micros === 0) return;
    this.clusters.addMicros(this.macros, isInRange ? reach.alone : reach.none, 0, moments, micros, times);
  }

  totals(): CellTotals[] {
    const { macros } = this;
    const withNone = this.rowOf(macros);
    return Array.from({ length: macros }, (_, macro) => addRows(this.rowOf(macro), withNone)).flat();
  }

  private rowOf(row: number): CellTotals[] {
    const { micros, open, openBefore, preceded, times, earnings } = this;
    const { all, having } = this.openMoments.at(row);
    return this.clusters.sums(row).map((sums, micro) => {
      const cell = row * micros + micro;
      return {
        reached: sums.aWhole + (open[cell] ?? 0),
        open: open[cell] ?? 0,
        withoutOpen: all - (having[micro] ?? 0) + (openBefore[cell] ?? 0),
        aims: this.aims[row] ?? 0,
        preceded: preceded[cell] ?? 0,
        sums,
        times: times[cell]?.taken() ?? new Float64Array(0),
        ...earnings.of(row, micro),
      };
    });
  }
}
