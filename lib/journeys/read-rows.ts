import type { RawTx } from "@/db/tenant";
import type { ColumnBuilder } from "./column-builder";
import { eventFlags } from "./event-flags";
import { KnownValues, longestKnown } from "./known-values";
import { type CopyRow, readCopy } from "./read-copy";
import type { RunBuilder } from "./run-builder";

// Hot path: no closure and no object a row, and values that were seen lately are not decoded again.

const columnNames: ReadonlyMap<string, string> = new Map([
  ["name", "name"],
  ["sessionId", "session_id"],
  ["path", "path"],
  ["host", "host"],
  ["query", "query"],
  ["title", "title"],
  ["referrer", "referrer"],
  ["utm.source", "utm_source"],
  ["utm.medium", "utm_medium"],
  ["utm.campaign", "utm_campaign"],
  ["utm.content", "utm_content"],
  ["utm.term", "utm_term"],
  ["clickId", "click_id"],
  ["country", "country"],
  ["device", "device"],
  ["browser", "browser"],
  ["os", "os"],
  ["language", "language"],
]);

const propertyPrefix = "property.";
const coreColumns = "seq, visitor_no, occurred_at, received_at, passive, bot, session_id is not null";
const coreCount = 7;

/** So many values of a field are known at most, about 2 MB: then all are forgotten. */
const mostDecoded = 8192;

/** Decodes one field of rows in turn to numbers; values that were decoded lately are known by their bytes. */
abstract class FieldReader {
  private readonly known = new KnownValues();
  private decoded = 0;

  /** `skip` bytes at the beginning are no text. */
  constructor(
    private readonly field: number,
    private readonly skip = 0,
  ) {}

  /** Hands the value of this row on; nothing for a null. */
  read(row: CopyRow, place: number): void {
    const length = row.lengths[this.field] ?? -1;
    if (length < 0) return;
    const start = row.starts[this.field] ?? 0;
    const isShort = length <= longestKnown;
    let number = isShort ? this.known.find(row.view, start, length) : -1;
    if (number < 0) {
      if (this.decoded++ === mostDecoded) this.forgetAll();
      number = this.decode(row.textAfter(this.field, this.skip));
      if (isShort) this.known.add(row.view, start, length, number);
    }
    this.set(place, number);
  }

  protected abstract decode(text: string): number;
  protected abstract set(place: number, number: number): void;
  /** No number that was given so far is asked for again. */
  protected abstract forget(): void;

  private forgetAll(): void {
    this.known.clear();
    this.forget();
    this.decoded = 1;
  }
}

/** Decoded to the code that the column has for it. */
class ValueReader extends FieldReader {
  constructor(
    field: number,
    private readonly column: ColumnBuilder,
    private readonly isJson: boolean,
  ) {
    super(field);
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
class PropertiesReader extends FieldReader {
  private readonly columns: ColumnBuilder[] = [];
  private readonly placeOf = new Map<string, number>();
  /** Where the number of an event's properties points: how many there are, then a column and a code of each. */
  private codes: number[] = [];

  constructor(
    field: number,
    private readonly builder: RunBuilder,
  ) {
    // The version of the binary form of jsonb.
    super(field, 1);
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

type Reader = ValueReader | PropertiesReader;

const expressionOf = (field: string): string => {
  if (field.startsWith(propertyPrefix))
    return `(properties -> '${field.slice(propertyPrefix.length).replaceAll("'", "''")}')::text`;
  const name = columnNames.get(field);
  if (!name) throw new Error(`There is no column ${field} in the log.`);
  return name;
};

const readersOf = (
  fields: "all" | readonly string[],
  builder: RunBuilder,
): { readers: Reader[]; expressions: string[] } => {
  const named = fields === "all" ? [...columnNames.keys()] : fields;
  const expressions = named.map(expressionOf);
  const readers: Reader[] = named.map(
    (field, i) => new ValueReader(coreCount + i, builder.column(field), field.startsWith(propertyPrefix)),
  );
  if (fields === "all") {
    readers.push(new PropertiesReader(coreCount + named.length, builder));
    expressions.push("properties");
  }
  return { readers, expressions };
};

/** What was read; times in ms since 1970, and all 0 when there was nothing. */
export type RowsRead = { events: number; receivedAt: number; latestAt: number; maxSeq: number };

/**
 * Reads the rows of the log that meet `where` (SQL) into a builder: all their fields, a column a top-level property, or
 * only those that are named (`name`, `sessionId`, a context field, or `property.<top-level name>`). `visitorOf` says
 * under which number a row is filed, −1 for not at all. A property that is JSON null is a value.
 */
export const readRows = async (
  tx: RawTx,
  where: string,
  fields: "all" | readonly string[],
  builder: RunBuilder,
  visitorOf: (no: number) => number,
): Promise<RowsRead> => {
  const { readers, expressions } = readersOf(fields, builder);
  const read: RowsRead = { events: 0, receivedAt: 0, latestAt: 0, maxSeq: 0 };
  const query = `select ${[coreColumns, ...expressions].join()} from events where ${where}`;
  await readCopy(tx, query, (row) => {
    read.events++;
    const seq = row.int64(0);
    const at = row.time(2);
    const receivedAt = row.time(3);
    if (seq > read.maxSeq) read.maxSeq = seq;
    if (at > read.latestAt) read.latestAt = at;
    if (receivedAt > read.receivedAt) read.receivedAt = receivedAt;
    const visitor = visitorOf(row.int32(1));
    if (visitor < 0) return;
    const flags =
      (row.bool(4) ? eventFlags.passive : 0) |
      (row.bool(5) ? eventFlags.bot : 0) |
      (row.bool(6) ? eventFlags.ownSession : 0);
    const place = builder.add(seq, visitor, at, flags);
    for (let i = 0; i < readers.length; i++) readers[i]?.read(row, place);
  });
  return read;
};
