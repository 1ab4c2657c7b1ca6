import type { Column } from "@/lib/matching/column";
import { encodeColumn, JsonText } from "./encode-column";
import { TextCodes } from "./text-codes";

// Hot path: `set` is called for every value of every event.

const shortText = 64;
/** A column gets a code a row when at least so many rows have a value, and one in so many. */
const denseFrom = 1024;
const denseShare = 8;

/**
 * Rows of a builder, ascending, and orders of them: places in `rows`. What lies together is put in order, as memory that
 * is not near is what encoding waits for.
 */
export type OrderedRows = { rows: Int32Array; orders: readonly Int32Array[] };

const grown = (values: Uint32Array, length: number): Uint32Array<ArrayBuffer> => {
  const larger = new Uint32Array(length);
  larger.set(values);
  return larger;
};

/** One field of rows that are still being added: distinct values once, a code a row. */
export class ColumnBuilder {
  /** 0 where a row has none, else 1 + the place of its value; only once many rows have one. */
  private codes: Uint32Array | undefined;
  /** Before that: the rows that have one, and their codes. */
  private rows = new Uint32Array(16);
  private rowCodes = new Uint32Array(16);
  private count = 0;
  private readonly values: unknown[] = [];
  private readonly texts = new TextCodes(this.values);
  private readonly codeOf = new Map<unknown, number>();
  /** Objects and arrays go by their text, apart from texts that look like them. */
  private readonly codeOfJson = new Map<string, number>();
  private last: unknown;
  private lastCode = 0;

  /** The value of a row: text, number, boolean, or what JSON says, its null too. `undefined` is no value. */
  set(row: number, value: unknown): void {
    if (value !== this.last) {
      this.lastCode = this.code(value);
      this.last = value;
    }
    this.setCode(row, this.lastCode);
  }

  /** `set` with a value whose code is known. */
  setCode(row: number, code: number): void {
    const { codes } = this;
    if (codes === undefined) this.setSparse(row, code);
    else if (row < codes.length) codes[row] = code;
    else this.reserve(row + 1)[row] = code;
  }

  /** Gives the values that `column` has at `rows` to the rows from `first` on. */
  addColumn(first: number, { codes, dictionary }: Column, rows: Uint32Array): void {
    const known = new Uint32Array(dictionary.size + 1);
    for (let i = 0; i < rows.length; i++) {
      const theirs = codes[rows[i] ?? 0] ?? 0;
      if (theirs === 0) continue;
      let ours = known[theirs] ?? 0;
      if (ours === 0) {
        ours = this.code(dictionary.value(theirs - 1));
        known[theirs] = ours;
      }
      this.setCode(first + i, ours);
    }
  }

  /** How many different values there are: codes count from 1. */
  get size(): number {
    return this.values.length;
  }

  /** By row: the code of its value, 0 for none. Good until the next value is set. */
  codesOf(count: number): Uint32Array {
    return this.codes ? this.reserve(count) : this.spread(count);
  }

  /** Sets in `marks` the bits that `bitsOf` has for the value of each row that has one; asked once a value. */
  markRows(marks: Uint16Array, bitsOf: (value: unknown) => number): void {
    const { codes, values } = this;
    const bits = new Uint16Array(values.length + 1);
    for (let code = 1; code < bits.length; code++) bits[code] = bitsOf(values[code - 1]);
    if (codes === undefined)
      for (let i = 0; i < this.count; i++) {
        const row = this.rows[i] ?? 0;
        marks[row] = (marks[row] ?? 0) | (bits[this.rowCodes[i] ?? 0] ?? 0);
      }
    else {
      const count = Math.min(codes.length, marks.length);
      for (let row = 0; row < count; row++) marks[row] = (marks[row] ?? 0) | (bits[codes[row] ?? 0] ?? 0);
    }
  }

  /**
   * The column of each group of this builder's rows, `count` in all, in each of the group's orders; `undefined` where
   * none of these rows has a value.
   */
  encode(groups: readonly OrderedRows[], count: number): (Uint8Array | undefined)[][] {
    const scratch = new Uint32Array(this.values.length + 1);
    const { values } = this;
    const codes = this.codesOf(count);
    const own = new Uint32Array(groups.reduce((most, { rows }) => Math.max(most, rows.length), 0));
    return groups.map(({ rows, orders }) => {
      for (let i = 0; i < rows.length; i++) own[i] = codes[rows[i] ?? 0] ?? 0;
      return orders.map((order) => encodeColumn({ order, codes: own, values, scratch }));
    });
  }

  /** A name that few events carry must not cost a number for each of the others. */
  private setSparse(row: number, code: number): void {
    if (this.count >= denseFrom && denseShare * this.count > row) {
      this.codes = this.spread(row + 1);
      this.codes[row] = code;
      return;
    }
    if (this.count === this.rows.length) {
      this.rows = grown(this.rows, 2 * this.count);
      this.rowCodes = grown(this.rowCodes, 2 * this.count);
    }
    this.rows[this.count] = row;
    this.rowCodes[this.count++] = code;
  }

  /** The codes of the first `count` rows, one a row. */
  private spread(count: number): Uint32Array {
    const codes = new Uint32Array(count);
    for (let i = 0; i < this.count; i++) codes[this.rows[i] ?? 0] = this.rowCodes[i] ?? 0;
    return codes;
  }

  private reserve(count: number): Uint32Array {
    const codes = this.codes ?? new Uint32Array(0);
    if (codes.length >= count) return codes;
    this.codes = grown(codes, Math.max(count, 2 * codes.length));
    return this.codes;
  }

  /** The code of a value, for `setCode`: worth keeping where the same value comes again. */
  code(value: unknown): number {
    if (typeof value === "string" && value.length <= shortText) return this.texts.code(value);
    if (value === undefined) return 0;
    if (typeof value === "object" && value !== null) {
      const text = JSON.stringify(value);
      const known = this.codeOfJson.get(text);
      if (known !== undefined) return known;
      const code = this.values.push(new JsonText(text));
      this.codeOfJson.set(text, code);
      return code;
    }
    const known = this.codeOf.get(value);
    if (known !== undefined) return known;
    const code = this.values.push(value);
    this.codeOf.set(value, code);
    return code;
  }
}
