import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Stratum } from "@/lib/statistics/mantel-haenszel";
import type { ColumnSet } from "../column-set";

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

/** Sessions by entry channel, device and whether they are the visitor's first, exposed or not, with or without outcome. */
export class LandmarkStrata {
  private readonly labels: string[] = [];
  private readonly byText = new Map<string, number>();
  /** By codes: the stratum, one more as 0 says that it is not known yet. */
  private byCodes = new Uint32Array(0);
  /** By stratum and macro: sessions with and without the outcome, which count as not exposed to any micro. */
  private all = new Float64Array(0);
  /** By stratum and cell: what is different for that micro. */
  private own = new Float64Array(0);
  private readonly channel: number;
  private readonly device: number;
  /** How many channels there are, none among them. */
  private readonly channels: number;

  constructor(
    private readonly columns: ColumnSet,
    private readonly micros: number,
    private readonly macros: number,
  ) {
    this.channel = columns.place("channel");
    this.device = columns.place("device");
    this.channels = columns.dictionary("channel").size + 1;
  }

  /** The stratum of the session whose events lie at `places[from]` to `places[end − 1]`. */
  of(journey: Journey, places: Int32Array, from: number, end: number): number {
    const start = places[from] ?? 0;
    const channel = codeAt(journey, this.channel, start);
    let device = -1;
    for (let p = from; p < end && device < 0; p++) device = codeAt(journey, this.device, places[p] ?? 0);
    const isFirst = journey.session[start] === journey.session[journey.start] ? 1 : 0;
    const codes = ((device + 1) * this.channels + channel + 1) * 2 + isFirst;
    const known = this.byCodes[codes] ?? 0;
    return known > 0 ? known - 1 : this.learn(codes, channel, device, isFirst === 1);
  }

  /** One more session of a stratum counts for all cells of a macro, as not exposed. */
  add(stratum: number, macro: number, converted: boolean): void {
    const { all } = this;
    const at = (stratum * this.macros + macro) * 2 + (converted ? 0 : 1);
    all[at] = (all[at] ?? 0) + 1;
  }

  /** A session that was added counts as exposed for this cell. */
  expose(stratum: number, cell: number, converted: boolean): void {
    const { own } = this;
    const at = this.omit(stratum, cell, converted) - 2;
    if (converted) own[at] = (own[at] ?? 0) + 1;
    own[at + 1] = (own[at + 1] ?? 0) + 1;
  }

  /** A session that was added does not count for this cell; answers where its group's counts are. */
  omit(stratum: number, cell: number, converted: boolean): number {
    const { own } = this;
    const at = (stratum * this.micros * this.macros + cell) * perCell + 2;
    if (converted) own[at] = (own[at] ?? 0) - 1;
    own[at + 1] = (own[at + 1] ?? 0) - 1;
    return at;
  }

  totals(): StrataTotals {
    const { labels, micros, macros, all } = this;
    const counts = this.own.slice(0, labels.length * micros * macros * perCell);
    for (let at = 2; at < counts.length; at += perCell) {
      const row = 2 * Math.floor(at / (perCell * micros));
      const converted = all[row] ?? 0;
      counts[at] = (counts[at] ?? 0) + converted;
      counts[at + 1] = (counts[at + 1] ?? 0) + converted + (all[row + 1] ?? 0);
    }
    return { labels, counts };
  }

  private learn(codes: number, channel: number, device: number, isFirst: boolean): number {
    const textOf = (field: string, code: number) =>
      code < 0 ? null : String(this.columns.dictionary(field).value(code));
    const text = JSON.stringify([textOf("channel", channel), textOf("device", device), isFirst]);
    let stratum = this.byText.get(text);
    if (stratum === undefined) {
      stratum = this.labels.push(text) - 1;
      this.byText.set(text, stratum);
      this.all = withRoom(this.all, this.labels.length * this.macros * 2);
      this.own = withRoom(this.own, this.labels.length * this.macros * this.micros * perCell);
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
