import type { Leaf } from "./rules";

// Hot path: rows go by words of 32.

/** As many as a scan can ask for. */
const mostRemembered = 32;

/** Which rows satisfy a leaf: one bit a row. */
export type RowBits = Uint32Array;

const bitsOf = (holds: Uint8Array): RowBits => {
  const bits = new Uint32Array(Math.ceil(holds.length / 32));
  for (let row = 0; row < holds.length; row++)
    if (holds[row] === 1) bits[row >> 5] = (bits[row >> 5] ?? 0) | (1 << (row & 31));
  return bits;
};

/** Rows that set a bit of the masks. */
export type FlaggedRows = { rows: RowBits; flag: number };

/** After all rows. */
export const noRow = 0x7fffffff;

/** The first of the rows from `from` on, `noRow` if there is none. */
export const nextRow = (rows: RowBits, from: number): number => {
  let word = from >> 5;
  if (word >= rows.length) return noRow;
  let left = (rows[word] ?? 0) & (-1 << (from & 31));
  while (left === 0) {
    if (++word === rows.length) return noRow;
    left = rows[word] ?? 0;
  }
  return (word << 5) + 31 - Math.clz32(left & -left);
};

/** The bits that a row sets. */
export const flagsOfRow = (flagged: readonly FlaggedRows[], row: number): number => {
  let bits = 0;
  for (let l = 0; l < flagged.length; l++) {
    const one = flagged[l];
    if (one && (((one.rows[row >> 5] ?? 0) >>> (row & 31)) & 1) === 1) bits |= one.flag;
  }
  return bits;
};

/** Remembers for rows that never change which of them satisfy a leaf; the least recently asked is forgotten first. */
export class LeafMemory {
  private readonly known = new Map<string, RowBits>();

  get bytes(): number {
    let bytes = 0;
    for (const one of this.known.values()) bytes += one.byteLength;
    return bytes;
  }

  /** The rows of a leaf, which `match` finds when they are not known: 1 or 0 a row. */
  rowsOf(leaf: Leaf, match: () => Uint8Array): RowBits {
    const { known } = this;
    const key = JSON.stringify([leaf.rule, leaf.filters]);
    const bits = known.get(key) ?? bitsOf(match());
    known.delete(key);
    known.set(key, bits);
    for (const oldest of known.keys()) if (known.size > mostRemembered) known.delete(oldest);
    return bits;
  }
}
