import type { Column } from "@/lib/matching/column";
import { encodeColumn, JsonText } from "./encode-column";
import { TextCodes } from "./text-codes";

// Hot path: `set` is called for every value of every event.

const shortText = 64;

/** One field of rows that are still being added: distinct values once, a code a row. */
export class ColumnBuilder {
  /** 0 where a row has none, else 1 + the place of its value. */
  private codes = new Uint32Array(1024);
  private readonly values: unknown[] = [];
  private readonly texts = new TextCodes(this.values);
  private readonly codeOf = new Map<unknown, number>();
  /** Objects and arrays go by their text, apart from texts that look like them. */
  private readonly codeOfJson = new Map<string, number>();
  private last: unknown;
  private lastCode = 0;

  /** The value of a row: text, number, boolean, or what JSON says, its null too. `undefined` is no value. */
  set(row: number, value: unknown): void {
    if (row >= this.codes.length) this.reserve(row + 1);
    if (value !== this.last) {
      this.lastCode = this.code(value);
      this.last = value;
    }
    this.codes[row] = this.lastCode;
  }

  /** `set` with a value whose code is known. */
  setCode(row: number, code: number): void {
    if (row >= this.codes.length) this.reserve(row + 1);
    this.codes[row] = code;
  }

  /** Gives the values that `column` has at `rows` to the rows from `first` on. */
  addColumn(first: number, { codes, dictionary }: Column, rows: Uint32Array): void {
    this.reserve(first + rows.length);
    const known = new Uint32Array(dictionary.size + 1);
    for (let i = 0; i < rows.length; i++) {
      const theirs = codes[rows[i] ?? 0] ?? 0;
      if (theirs === 0) continue;
      let ours = known[theirs] ?? 0;
      if (ours === 0) {
        ours = this.code(dictionary.value(theirs - 1));
        known[theirs] = ours;
      }
      this.codes[first + i] = ours;
    }
  }

  /** The column of each run, given the rows of this builder that each has in order; `undefined` if none has a value. */
  encode(orders: readonly Int32Array[], count: number): (Uint8Array | undefined)[] {
    this.reserve(count);
    const scratch = new Uint32Array(this.values.length + 1);
    const { codes, values } = this;
    return orders.map((order) => encodeColumn({ order, codes, values, scratch }));
  }

  private reserve(count: number): void {
    if (this.codes.length >= count) return;
    const larger = new Uint32Array(Math.max(count, 2 * this.codes.length));
    larger.set(this.codes);
    this.codes = larger;
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
