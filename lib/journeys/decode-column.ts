import type { Codes, Column, Dictionary } from "@/lib/matching/column";
import { type FieldHeader, fieldMark, fieldSections, firstFieldMark, valueKinds } from "./column-format";
import { decodeCore } from "./decode-core";
import { broken, checkLength, openColumn } from "./open-column";
import { addUp, bitsFor, ownRoom, type Room, unpack } from "./packed-numbers";
import type { EncodedRun, Run } from "./run";

/** Values of larger dictionaries are decoded anew each time, so that columns of ids do not fill the heap. */
const rememberedValues = 65_536;

/** Room for codes of so many distinct values, all of them missing. */
export const newCodes = (size: number, rows: number): Codes => {
  if (size < 0x100) return new Uint8Array(rows);
  return size < 0x10000 ? new Uint16Array(rows) : new Uint32Array(rows);
};

/** Codes as they are stored, or made where they go unsaid. */
const decodeStored = (
  bytes: Uint8Array,
  { rows, present, size, codeBits, placeBits }: FieldHeader,
  at: number,
  room: Room,
): Codes => {
  const count = placeBits > 0 ? present : rows;
  if (codeBits > 0) return unpack(bytes, { at, count, bits: codeBits }, room);
  const codes = newCodes(size, count);
  if (size === 1) codes.fill(1);
  else for (let i = 0; i < count; i++) codes[i] = i + 1;
  return codes;
};

const decodeHaving = (
  bytes: Uint8Array,
  { present, placeBits, isOld }: FieldHeader,
  at: number,
  room: Room,
): Uint32Array => {
  if (isOld) return new Uint32Array(bytes.buffer, bytes.byteOffset + at, present);
  const { buffer, byteOffset } = room(4 * present);
  const having = new Uint32Array(buffer, byteOffset, present);
  addUp(unpack(bytes, { at, count: present, bits: placeBits }, room), 0, having);
  return having;
};

/** The code of every row. */
const decodeCodes = (bytes: Uint8Array, header: FieldHeader, havingAt: number, codesAt: number): Codes => {
  const stored = decodeStored(bytes, header, codesAt, ownRoom);
  if (header.placeBits === 0) return stored;
  const having = decodeHaving(bytes, header, havingAt, ownRoom);
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

/** Where each text starts, and one more. */
const decodeOffsets = (
  bytes: Uint8Array,
  { size, lengthBits, textBytes, isOld }: FieldHeader,
  at: number,
): Uint32Array => {
  let offsets = new Uint32Array(bytes.buffer, bytes.byteOffset + at, isOld ? size + 1 : 0);
  if (!isOld) {
    offsets = new Uint32Array(size + 1);
    addUp(unpack(bytes, { at, count: size, bits: lengthBits }), 0, offsets.subarray(1));
  }
  if (offsets[size] !== textBytes) throw broken("its values and their text do not agree");
  return offsets;
};

const numbersOf = (numbers: Float64Array): Dictionary => ({
  size: numbers.length,
  value: (code) => numbers[code],
});

/** A dictionary of texts, or of the JSON that they are. */
const textsOf = (
  { buffer, byteOffset, byteLength }: Uint8Array,
  offsets: Uint32Array,
  kind: number,
): Dictionary => {
  const size = offsets.length - 1;
  const texts = Buffer.from(buffer, byteOffset, byteLength);
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
  const [mark, rows = 0, present = 0, size = 0, kind = 0, codes = 0, places = 0, textBytes = 0] = words;
  const common = { rows, present, size, kind, textBytes };
  if (mark === fieldMark)
    return { ...common, codeBits: codes, placeBits: places & 0xff, lengthBits: places >>> 8 };
  if (![0, 1, 2, 4].includes(codes) || places > 1) throw broken("its header makes no sense");
  return { ...common, codeBits: 8 * codes, placeBits: 32 * places, lengthBits: 32, isOld: true };
};

/** The header of a field of `rows` rows. */
const openField = (
  given: Uint8Array,
  rows: number,
): { bytes: Uint8Array; header: FieldHeader; sections: number[] } => {
  const { bytes, header: words } = openColumn(given, [fieldMark, firstFieldMark]);
  const header = headerOf(words);
  const { rows: stored, present, size, kind, codeBits, placeBits, lengthBits } = header;
  const isSound =
    kind <= valueKinds.json &&
    (codeBits === 0 || (codeBits >= bitsFor(size) && codeBits <= 32)) &&
    placeBits <= 32 &&
    lengthBits <= 32 &&
    size <= present &&
    present <= rows &&
    (codeBits > 0 || size === present || size === 1) &&
    (codeBits > 0 || placeBits > 0 || present === rows);
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
  const { kind, size, textBytes } = header;
  const dictionary =
    kind === valueKinds.number
      ? numbersOf(new Float64Array(bytes.buffer, bytes.byteOffset + valuesAt, size))
      : textsOf(bytes.subarray(textAt, textAt + textBytes), decodeOffsets(bytes, header, valuesAt), kind);
  return { codes: decodeCodes(bytes, header, havingAt, codesAt), dictionary };
};

/** A column, or what is stored of one that few rows have: `having` are the rows that the codes are of. */
export type SourceColumn = Column & { readonly having?: Uint32Array };

/** Values on memory of their own, and how much of it. */
const decodeValuesApart = (
  bytes: Uint8Array,
  header: FieldHeader,
  valuesAt: number,
  textAt: number,
): { dictionary: Dictionary; valueBytes: number } => {
  const { kind, textBytes } = header;
  if (kind === valueKinds.number) {
    const numbers = new Float64Array(bytes.slice(valuesAt, textAt).buffer);
    return { dictionary: numbersOf(numbers), valueBytes: numbers.byteLength };
  }
  const offsets = decodeOffsets(bytes, header, valuesAt);
  const dictionary = textsOf(
    bytes.slice(textAt, textAt + textBytes),
    header.isOld ? offsets.slice() : offsets,
    kind,
  );
  return { dictionary, valueBytes: textBytes + offsets.byteLength };
};

/**
 * The same as it is stored, with values on memory of their own: they outlive the codes, which lie in `bytes` or in memory
 * of `room`.
 */
export const decodeApart = (
  given: Uint8Array,
  rows: number,
  room: Room = ownRoom,
): SourceColumn & { valueBytes: number } => {
  const { bytes, header, sections } = openField(given, rows);
  const [havingAt = 0, codesAt = 0, valuesAt = 0, textAt = 0] = sections;
  return {
    codes: decodeStored(bytes, header, codesAt, room),
    having: header.placeBits > 0 ? decodeHaving(bytes, header, havingAt, room) : undefined,
    ...decodeValuesApart(bytes, header, valuesAt, textAt),
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

/**
 * The bytes that a column decoded from `bytes` holds in memory: those, codes that had to be spread out, and where its
 * texts start.
 */
export const columnBytes = (bytes: Uint8Array, { codes, dictionary }: Column): number => {
  const { kind, isOld } = headerOf(openColumn(bytes, [fieldMark, firstFieldMark]).header);
  const offsets = isOld || kind === valueKinds.number ? 0 : 4 * (dictionary.size + 1);
  return bytes.byteLength + (codes.buffer === bytes.buffer ? 0 : codes.byteLength) + offsets;
};

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
