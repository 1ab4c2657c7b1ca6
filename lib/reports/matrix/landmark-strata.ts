import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Stratum } from "@/lib/statistics/mantel-haenszel";
import type { ColumnSet } from "../column-set";

// Hot path: called for every session; texts are made once a combination of codes.

/** Counts of sessions by how alike they are. `counts` has four numbers a cell and stratum, in order of the labels. */
export type StrataTotals = { labels: string[]; counts: Float64Array };

const perCell = 4;

/** Sessions by entry channel, device and whether they are the visitor's first, exposed or not, with or without outcome. */
export class LandmarkStrata {
  private readonly labels: string[] = [];
  private readonly byText = new Map<string, number>();
  private readonly byCodes = new Map<number, number>();
  private counts: Float64Array;
  private readonly channel: number;
  private readonly device: number;

  constructor(
    private readonly columns: ColumnSet,
    private readonly cells: number,
  ) {
    this.channel = columns.place("channel");
    this.device = columns.place("device");
    this.counts = new Float64Array(8 * perCell * cells);
  }

  /** The stratum of the session whose events lie at `places[from]` to `places[end − 1]`. */
  of(journey: Journey, places: Int32Array, from: number, end: number): number {
    const start = places[from] ?? 0;
    const channel = codeAt(journey, this.channel, start);
    let device = -1;
    for (let p = from; p < end && device < 0; p++) device = codeAt(journey, this.device, places[p] ?? 0);
    const isFirst = journey.session[start] === journey.session[journey.start] ? 1 : 0;
    // Far fewer channels than 128.
    const codes = ((device + 1) * 128 + channel + 1) * 2 + isFirst;
    return this.byCodes.get(codes) ?? this.learn(codes, channel, device, isFirst === 1);
  }

  /** One more session of a stratum counts for a cell. */
  add(stratum: number, cell: number, isExposed: boolean, converted: boolean): void {
    const { counts } = this;
    const at = (stratum * this.cells + cell) * perCell + (isExposed ? 0 : 2);
    if (converted) counts[at] = (counts[at] ?? 0) + 1;
    counts[at + 1] = (counts[at + 1] ?? 0) + 1;
  }

  totals(): StrataTotals {
    return { labels: this.labels, counts: this.counts.slice(0, this.labels.length * this.cells * perCell) };
  }

  private learn(codes: number, channel: number, device: number, isFirst: boolean): number {
    const textOf = (field: string, code: number) =>
      code < 0 ? null : String(this.columns.dictionary(field).value(code));
    const text = JSON.stringify([textOf("channel", channel), textOf("device", device), isFirst]);
    let stratum = this.byText.get(text);
    if (stratum === undefined) {
      stratum = this.labels.push(text) - 1;
      this.byText.set(text, stratum);
      const needed = this.labels.length * this.cells * perCell;
      if (needed > this.counts.length) {
        const larger = new Float64Array(2 * needed);
        larger.set(this.counts);
        this.counts = larger;
      }
    }
    this.byCodes.set(codes, stratum);
    return stratum;
  }
}

/** The strata of one cell, put together from several parts; `cells` is how many each of them counted. */
export const strataOfCell = (parts: readonly StrataTotals[], cell: number, cells: number): Stratum[] => {
  const strata = new Map<string, Stratum>();
  for (const { labels, counts } of parts)
    for (const [place, label] of labels.entries()) {
      const stratum = strata.get(label) ?? { aPart: 0, aWhole: 0, bPart: 0, bWhole: 0 };
      strata.set(label, stratum);
      const at = (place * cells + cell) * perCell;
      stratum.aPart += counts[at] ?? 0;
      stratum.aWhole += counts[at + 1] ?? 0;
      stratum.bPart += counts[at + 2] ?? 0;
      stratum.bWhole += counts[at + 3] ?? 0;
    }
  // In one order, so that sums do not depend on which part met a stratum first.
  return [...strata]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, stratum]) => (stratum.aWhole + stratum.bWhole > 0 ? [stratum] : []));
};
