// Hot path: visitors by counting their digits, each visitor's few rows by insertion.

const insertionMost = 64;
/** Below this many rows, comparing is cheaper than counting. */
const countingLeast = 2048;
const digit = 0x10000;

/** What rows are ordered by, all by row. Visitor numbers are not negative. */
export type RowKeys = { visitor: Int32Array; at: Float64Array; seq: Float64Array };

/** One pass of a stable radix sort: `from` into `to` by the digit of the visitor that begins at bit `shift`. */
const countDigit = (from: Int32Array, to: Int32Array, visitor: Int32Array, shift: number): void => {
  const starts = new Uint32Array(digit + 1);
  for (let i = 0; i < from.length; i++) {
    const next = (((visitor[from[i] ?? 0] ?? 0) >>> shift) & (digit - 1)) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let i = 1; i < digit; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  for (let i = 0; i < from.length; i++) {
    const row = from[i] ?? 0;
    const own = ((visitor[row] ?? 0) >>> shift) & (digit - 1);
    const place = starts[own] ?? 0;
    to[place] = row;
    starts[own] = place + 1;
  }
};

const orderByVisitor = (rows: Int32Array, visitor: Int32Array): void => {
  let highest = 0;
  for (let i = 0; i < rows.length; i++) highest = Math.max(highest, visitor[rows[i] ?? 0] ?? 0);
  const half = new Int32Array(rows.length);
  countDigit(rows, half, visitor, 0);
  if (highest < digit) rows.set(half);
  else countDigit(half, rows, visitor, 16);
};

/** Brings `rows` into journey order, in place: by visitor, then `at`, then `seq`. */
export const orderRows = (rows: Int32Array, { visitor, at, seq }: RowKeys): void => {
  const before = (a: number, b: number): number =>
    (at[a] ?? 0) - (at[b] ?? 0) || (seq[a] ?? 0) - (seq[b] ?? 0);
  if (rows.length < countingLeast) {
    rows.sort((a, b) => (visitor[a] ?? 0) - (visitor[b] ?? 0) || before(a, b));
    return;
  }
  orderByVisitor(rows, visitor);
  let start = 0;
  while (start < rows.length) {
    const who = visitor[rows[start] ?? 0];
    let end = start + 1;
    while (end < rows.length && visitor[rows[end] ?? 0] === who) end++;
    if (end - start > insertionMost) rows.subarray(start, end).sort(before);
    else
      for (let i = start + 1; i < end; i++) {
        const row = rows[i] ?? 0;
        let j = i - 1;
        while (j >= start && before(rows[j] ?? 0, row) > 0) {
          rows[j + 1] = rows[j] ?? 0;
          j--;
        }
        rows[j + 1] = row;
      }
    start = end;
  }
};
