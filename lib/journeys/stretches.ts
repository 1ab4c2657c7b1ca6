import type { Codes, Column } from "@/lib/matching/column";
import type { SourceColumn } from "./decode-column";
import { emptyColumn, newCodes } from "./decode-column";
import { type Disorder, putInOrder } from "./disorder";
import { uniteDictionaries } from "./united-dictionary";

// Hot path: once a row when runs are gathered.

/** Where the rows of one run go: those from `rows[s]` up to `rows[s + 1]` from `places[s]` on, −1 for nowhere. */
export type Stretches = { rows: Uint32Array; places: Int32Array };

/** Where the rows of several runs go, by run; then those of visitors whose runs overlap are put in order. */
export type Gathering = { count: number; sources: readonly Stretches[]; disorder: Disorder };

/** Stretches as they are found, in the order of a run's rows. */
export class StretchList {
  private rows: Uint32Array;
  private places: Int32Array;
  private size = 0;
  private nextRow = 0;
  private nextPlace = 0;

  /** At most `most` times rows are added. */
  constructor(most: number) {
    this.rows = new Uint32Array(2 * most + 1);
    this.places = new Int32Array(2 * most);
  }

  /** The rows `from ≤ row < end` go to places from `place` on; what was passed over goes nowhere. */
  add(from: number, end: number, place: number): void {
    const isGap = from !== this.nextRow;
    if (isGap) this.begin(this.nextRow, -1);
    if (isGap || place !== this.nextPlace || this.size === 0) this.begin(from, place);
    this.nextRow = end;
    this.nextPlace = place + end - from;
  }

  taken(): Stretches {
    const { rows, places, size } = this;
    rows[size] = this.nextRow;
    return { rows: rows.slice(0, size + 1), places: places.slice(0, size) };
  }

  private begin(row: number, place: number): void {
    this.rows[this.size] = row;
    this.places[this.size++] = place;
  }
}

/** Puts numbers of a run, each with `base` added, where its rows go. */
export const gatherNumbers = (
  into: Float64Array | Uint32Array,
  numbers: Float64Array | Uint32Array,
  base: number,
  { rows, places }: Stretches,
): void => {
  for (let s = 0; s < places.length; s++) {
    let place = places[s] ?? 0;
    if (place < 0) continue;
    const end = rows[s + 1] ?? 0;
    for (let row = rows[s] ?? 0; row < end; row++) into[place++] = base + (numbers[row] ?? 0);
  }
};

/** Puts the codes of a run where its rows go, as `become` says they are called there. */
export const gatherCodes = (
  into: Codes,
  codes: Codes,
  become: Uint32Array,
  { rows, places }: Stretches,
): void => {
  for (let s = 0; s < places.length; s++) {
    let place = places[s] ?? 0;
    if (place < 0) continue;
    const end = rows[s + 1] ?? 0;
    for (let row = rows[s] ?? 0; row < end; row++) into[place++] = become[codes[row] ?? 0] ?? 0;
  }
};

/** The same of a column that few rows have, of which `having` says which. */
const gatherFewCodes = (
  into: Codes,
  codes: Codes,
  having: Uint32Array,
  become: Uint32Array,
  { rows, places }: Stretches,
): void => {
  let s = 0;
  for (let i = 0; i < having.length; i++) {
    const row = having[i] ?? 0;
    while (s < places.length && (rows[s + 1] ?? 0) <= row) s++;
    if (s === places.length) return;
    const place = places[s] ?? 0;
    if (place >= 0) into[place + row - (rows[s] ?? 0)] = become[codes[i] ?? 0] ?? 0;
  }
};

/**
 * One field of gathered rows, given the columns of the runs in the order in which they were gathered. `isUnique`: no
 * value may have two codes.
 */
export const gatherColumn = (
  { count, sources, disorder }: Gathering,
  columns: readonly SourceColumn[],
  isUnique: boolean,
): Column => {
  const united = uniteDictionaries(
    columns.map(({ dictionary }) => dictionary),
    isUnique,
  );
  if (united.dictionary.size === 0) return emptyColumn(count);
  const gathered = newCodes(united.dictionary.size, count);
  for (const [s, { codes, having, dictionary }] of columns.entries()) {
    const stretches = sources[s];
    const become = united.codes[s];
    if (!stretches || !become || dictionary.size === 0) continue;
    if (having) gatherFewCodes(gathered, codes, having, become, stretches);
    else gatherCodes(gathered, codes, become, stretches);
  }
  putInOrder(gathered, disorder);
  return { codes: gathered, dictionary: united.dictionary };
};
