import type { RawTx } from "@/db/tenant";
import { eventFlags } from "./event-flags";
import { absent, between, PropertiesReader, propertyPrefix, ValueReader } from "./field-reader";
import { instantOf, readCopy, untilSent } from "./read-copy";
import type { RunBuilder } from "./run-builder";

// Hot path: the database joins what many rows have in a column, so that neither side has to handle a value by itself.

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

/** So many rows are joined at first, and at most: fewer when they are large. */
const fewRows = 2048;
const mostRows = 16_384;
const bytesAtOnce = 4_000_000;

const flags = [
  ["passive", eventFlags.passive],
  ["bot", eventFlags.bot],
  ["session_id is not null", eventFlags.ownSession],
] as const;

/** A digit that has the bits of a row's flags. */
const flagsDigit = (bits = 0, [first, ...rest]: readonly (readonly [string, number])[] = flags): string =>
  first
    ? `case when ${first[0]} then ${flagsDigit(bits | first[1], rest)} else ${flagsDigit(bits, rest)} end`
    : `'${bits}'`;

const coreColumns = [
  "xid",
  "seq",
  "visitor_no",
  "occurred_at",
  "received_at",
  "passive",
  "bot",
  "session_id",
];
const coreExpressions = [
  "string_agg(xid8send(xid), '')",
  "string_agg(int8send(seq), '')",
  "string_agg(int4send(visitor_no), '')",
  "string_agg(timestamptz_send(occurred_at), '')",
  `string_agg(${flagsDigit()}, '')`,
  "max(received_at)",
];

type Field = { reader: ValueReader | PropertiesReader; column: string; text: string };

const fieldOf = (field: string, builder: RunBuilder): Field => {
  if (field.startsWith(propertyPrefix)) {
    const name = field.slice(propertyPrefix.length).replaceAll("'", "''");
    const reader = new ValueReader(builder.column(field), true);
    return { reader, column: "properties", text: `(properties -> '${name}')::text` };
  }
  const column = columnNames.get(field);
  if (!column) throw new Error(`There is no column ${field} in the log.`);
  return { reader: new ValueReader(builder.column(field), false), column, text: column };
};

const fieldsOf = (fields: "all" | readonly string[], builder: RunBuilder): Field[] => {
  if (fields !== "all") return fields.map((field) => fieldOf(field, builder));
  const named = [...columnNames.keys()].map((field) => fieldOf(field, builder));
  return [
    ...named,
    { reader: new PropertiesReader(builder), column: "properties", text: "properties::text" },
  ];
};

const letter = (byte: number): string => `chr(${byte})`;

/** The texts of a column as one. What ingestion lets through nowhere becomes blank where somebody wrote it past it. */
const joined = (text: string, isOdd: boolean): string => {
  const plain = isOdd ? `translate(${text}, ${letter(between)} || ${letter(absent)}, '  ')` : text;
  return `string_agg(coalesce(${plain}, ${letter(absent)}), ${letter(between)})`;
};

/** The place of a row in the log. */
type Place = { xid: bigint; seq: number };

/** What follows a place, in the order of the log. */
type Wanted = { where: string; fields: readonly Field[]; after: Place | undefined; rows: number };

const queryOf = ({ where, fields, after, rows }: Wanted, isOdd: boolean): string => {
  const columns = new Set([...coreColumns, ...fields.map(({ column }) => column)]);
  const values = [...coreExpressions, ...fields.map(({ text }) => joined(text, isOdd))];
  const rest = after ? ` and (events.xid, seq) > ('${after.xid}'::xid8, ${after.seq})` : "";
  return `select ${values.join()} from (select ${[...columns].join()} from events where (${where})${rest}
    order by events.xid, seq limit ${rows}) as chunk`;
};

/** Rows in a row: what each column has. */
type Chunk = { columns: readonly Buffer[]; rows: number; bytes: number; last: Place; receivedAt: number };

const readChunk = async (tx: RawTx, query: string): Promise<Chunk | undefined> => {
  let chunk: Chunk | undefined;
  await readCopy(tx, query, (row) => {
    if (row.isNull(0)) return;
    const columns = row.lengths.map((_, field) => row.bytesOf(field));
    const [xids, seqs] = columns;
    if (!xids || !seqs) return;
    const end = seqs.length - 8;
    chunk = {
      columns,
      rows: seqs.length / 8,
      bytes: row.lengths.reduce((sum, length) => sum + length, 0),
      last: { xid: xids.readBigUInt64BE(end), seq: Number(seqs.readBigInt64BE(end)) },
      receivedAt: row.time(5),
    };
  });
  return chunk;
};

/** What was read; times in ms since 1970, and all 0 when there was nothing. */
export type RowsRead = { events: number; receivedAt: number; latestAt: number; maxSeq: number };
export const nothingRead: Readonly<RowsRead> = { events: 0, receivedAt: 0, latestAt: 0, maxSeq: 0 };

const zero = 0x30;

/** Exact up to 2^53. */
const int64 = (view: DataView, at: number): number =>
  view.getInt32(at) * 4_294_967_296 + view.getUint32(at + 4);

/** Adds rows to the builder and answers where, −1 for those that are filed nowhere. */
const addRows = (
  { columns, rows, receivedAt }: Chunk,
  builder: RunBuilder,
  visitorOf: (no: number) => number,
  read: RowsRead,
): Int32Array => {
  const [, seqs, visitors, times, digits] = columns.map(
    ({ buffer, byteOffset, byteLength }) => new DataView(buffer, byteOffset, byteLength),
  );
  const places = new Int32Array(rows).fill(-1);
  if (!seqs || !visitors || !times || !digits) return places;
  let { maxSeq, latestAt } = read;
  for (let i = 0; i < rows; i++) {
    const seq = int64(seqs, 8 * i);
    const at = instantOf(int64(times, 8 * i));
    if (seq > maxSeq) maxSeq = seq;
    if (at > latestAt) latestAt = at;
    const visitor = visitorOf(visitors.getInt32(4 * i));
    if (visitor >= 0) places[i] = builder.add(seq, visitor, at, digits.getUint8(i) - zero);
  }
  read.events += rows;
  read.maxSeq = maxSeq;
  read.latestAt = latestAt;
  read.receivedAt = Math.max(read.receivedAt, receivedAt);
  return places;
};

const readFields = ({ columns }: Chunk, fields: readonly Field[], places: Int32Array): boolean =>
  fields.every(({ reader }, i) => {
    const bytes = columns[coreExpressions.length + i];
    return bytes !== undefined && reader.read(bytes, places);
  });

/** How many rows to join next, after some of which so many took so many bytes. */
const rowsAfter = ({ rows, bytes }: Chunk): number =>
  Math.max(fewRows, Math.min(mostRows, Math.floor((bytesAtOnce / bytes) * rows)));

/**
 * Reads the rows of the log that meet `where` (SQL) into a builder: all their fields, a column a top-level property, or
 * only those that are named (`name`, `sessionId`, a context field, or `property.<top-level name>`). `visitorOf` says
 * under which number a row is filed, −1 for not at all. A property that is JSON null is a value.
 */
export const readRows = async (
  tx: RawTx,
  where: string,
  asked: "all" | readonly string[],
  builder: RunBuilder,
  visitorOf: (no: number) => number,
): Promise<RowsRead> => {
  const fields = fieldsOf(asked, builder);
  const read: RowsRead = { ...nothingRead };
  let wanted: Wanted = { where, fields, after: undefined, rows: fewRows };
  let isSorting = true;
  let chunk = await readChunk(tx, queryOf(wanted, false));
  while (chunk) {
    const following: Wanted = { where, fields, after: chunk.last, rows: rowsAfter(chunk) };
    const isLast = chunk.rows < wanted.rows;
    // The index has the rows in order, whatever the statistics of a log that grows make of sorting the rest each time.
    if (!isLast && isSorting) await tx.unsafe("set local enable_sort = off");
    isSorting &&= isLast;
    // The database goes on meanwhile.
    const next = isLast ? undefined : readChunk(tx, queryOf(following, false));
    next?.catch(() => {});
    if (next) await untilSent();
    const places = addRows(chunk, builder, visitorOf, read);
    if (!readFields(chunk, fields, places)) {
      // While one COPY arrives the driver refuses to ask for another.
      await next;
      const plain = await readChunk(tx, queryOf(wanted, true));
      if (!plain || !readFields(plain, fields, places))
        throw new Error("Rows of the log could not be told apart.");
    }
    chunk = await next;
    wanted = following;
  }
  if (!isSorting) await tx.unsafe("set local enable_sort = on");
  return read;
};
