import type { Column } from "@/lib/matching/column";

const grown = (codes: Int32Array, count: number): Int32Array => {
  const larger = new Int32Array(Math.max(count, Math.ceil(codes.length * 1.5), 1024)).fill(-1);
  larger.set(codes);
  return larger;
};

/** A column that grows with the log: distinct values once, a code a row, −1 where a row has none. */
export class CodedColumn implements Column {
  codes: Int32Array = new Int32Array(0);
  readonly values: unknown[] = [];
  private readonly codeOf = new Map<string, number>();

  /** `parse` turns the stored text into the value; the text itself when absent. */
  constructor(private readonly parse?: (text: string) => unknown) {}

  set(row: number, text: string): void {
    let code = this.codeOf.get(text);
    if (code === undefined) {
      code = this.values.length;
      this.codeOf.set(text, code);
      this.values.push(this.parse ? this.parse(text) : text);
    }
    this.reserve(row + 1);
    this.codes[row] = code;
  }

  /** Makes room for `count` rows; new ones are missing. */
  reserve(count: number): void {
    if (this.codes.length < count) this.codes = grown(this.codes, count);
  }
}
