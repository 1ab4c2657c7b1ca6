import { coreMark, coreSections, fieldMark, fieldSections, headerBytes, valueKinds } from "./column-format";

// Hot path: whole columns at a time, nothing per row but typed arrays.

/** A JSON object or array, as its text. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** Rows of a builder in the order in which the run has them, and what the core stores of each builder's row. */
type CoreRows = {
  order: Int32Array;
  /** ms since 1970 of the run's month. */
  month: number;
  visitor: Int32Array;
  at: Float64Array;
  seq: Float64Array;
  flags: Uint8Array;
};

type FieldRows = {
  order: Int32Array;
  /** By row of the builder: 0 where it has none, else 1 + the place of its value. */
  codes: Uint32Array;
  values: readonly unknown[];
  /** Zeros, one more than there are values; left as zeros. */
  scratch: Uint32Array;
};

type Values = { kind: number; section: Float64Array | Uint32Array; texts: readonly Uint8Array[] };

const textsAtOnce = 4096;

/** UTF-8 of texts and where each starts; `undefined` if one has half a surrogate pair, which UTF-8 cannot say. */
const encodeTexts = (texts: readonly string[]): Omit<Values, "kind"> | undefined => {
  const section = new Uint32Array(texts.length + 1);
  const chunks: Uint8Array[] = [];
  let end = 0;
  for (let first = 0; first < texts.length; first += textsAtOnce) {
    const some = texts.slice(first, first + textsAtOnce);
    const joined = some.join("");
    const chunk = Buffer.from(joined, "utf8");
    const isAscii = chunk.length === joined.length;
    for (let i = 0; i < some.length; i++) {
      const text = some[i] ?? "";
      if (!isAscii && !text.isWellFormed()) return undefined;
      end += isAscii ? text.length : Buffer.byteLength(text, "utf8");
      section[first + i + 1] = end;
    }
    chunks.push(chunk);
  }
  return { section, texts: chunks };
};

const encodeValues = (values: readonly unknown[]): Values => {
  if (values.every((value) => typeof value === "number"))
    return { kind: valueKinds.number, section: Float64Array.from(values), texts: [] };
  const texts = values.every((value) => typeof value === "string") ? encodeTexts(values) : undefined;
  if (texts) return { kind: valueKinds.text, ...texts };
  const json = encodeTexts(
    values.map((value) => (value instanceof JsonText ? value.text : JSON.stringify(value))),
  );
  if (!json) throw new Error("A JSON text has half a surrogate pair.");
  return { kind: valueKinds.json, ...json };
};

const narrowest = (width: number, codes: Uint32Array): Uint8Array | Uint16Array | Uint32Array => {
  if (width === 1) return Uint8Array.from(codes);
  return width === 2 ? Uint16Array.from(codes) : codes;
};

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array | Uint32Array | Float64Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** One field of the rows of a run as bytes; `undefined` when none of them has it. */
export const encodeColumn = ({ order, codes, values, scratch }: FieldRows): Uint8Array | undefined => {
  const rows = order.length;
  const own = new Uint32Array(rows);
  const used = new Uint32Array(Math.min(rows, values.length));
  let size = 0;
  let present = 0;
  for (let i = 0; i < rows; i++) {
    const code = codes[order[i] ?? 0] ?? 0;
    if (code === 0) continue;
    let ownCode = scratch[code] ?? 0;
    if (ownCode === 0) {
      used[size] = code;
      ownCode = ++size;
      scratch[code] = ownCode;
    }
    own[i] = ownCode;
    present++;
  }
  for (let i = 0; i < size; i++) scratch[used[i] ?? 0] = 0;
  if (present === 0) return undefined;

  const sparse = 4 * present < rows;
  const goUnsaid = (size === present || size === 1) && (sparse || present === rows);
  const width = goUnsaid ? 0 : size < 0x100 ? 1 : size < 0x10000 ? 2 : 4;
  const places = new Uint32Array(sparse ? present : 0);
  if (sparse)
    for (let i = 0, place = 0; i < rows; i++) {
      const code = own[i] ?? 0;
      if (code === 0) continue;
      own[place] = code;
      places[place++] = i;
    }
  const distinct = new Array<unknown>(size);
  for (let i = 0; i < size; i++) distinct[i] = values[(used[i] ?? 0) - 1];
  const { kind, section, texts } = encodeValues(distinct);
  const textBytes = texts.reduce((sum, { length }) => sum + length, 0);

  const [placesAt = 0, codesAt = 0, valuesAt = 0, textAt = 0, end = 0] = fieldSections({
    rows,
    present,
    size,
    kind,
    width,
    sparse,
    textBytes,
  });
  const bytes = new Uint8Array(end);
  const header = [fieldMark, rows, present, size, kind, width, sparse ? 1 : 0, textBytes];
  new Uint32Array(bytes.buffer, 0, headerBytes / 4).set(header);
  bytes.set(bytesOf(places), placesAt);
  if (width > 0) bytes.set(bytesOf(narrowest(width, sparse ? own.subarray(0, present) : own)), codesAt);
  bytes.set(bytesOf(section), valuesAt);
  let at = textAt;
  for (const text of texts) {
    bytes.set(text, at);
    at += text.length;
  }
  return bytes;
};

const distinctVisitors = (order: Int32Array, visitor: Int32Array): number => {
  let visitors = 0;
  let last = -1;
  for (let i = 0; i < order.length; i++) {
    const who = visitor[order[i] ?? 0] ?? 0;
    if (who !== last) visitors++;
    last = who;
  }
  return visitors;
};

/** The column `core` of a run whose rows are in order of (visitor, at, seq), and how many visitors it has. */
export const encodeCore = (core: CoreRows): { bytes: Uint8Array; visitors: number } => {
  const { order, month, visitor, at, seq, flags } = core;
  const rows = order.length;
  const visitors = distinctVisitors(order, visitor);
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rows; i++) {
    const one = seq[order[i] ?? 0] ?? 0;
    if (one < lowest) lowest = one;
    if (one > highest) highest = one;
  }
  const isNear = highest - lowest <= 0xffffffff;
  const seqBase = isNear ? lowest : 0;
  const seqWidth = isNear ? 4 : 8;

  const [visitorsAt = 0, startsAt = 0, atAt = 0, seqAt = 0, flagsAt = 0, end = 0] = coreSections(
    rows,
    visitors,
    seqWidth,
  );
  const bytes = new Uint8Array(end);
  const { buffer } = bytes;
  new Uint32Array(buffer, 0, 4).set([coreMark, rows, visitors, seqWidth]);
  new Float64Array(buffer, 16, 1)[0] = seqBase;
  const whoIs = new Int32Array(buffer, visitorsAt, visitors);
  const starts = new Uint32Array(buffer, startsAt, visitors + 1);
  const ats = new Uint32Array(buffer, atAt, rows);
  const seqs = isNear ? new Uint32Array(buffer, seqAt, rows) : new Float64Array(buffer, seqAt, rows);
  let place = 0;
  for (let i = 0; i < rows; i++) {
    const row = order[i] ?? 0;
    const who = visitor[row] ?? 0;
    if (place === 0 || whoIs[place - 1] !== who) {
      whoIs[place] = who;
      starts[place++] = i;
    }
    ats[i] = (at[row] ?? 0) - month;
    seqs[i] = (seq[row] ?? 0) - seqBase;
    bytes[flagsAt + i] = flags[row] ?? 0;
  }
  starts[visitors] = rows;
  return { bytes, visitors };
};
