import { coreMark, coreSections } from "./column-format";
import { bitsFor, largestOf, pack, stepsOf } from "./packed-numbers";

// Hot path: whole columns at a time, nothing per row but typed arrays.

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

const rangeOf = (order: Int32Array, numbers: Float64Array): { lowest: number; highest: number } => {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < order.length; i++) {
    const one = numbers[order[i] ?? 0] ?? 0;
    if (one < lowest) lowest = one;
    if (one > highest) highest = one;
  }
  return { lowest, highest };
};

/** The column `core` of a run whose rows are in order of (visitor, at, seq), and how many visitors it has. */
export const encodeCore = (core: CoreRows): { bytes: Uint8Array; visitors: number } => {
  const { order, month, visitor, at, seq, flags } = core;
  const count = order.length;
  const visitors = distinctVisitors(order, visitor);
  const { lowest, highest } = rangeOf(order, seq);
  const isNear = highest - lowest <= 0xffffffff;
  const seqBase = isNear ? lowest : 0;

  const whoIs = new Int32Array(visitors);
  const rowsOf = new Uint32Array(visitors);
  const seqs = new Uint32Array(isNear ? count : 0);
  const ownFlags = new Uint32Array(count);
  let place = -1;
  for (let i = 0; i < count; i++) {
    const row = order[i] ?? 0;
    const who = visitor[row] ?? 0;
    if (place < 0 || whoIs[place] !== who) whoIs[++place] = who;
    rowsOf[place] = (rowsOf[place] ?? 0) + 1;
    if (isNear) seqs[i] = (seq[row] ?? 0) - seqBase;
    ownFlags[i] = flags[row] ?? 0;
  }
  const firstVisitor = whoIs[0] ?? 0;
  const steps = stepsOf(whoIs, firstVisitor);
  const stepBits = bitsFor(largestOf(steps));
  const rowsBits = bitsFor(largestOf(rowsOf));
  const flagBits = bitsFor(largestOf(ownFlags));
  const seqBits = isNear ? bitsFor(highest - lowest) : 64;

  const header = { count, visitors, seqBits, stepBits, rowsBits, flagBits };
  const [visitorsAt = 0, rowsAt = 0, atAt = 0, seqAt = 0, flagsAt = 0, end = 0] = coreSections(header);
  const bytes = new Uint8Array(end);
  const { buffer } = bytes;
  new Uint32Array(buffer, 0, 4).set([coreMark, count, visitors, seqBits]);
  new Float64Array(buffer, 16, 1)[0] = seqBase;
  new Uint32Array(buffer, 24, 2).set([firstVisitor, stepBits | (rowsBits << 8) | (flagBits << 16)]);
  pack(steps, stepBits, bytes, visitorsAt);
  pack(rowsOf, rowsBits, bytes, rowsAt);
  const ats = new Uint32Array(buffer, atAt, count);
  for (let i = 0; i < count; i++) ats[i] = (at[order[i] ?? 0] ?? 0) - month;
  if (isNear) pack(seqs, seqBits, bytes, seqAt);
  else new Float64Array(buffer, seqAt, count).set(Float64Array.from(order, (row) => seq[row] ?? 0));
  pack(ownFlags, flagBits, bytes, flagsAt);
  return { bytes, visitors };
};
