import type { Dictionary } from "@/lib/matching/column";
import type { ValueColumn } from "./export-columns";

// Hot path: `set` is called for every event and column.

/** The values of one column in the batch that is being filled. */
export class ValueBatch {
  /** By row: the place of its value, −1 where it has none. */
  readonly places: Int32Array;
  /** Distinct; of a column of JSON their texts. */
  values: unknown[] = [];
  private readonly placeOf = new Map<unknown, number>();
  private readonly placeOfCode = new Map<number, number>();
  private source: Dictionary | undefined;

  constructor(
    private readonly column: ValueColumn,
    capacity: number,
  ) {
    this.places = new Int32Array(capacity);
  }

  /** Codes are those of this dictionary from now on. */
  readFrom(source: Dictionary): void {
    this.source = source;
    this.placeOfCode.clear();
  }

  /** Sets the value of a row by its code, −1 for none. */
  set(row: number, code: number): void {
    this.places[row] = code < 0 ? -1 : (this.placeOfCode.get(code) ?? this.add(code));
  }

  clear(): void {
    this.values = [];
    this.placeOf.clear();
    this.placeOfCode.clear();
  }

  /** Several codes may stand for one value: a batch has it once. */
  private add(code: number): number {
    const value = this.source?.value(code) ?? null;
    let place = -1;
    if (value !== null) {
      const written = this.column.kind === "json" ? JSON.stringify(value) : value;
      place = this.placeOf.get(written) ?? this.values.push(written) - 1;
      this.placeOf.set(written, place);
    }
    this.placeOfCode.set(code, place);
    return place;
  }
}
