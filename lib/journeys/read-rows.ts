import type { RawTx } from "@/db/tenant";
import type { ColumnBuilder } from "./column-builder";
import { eventFlags } from "./event-flags";
import { type CopyRow, readCopy } from "./read-copy";
import type { RunBuilder } from "./run-builder";

// Hot path: no closure and no object a row, and texts that were seen lately are not decoded again.

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

const slots = 256;
const slotBytes = 64;

/**
 * Decodes one field of rows in turn. Short texts that were decoded before are known by their bytes, of which it keeps
 * copies: a view would keep a whole chunk of the connection.
 */
abstract class FieldReader<T> {
  private readonly known = new Uint8Array(slots * slotBytes);
  private readonly knownLengths = new Int32Array(slots).fill(-1);
  private readonly decoded = new Array<T | undefined>(slots);

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
    this.set(place, length > slotBytes ? this.text(row, start, length) : this.short(row, start, length));
  }

  protected abstract decode(text: string): T;
  protected abstract set(place: number, value: T): void;

  private text({ bytes }: CopyRow, start: number, length: number): T {
    return this.decode(bytes.toString("utf8", start + this.skip, start + length));
  }

  private short(row: CopyRow, start: number, length: number): T {
    const { bytes } = row;
    const { known } = this;
    const last = start + length - 1;
    const mixed =
      (length * 31 + (bytes[last] ?? 0)) * 31 + (bytes[last - 1] ?? 0) * 7 + (bytes[last - 2] ?? 0) * 3;
    const slot = (mixed + (bytes[start + (length >> 1)] ?? 0)) & (slots - 1);
    const first = slot * slotBytes;
    let same = this.knownLengths[slot] === length ? length : -1;
    while (same > 0 && known[first + same - 1] === bytes[start + same - 1]) same--;
    const value = same === 0 ? this.decoded[slot] : undefined;
    if (value !== undefined) return value;
    for (let i = 0; i < length; i++) known[first + i] = bytes[start + i] ?? 0;
    this.knownLengths[slot] = length;
    const fresh = this.text(row, start, length);
    this.decoded[slot] = fresh;
    return fresh;
  }
}

/** Decoded to the code that the column has for it. */
class ValueReader extends FieldReader<number> {
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
}

type Properties = { columns: ColumnBuilder[]; codes: number[] };

const noProperties: Properties = { columns: [], codes: [] };

/** All properties of an event, each into the column of its top-level name. */
class PropertiesReader extends FieldReader<Properties> {
  private readonly columnOf = new Map<string, ColumnBuilder>();

  constructor(
    field: number,
    private readonly builder: RunBuilder,
  ) {
    // The version of the binary form of jsonb.
    super(field, 1);
  }

  protected decode(text: string): Properties {
    if (text.length <= 2) return noProperties;
    const columns: ColumnBuilder[] = [];
    const codes: number[] = [];
    const parsed: Record<string, unknown> = JSON.parse(text);
    for (const name of Object.keys(parsed)) {
      const column = this.columnOf.get(name) ?? this.open(name);
      columns.push(column);
      codes.push(column.code(parsed[name]));
    }
    return { columns, codes };
  }

  protected set(place: number, { columns, codes }: Properties): void {
    for (let i = 0; i < columns.length; i++) columns[i]?.setCode(place, codes[i] ?? 0);
  }

  private open(name: string): ColumnBuilder {
    const column = this.builder.column(propertyPrefix + name);
    this.columnOf.set(name, column);
    return column;
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
