import type { Codes } from "@/lib/matching/column";
import { sortRows } from "./sort-rows";

// Hot path: visitors whose rows lie in several runs of one month come here.

/** Rows that lie in another order than they were put down in: at `to[i]` belongs what was put down at `from[i]`. */
export type Disorder = { to: Uint32Array; from: Uint32Array };

/** Sorts rows `first ≤ row < end` and says where each was. */
const sortVisitor = (
  { at, seq }: { at: Float64Array; seq: Uint32Array | Float64Array },
  first: number,
  end: number,
): Uint32Array => {
  const times = at.subarray(first, end);
  const arrivals = Float64Array.from(seq.subarray(first, end));
  const from = new Uint32Array(end - first);
  for (let i = 0; i < from.length; i++) from[i] = first + i;
  sortRows({ at: times, seq: arrivals }, { from: 0, to: from.length }, [from]);
  seq.set(arrivals, first);
  return from;
};

/**
 * Puts the rows of each visitor in order, in place; those of visitor v begin at `starts[v]`. Only who has rows of
 * `several` runs is looked at.
 */
export const orderVisitors = (
  rows: { at: Float64Array; seq: Uint32Array | Float64Array },
  starts: Uint32Array,
  several: Uint8Array,
): Disorder => {
  const { at, seq } = rows;
  const to: number[] = [];
  const from: number[] = [];
  for (let v = 0; v < several.length; v++) {
    if (several[v] === 0) continue;
    const first = starts[v] ?? 0;
    const end = starts[v + 1] ?? 0;
    let i = first + 1;
    while (i < end) {
      const gap = (at[i] ?? 0) - (at[i - 1] ?? 0) || (seq[i] ?? 0) - (seq[i - 1] ?? 0);
      if (gap < 0) break;
      i++;
    }
    if (i >= end) continue;
    const sorted = sortVisitor(rows, first, end);
    for (let place = first; place < end; place++) {
      const was = sorted[place - first] ?? 0;
      if (was === place) continue;
      to.push(place);
      from.push(was);
    }
  }
  return { to: Uint32Array.from(to), from: Uint32Array.from(from) };
};

/** Moves what was put down by row where it belongs. */
export const putInOrder = (codes: Codes, { to, from }: Disorder): void => {
  const moved = new Uint32Array(from.length);
  for (let i = 0; i < from.length; i++) moved[i] = codes[from[i] ?? 0] ?? 0;
  for (let i = 0; i < to.length; i++) codes[to[i] ?? 0] = moved[i] ?? 0;
};
