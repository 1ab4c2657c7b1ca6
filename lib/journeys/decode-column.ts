import type { Codes, Column, Dictionary } from "@/lib/matching/column";
import {
  coreMark,
  coreSections,
  type FieldHeader,
  fieldMark,
  fieldSections,
  headerBytes,
  valueKinds,
} from "./column-format";
import type { EncodedRun, Run, RunCore } from "./run";

/** Values of larger dictionaries are decoded anew each time, so that columns of ids do not fill the heap. */
const rememberedValues = 65_536;

const broken = (what: string): Error =>
  new Error(`A stored column cannot be read: ${what}. Rebuild the project's journeys from its log.`);

/** The header and bytes that views of eight bytes can lie on; copies only what is not aligned. */
const open = (given: Uint8Array, mark: number): { bytes: Uint8Array; header: Uint32Array } => {
  if (given.byteLength < headerBytes) throw broken("it is shorter than its header");
  const bytes = given.byteOffset % 8 === 0 ? given : new Uint8Array(given);
  const header = new Uint32Array(bytes.buffer, bytes.byteOffset, headerBytes / 4);
  if (header[0] !== mark) throw broken("it is of another kind or version");
  return { bytes, header };
};

const checkLength = (bytes: Uint8Array, expected: number): void => {
  if (bytes.byteLength !== expected)
    throw broken(`it has ${bytes.byteLength} bytes and should have ${expected}`);
};

/** The column `core`: views of `bytes`, which must not change any more. Throws for bytes that are not a whole one. */
export const decodeCore = (given: Uint8Array): RunCore => {
  const { bytes, header } = open(given, coreMark);
  const [, count = 0, visitors = 0, seqWidth = 0] = header;
  if (seqWidth !== 4 && seqWidth !== 8) throw broken("its header makes no sense");
  const sections = coreSections(count, visitors, seqWidth);
  const [visitorsAt = 0, startsAt = 0, atAt = 0, seqAt = 0, flagsAt = 0, end = 0] = sections;
  checkLength(bytes, end);
  const { buffer, byteOffset } = bytes;
  const starts = new Uint32Array(buffer, byteOffset + startsAt, visitors + 1);
  if (starts[visitors] !== count) throw broken("its visitors and rows do not agree");
  const seqFrom = byteOffset + seqAt;
  return {
    count,
    visitors: new Int32Array(buffer, byteOffset + visitorsAt, visitors),
    starts,
    at: new Uint32Array(buffer, byteOffset + atAt, count),
    seq: seqWidth === 4 ? new Uint32Array(buffer, seqFrom, count) : new Float64Array(buffer, seqFrom, count),
    seqBase: new Float64Array(buffer, byteOffset + 16, 1)[0] ?? 0,
    flags: new Uint8Array(buffer, byteOffset + flagsAt, count),
  };
};

/** Room for codes of so many distinct values, all of them missing. */
export const newCodes = (size: number, rows: number): Codes => {
  if (size < 0x100) return new Uint8Array(rows);
  return size < 0x10000 ? new Uint16Array(rows) : new Uint32Array(rows);
};

const storedCodes = ({ buffer, byteOffset }: Uint8Array, at: number, width: number, count: number): Codes => {
  if (width === 1) return new Uint8Array(buffer, byteOffset + at, count);
  if (width === 2) return new Uint16Array(buffer, byteOffset + at, count);
  return new Uint32Array(buffer, byteOffset + at, count);
};

/** Codes as they are stored: a view, or made where they go unsaid. */
const decodeStored = (
  bytes: Uint8Array,
  { rows, present, size, width, sparse }: FieldHeader,
  at: number,
): Codes => {
  const count = sparse ? present : rows;
  if (width > 0) return storedCodes(bytes, at, width, count);
  const codes = newCodes(size, count);
  if (size === 1) codes.fill(1);
  else for (let i = 0; i < count; i++) codes[i] = i + 1;
  return codes;
};

const decodeHaving = (
  { buffer, byteOffset }: Uint8Array,
  { present }: FieldHeader,
  at: number,
): Uint32Array => new Uint32Array(buffer, byteOffset + at, present);

/** The code of every row. */
const decodeCodes = (bytes: Uint8Array, header: FieldHeader, havingAt: number, codesAt: number): Codes => {
  const stored = decodeStored(bytes, header, codesAt);
  if (!header.sparse) return stored;
  const having = decodeHaving(bytes, header, havingAt);
  const codes = newCodes(header.size, header.rows);
  for (let i = 0; i < having.length; i++) codes[having[i] ?? 0] = stored[i] ?? 0;
  return codes;
};

/** FNV-1a of the bytes of each text. */
const hashOf =
  (texts: Uint8Array, offsets: Uint32Array): Dictionary["hash"] =>
  (code) => {
    let hash = 0x811c9dc5;
    const end = offsets[code + 1] ?? 0;
    for (let i = offsets[code] ?? 0; i < end; i++) hash = Math.imul(hash ^ (texts[i] ?? 0), 0x01000193);
    return hash;
  };

const remembering = (dictionary: Dictionary): Dictionary => {
  const { size, value } = dictionary;
  if (size > rememberedValues) return dictionary;
  let known: unknown[] | undefined;
  return {
    ...dictionary,
    value: (code) => {
      known ??= new Array(size);
      known[code] ??= value(code);
      return known[code];
    },
  };
};

const decodeDictionary = (
  bytes: Uint8Array,
  { size, kind, textBytes }: FieldHeader,
  valuesAt: number,
  textAt: number,
): Dictionary => {
  const { buffer, byteOffset } = bytes;
  if (kind === valueKinds.number) {
    const numbers = new Float64Array(buffer, byteOffset + valuesAt, size);
    return { size, value: (code) => numbers[code] };
  }
  const offsets = new Uint32Array(buffer, byteOffset + valuesAt, size + 1);
  if (offsets[size] !== textBytes) throw broken("its values and their text do not agree");
  const texts = Buffer.from(buffer, byteOffset + textAt, textBytes);
  const text = (code: number): string => texts.toString("utf8", offsets[code], offsets[code + 1]);
  const has = (code: number): boolean => code >= 0 && code < size;
  if (kind === valueKinds.text)
    return remembering({
      size,
      value: (code) => (has(code) ? text(code) : undefined),
      hash: hashOf(texts, offsets),
    });
  return remembering({ size, value: (code) => (has(code) ? JSON.parse(text(code)) : undefined) });
};

const headerOf = (words: Uint32Array): FieldHeader => {
  const [, rows = 0, present = 0, size = 0, kind = 0, width = 0, sparse = 0, textBytes = 0] = words;
  return { rows, present, size, kind, width, sparse: sparse === 1, textBytes };
};

/** The header of a field of `rows` rows. */
const openField = (
  given: Uint8Array,
  rows: number,
): { bytes: Uint8Array; header: FieldHeader; sections: number[] } => {
  const { bytes, header: words } = open(given, fieldMark);
  const header = headerOf(words);
  const { rows: stored, present, size, kind, width, sparse } = header;
  const isSound =
    kind <= valueKinds.json &&
    [0, 1, 2, 4].includes(width) &&
    (words[6] ?? 0) <= 1 &&
    size <= present &&
    present <= rows &&
    (width > 0 || size === present || size === 1) &&
    (width > 0 || sparse || present === rows);
  if (stored !== rows) throw broken(`it has ${stored} rows and its run ${rows}`);
  if (!isSound) throw broken("its header makes no sense");
  const sections = fieldSections(header);
  checkLength(bytes, sections[sections.length - 1] ?? 0);
  return { bytes, header, sections };
};

/**
 * One field of a run of `rows` rows. Codes and values are views of `bytes` where they can be, so those must not change
 * any more; values are decoded when asked for. Throws for bytes that are not a whole column of so many rows.
 */
export const decodeColumn = (given: Uint8Array, rows: number): Column => {
  const { bytes, header, sections } = openField(given, rows);
  const [havingAt = 0, codesAt = 0, valuesAt = 0, textAt = 0] = sections;
  return {
    codes: decodeCodes(bytes, header, havingAt, codesAt),
    dictionary: decodeDictionary(bytes, header, valuesAt, textAt),
  };
};

/** A column, or what is stored of one that few rows have: `having` are the rows that the codes are of. */
export type SourceColumn = Column & { readonly having?: Uint32Array };

/** The same as it is stored, with values on memory of their own: they outlive the codes. */
export const decodeApart = (given: Uint8Array, rows: number): SourceColumn & { valueBytes: number } => {
  const { bytes, header, sections } = openField(given, rows);
  const [havingAt = 0, codesAt = 0, valuesAt = 0, textAt = 0, end = 0] = sections;
  const values = bytes.slice(valuesAt, end);
  return {
    codes: decodeStored(bytes, header, codesAt),
    having: header.sparse ? decodeHaving(bytes, header, havingAt) : undefined,
    dictionary: decodeDictionary(values, header, 0, textAt - valuesAt),
    valueBytes: values.byteLength,
  };
};

let zeros = new Uint8Array(1024);

const zerosFor = (rows: number): Uint8Array => {
  if (zeros.length < rows) zeros = new Uint8Array(2 * rows);
  return zeros.subarray(0, rows);
};

/** A field that no row of a run has. All share their zeros, so it costs nothing. */
export const emptyColumn = (rows: number): Column => ({
  codes: zerosFor(rows),
  dictionary: { size: 0, value: () => undefined },
});

/** The bytes that a column decoded from `bytes` holds in memory: those, and codes that had to be spread out. */
export const columnBytes = (bytes: Uint8Array, { codes }: Column): number =>
  bytes.byteLength + (codes.buffer === bytes.buffer ? 0 : codes.byteLength);

/** A run with all its columns, each decoded when first asked for; a field it has not is a column of zeros. */
export const decodeRun = ({ month, shard, shards, columns }: EncodedRun): Run => {
  const core = columns.get("core");
  if (!core) throw broken("its run has no core");
  const decoded = new Map<string, Column>();
  const rows = decodeCore(core);
  const column = (field: string): Column => {
    let known = decoded.get(field);
    if (!known) {
      const bytes = columns.get(field);
      known = bytes ? decodeColumn(bytes, rows.count) : emptyColumn(rows.count);
      decoded.set(field, known);
    }
    return known;
  };
  return { ...rows, month, shard, shards, column };
};
