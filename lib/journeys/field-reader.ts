import type { ColumnBuilder } from "./column-builder";
import { KnownValues, longestKnown } from "./known-values";
import type { RunBuilder } from "./run-builder";

// Hot path: no closure and no object a row, and values that were seen lately are not decoded again.

/** What stands between the texts of a column, and instead of a text where a row has none. Ingestion lets neither into the log. */
export const between = 0x1f;
export const absent = 0x1e;

export const propertyPrefix = "property.";

/** So many values of a field are known at most, about 2 MB: then all are forgotten. */
const mostDecoded = 8192;

/** Where each of the joined texts ends; shared, as one column is read after the other. */
let ends = new Uint32Array(1024);

/** Answers whether there are so many. */
const findEnds = (bytes: Uint8Array, count: number): boolean => {
  if (ends.length < count) ends = new Uint32Array(2 * count);
  const last = bytes.length;
  let found = 0;
  for (let at = 0; at < last && found < count; at++) if (bytes[at] === between) ends[found++] = at;
  if (found !== count - 1) return false;
  ends[found] = last;
  return true;
};

/** Decodes one field of rows in turn to numbers; values that were decoded lately are known by their bytes. */
abstract class FieldReader {
  private readonly known = new KnownValues();
  private decoded = 0;

  /**
   * Hands on the values of rows that go to these places, −1 for nowhere; nothing where a row has none. `bytes` are their
   * texts, joined. Answers false, and has done nothing, when there are not as many texts as rows.
   */
  read(bytes: Buffer, places: Int32Array): boolean {
    if (!findEnds(bytes, places.length)) return false;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    for (let i = 0; i < places.length; i++) {
      const end = ends[i] ?? 0;
      const place = places[i] ?? -1;
      if (place >= 0 && !(end === start + 1 && bytes[start] === absent))
        this.set(place, this.numberOf(bytes, view, start, end - start));
      start = end + 1;
    }
    return true;
  }

  protected abstract decode(text: string): number;
  protected abstract set(place: number, number: number): void;
  /** No number that was given so far is asked for again. */
  protected abstract forget(): void;

  private numberOf(bytes: Buffer, view: DataView, start: number, length: number): number {
    const isShort = length <= longestKnown;
    let number = isShort ? this.known.find(view, start, length) : -1;
    if (number >= 0) return number;
    if (this.decoded++ === mostDecoded) this.forgetAll();
    number = this.decode(bytes.toString("utf8", start, start + length));
    if (isShort) this.known.add(view, start, length, number);
    return number;
  }

  private forgetAll(): void {
    this.known.clear();
    this.forget();
    this.decoded = 1;
  }
}

/** Decoded to the code that the column has for it. */
export class ValueReader extends FieldReader {
  constructor(
    private readonly column: ColumnBuilder,
    private readonly isJson: boolean,
  ) {
    super();
  }

  protected decode(text: string): number {
    return this.column.code(this.isJson ? JSON.parse(text) : text);
  }

  protected set(place: number, code: number): void {
    this.column.setCode(place, code);
  }

  protected forget(): void {}
}

/** All properties of an event, each into the column of its top-level name. */
export class PropertiesReader extends FieldReader {
  private readonly columns: ColumnBuilder[] = [];
  private readonly placeOf = new Map<string, number>();
  /** Where the number of an event's properties points: how many there are, then a column and a code of each. */
  private codes: number[] = [];

  constructor(private readonly builder: RunBuilder) {
    super();
  }

  protected decode(text: string): number {
    const { codes } = this;
    const parsed: Record<string, unknown> = JSON.parse(text);
    const names = Object.keys(parsed);
    const number = codes.push(names.length) - 1;
    for (const name of names) {
      const place = this.placeOf.get(name) ?? this.open(name);
      codes.push(place, this.columns[place]?.code(parsed[name]) ?? 0);
    }
    return number;
  }

  protected set(row: number, number: number): void {
    const { codes, columns } = this;
    const end = number + 2 * (codes[number] ?? 0);
    for (let i = number + 1; i < end; i += 2) columns[codes[i] ?? 0]?.setCode(row, codes[i + 1] ?? 0);
  }

  protected forget(): void {
    this.codes = [];
  }

  private open(name: string): number {
    const place = this.columns.push(this.builder.column(propertyPrefix + name)) - 1;
    this.placeOf.set(name, place);
    return place;
  }
}
