import { type CoreHeader, coreMark, coreSections, firstCoreMark, firstCoreSections } from "./column-format";
import { broken, checkLength, openColumn } from "./open-column";
import { addUp, ownRoom, packedBytes, type Room, unpack } from "./packed-numbers";
import type { RunCore } from "./run";

// Hot path: whole columns at a time.

type Core = CoreHeader & { seqBase: number; firstVisitor: number };

const headerOf = (words: Uint32Array): Core => {
  const [, count = 0, visitors = 0, seqBits = 0, , , firstVisitor = 0, bits = 0] = words;
  const [stepBits, rowsBits, flagBits] = [bits & 0xff, (bits >>> 8) & 0xff, (bits >>> 16) & 0xff];
  if ((seqBits > 32 && seqBits !== 64) || stepBits > 32 || rowsBits > 32 || flagBits > 8)
    throw broken("its header makes no sense");
  const seqBase = new Float64Array(words.buffer, words.byteOffset + 16, 1)[0] ?? 0;
  return { count, visitors, seqBits, stepBits, rowsBits, flagBits, seqBase, firstVisitor };
};

const decodeVisitors = (
  bytes: Uint8Array,
  at: number,
  { visitors, stepBits, firstVisitor }: Core,
  room: Room,
): Int32Array => {
  const { buffer, byteOffset } = room(4 * visitors);
  const numbers = new Int32Array(buffer, byteOffset, visitors);
  addUp(unpack(bytes, { at, count: visitors, bits: stepBits }, room), firstVisitor, numbers);
  return numbers;
};

const decodeStarts = (
  bytes: Uint8Array,
  at: number,
  { visitors, rowsBits }: Core,
  room: Room,
): Uint32Array => {
  const { buffer, byteOffset } = room(4 * (visitors + 1));
  const starts = new Uint32Array(buffer, byteOffset, visitors + 1);
  starts[0] = 0;
  addUp(unpack(bytes, { at, count: visitors, bits: rowsBits }, room), 0, starts.subarray(1));
  return starts;
};

const decodeSeq = (
  bytes: Uint8Array,
  at: number,
  { count, seqBits }: Core,
  room: Room,
): Uint32Array | Float64Array => {
  if (seqBits === 64) return new Float64Array(bytes.buffer, bytes.byteOffset + at, count);
  const seq = unpack(bytes, { at, count, bits: seqBits }, room);
  return seq instanceof Uint32Array ? seq : Uint32Array.from(seq);
};

const decodeFirstVersion = (bytes: Uint8Array, header: Uint32Array): RunCore => {
  const [, count = 0, visitors = 0, seqWidth = 0] = header;
  if (seqWidth !== 4 && seqWidth !== 8) throw broken("its header makes no sense");
  const sections = firstCoreSections(count, visitors, seqWidth);
  const [visitorsAt = 0, startsAt = 0, atAt = 0, seqAt = 0, flagsAt = 0, end = 0] = sections;
  checkLength(bytes, end);
  const { buffer, byteOffset } = bytes;
  const seqFrom = byteOffset + seqAt;
  return {
    count,
    visitors: new Int32Array(buffer, byteOffset + visitorsAt, visitors),
    starts: new Uint32Array(buffer, byteOffset + startsAt, visitors + 1),
    at: new Uint32Array(buffer, byteOffset + atAt, count),
    seq: seqWidth === 4 ? new Uint32Array(buffer, seqFrom, count) : new Float64Array(buffer, seqFrom, count),
    seqBase: new Float64Array(buffer, byteOffset + 16, 1)[0] ?? 0,
    flags: new Uint8Array(buffer, byteOffset + flagsAt, count),
  };
};

const decodePacked = (bytes: Uint8Array, words: Uint32Array, room: Room): RunCore => {
  const header = headerOf(words);
  const { count, seqBase, flagBits } = header;
  const [visitorsAt = 0, rowsAt = 0, atAt = 0, seqAt = 0, flagsAt = 0, end = 0] = coreSections(header);
  checkLength(bytes, end);
  const flags = unpack(bytes, { at: flagsAt, count, bits: flagBits }, room);
  return {
    count,
    visitors: decodeVisitors(bytes, visitorsAt, header, room),
    starts: decodeStarts(bytes, rowsAt, header, room),
    at: new Uint32Array(bytes.buffer, bytes.byteOffset + atAt, count),
    seq: decodeSeq(bytes, seqAt, header, room),
    seqBase,
    flags: flags instanceof Uint8Array ? flags : Uint8Array.from(flags),
  };
};

/**
 * The column `core`: views of `bytes`, which must not change any more, and of memory that `room` gives. Throws for bytes
 * that are not a whole one.
 */
export const decodeCore = (given: Uint8Array, room: Room = ownRoom): RunCore => {
  const { bytes, header } = openColumn(given, [coreMark, firstCoreMark]);
  const core =
    header[0] === firstCoreMark ? decodeFirstVersion(bytes, header) : decodePacked(bytes, header, room);
  if (core.starts[core.visitors.length] !== core.count) throw broken("its visitors and rows do not agree");
  return core;
};

/** The visitors of a column `core`, of which only the beginning is given: the header and four bytes a visitor. */
export const decodeVisitorsOnly = (given: Uint8Array): Int32Array => {
  const { bytes, header } = openColumn(given, [coreMark, firstCoreMark]);
  const isFirst = header[0] === firstCoreMark;
  const core = isFirst ? undefined : headerOf(header);
  const visitors = header[2] ?? 0;
  const visitorsAt = header.byteLength;
  if (bytes.byteLength < visitorsAt + packedBytes(visitors, core?.stepBits ?? 32))
    throw broken("it ends before its visitors do");
  if (core) return decodeVisitors(bytes, visitorsAt, core, ownRoom);
  return new Int32Array(bytes.buffer, bytes.byteOffset + visitorsAt, visitors);
};

/** The bytes that a core decoded from `bytes` holds in memory: those, and what had to be spread out. */
export const coreBytes = (bytes: Uint8Array, { visitors, starts, seq, flags }: RunCore): number => {
  const spread = [visitors, starts, seq, flags].filter(({ buffer }) => buffer !== bytes.buffer);
  return spread.reduce((sum, { byteLength }) => sum + byteLength, bytes.byteLength);
};
