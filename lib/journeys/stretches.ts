import type { Codes, Column } from "@/lib/matching/column";
import { emptyColumn, newCodes } from "./decode-column";
import { uniteDictionaries } from "./united-dictionary";

// Hot path: once a row when runs are gathered.

/** Where gathered rows come from: those from `starts[s]` on are the rows from `rows[s]` on of `sources[s]`. */
export type Stretches = { starts: Uint32Array; sources: Uint16Array; rows: Uint32Array };

/** `source` and `row` say which row of which run each gathered row is. */
export const stretchesOf = (source: Uint16Array, row: Uint32Array): Stretches => {
  const starts = new Uint32Array(row.length + 1);
  let size = 0;
  let lastSource = -1;
  let lastRow = -1;
  for (let i = 0; i < row.length; i++) {
    const from = source[i] ?? 0;
    const at = row[i] ?? 0;
    if (from !== lastSource || at !== lastRow + 1) starts[size++] = i;
    lastSource = from;
    lastRow = at;
  }
  starts[size] = row.length;
  const sources = new Uint16Array(size);
  const rows = new Uint32Array(size);
  for (let s = 0; s < size; s++) {
    sources[s] = source[starts[s] ?? 0] ?? 0;
    rows[s] = row[starts[s] ?? 0] ?? 0;
  }
  return { starts: starts.slice(0, size + 1), sources, rows };
};

/** Copies what the sources have at their rows, as `become` says it is called here. */
export const gatherInto = (
  into: Codes,
  from: readonly Codes[],
  { starts, sources, rows }: Stretches,
  become?: readonly Uint32Array[],
): void => {
  for (let s = 0; s < sources.length; s++) {
    const codes = from[sources[s] ?? 0];
    if (!codes) continue;
    const named = become?.[sources[s] ?? 0];
    const end = starts[s + 1] ?? 0;
    let row = rows[s] ?? 0;
    if (named) for (let i = starts[s] ?? 0; i < end; i++) into[i] = named[codes[row++] ?? 0] ?? 0;
    else for (let i = starts[s] ?? 0; i < end; i++) into[i] = codes[row++] ?? 0;
  }
};

/**
 * One field of gathered rows, given the columns of the runs in the order in which they were gathered. `isUnique`: no
 * value may have two codes.
 */
export const gatherColumn = (stretches: Stretches, columns: readonly Column[], isUnique: boolean): Column => {
  const { starts } = stretches;
  const count = starts[starts.length - 1] ?? 0;
  const united = uniteDictionaries(
    columns.map(({ dictionary }) => dictionary),
    isUnique,
  );
  if (united.dictionary.size === 0) return emptyColumn(count);
  const codes = newCodes(united.dictionary.size, count);
  gatherInto(
    codes,
    columns.map((column) => column.codes),
    stretches,
    united.codes,
  );
  return { codes, dictionary: united.dictionary };
};
