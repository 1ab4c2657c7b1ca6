import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Stratum } from "@/lib/statistics/mantel-haenszel";
import type { ColumnSet } from "../column-set";
import type { RangeSessions } from "./range-sessions";

// Hot path: called for every session; texts are made once a combination of codes.

/** Counts of sessions by how alike they are. `counts` has four numbers a cell and stratum, in order of the labels. */
export type StrataTotals = { labels: string[]; counts: Float64Array };

const perCell = 4;

const withRoom = (counts: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> => {
  if (counts.length >= length) return counts;
  const larger = new Float64Array(8 * length);
  larger.set(counts);
  return larger;
};

/**
 * Sessions by entry channel, device and whether they are the visitor's first, exposed or not, with or without outcome.
 * After the rows of the macros comes one of visitors with none, who count alike for all.
 */
export class LandmarkStrata {
  private readonly labels: string[] = [];
  private readonly byText = new Map<string, number>();
  /** By codes: the stratum, one more as 0 says that it is not known yet. */
  private byCodes = new Uint32Array(0);
  /** By stratum and row: sessions with and without the outcome, and by micro those that are exposed, then those left out. */
  private counts = new Float64Array(0);
  /** How many numbers a row has. */
  private readonly size: number;
  private readonly device: number;
  /** How many channels there are, none among them. */
  private readonly channels: number;

  constructor(
    private readonly columns: ColumnSet,
    private readonly micros: number,
    private readonly macros: number,
  ) {
    this.size = 2 + perCell * micros;
    this.device = columns.place("device");
    this.channels = columns.dictionary("channel").size + 1;
  }

  /** The stratum of session k. */
  of(journey: Journey, { places, start, from, end }: RangeSessions, k: number): number {
    const { device: place, channels } = this;
    const { session } = journey;
    const first = start[k] ?? 0;
    const channel = journey.channel[first] ?? -1;
    const until = end[k] ?? 0;
    let device = -1;
    for (let p = from[k] ?? 0; p < until && device < 0; p++) device = codeAt(journey, place, places[p] ?? 0);
    const isFirst = session[first] === session[journey.start] ? 1 : 0;
    const codes = ((device + 1) * channels + channel + 1) * 2 + isFirst;
    const known = codes < this.byCodes.length ? (this.byCodes[codes] ?? 0) : 0;
    return known > 0 ? known - 1 : this.learn(codes, channel, device, isFirst === 1);
  }

  /** Counts one more session for all cells of a row, as not exposed. Answers where it was counted. */
  add(stratum: number, row: number, converted: boolean): number {
    const { counts } = this;
    const at = (stratum * (this.macros + 1) + row) * this.size + (converted ? 0 : 1);
    counts[at] = (counts[at] ?? 0) + 1;
    return at;
  }

  /** A session that was counted at a place counts as exposed to this micro. */
  expose(at: number, micro: number): void {
    const { counts } = this;
    const own = at + 2 + perCell * micro;
    counts[own] = (counts[own] ?? 0) + 1;
  }

  /** A session that was counted at a place does not count for this micro. */
  omit(at: number, micro: number): void {
    this.expose(at + 2, micro);
  }

  totals(): StrataTotals {
    const { labels, micros, macros } = this;
    const totals = new Float64Array(labels.length * macros * micros * perCell);
    for (let stratum = 0; stratum < labels.length; stratum++)
      for (let macro = 0; macro < macros; macro++)
        for (let micro = 0; micro < micros; micro++) {
          const at = ((stratum * macros + macro) * micros + micro) * perCell;
          this.addCell(totals, at, (stratum * (macros + 1) + macro) * this.size, micro);
          this.addCell(totals, at, (stratum * (macros + 1) + macros) * this.size, micro);
        }
    return { labels, counts: totals };
  }

  /** Adds what a row says of a micro to the four numbers at a place. */
  private addCell(totals: Float64Array, at: number, row: number, micro: number): void {
    const [converted = 0, alone = 0] = this.counts.subarray(row, row + 2);
    const own = row + 2 + perCell * micro;
    const [exposed = 0, exposedAlone = 0, left = 0, leftAlone = 0] = this.counts.subarray(own, own + perCell);
    const part = converted - exposed - left;
    const numbers = [exposed, exposed + exposedAlone, part, part + alone - exposedAlone - leftAlone];
    for (const [n, number] of numbers.entries()) totals[at + n] = (totals[at + n] ?? 0) + number;
  }

  private learn(codes: number, channel: number, device: number, isFirst: boolean): number {
    const textOf = (field: string, code: number) =>
      code < 0 ? null : String(this.columns.dictionary(field).value(code));
    const text = JSON.stringify([textOf("channel", channel), textOf("device", device), isFirst]);
    let stratum = this.byText.get(text);
    if (stratum === undefined) {
      stratum = this.labels.push(text) - 1;
      this.byText.set(text, stratum);
      this.counts = withRoom(this.counts, this.labels.length * (this.macros + 1) * this.size);
    }
    if (codes >= this.byCodes.length) {
      const larger = new Uint32Array(2 * (codes + 1));
      larger.set(this.byCodes);
      this.byCodes = larger;
    }
    this.byCodes[codes] = stratum + 1;
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
