import type { LogView } from "@/lib/journeys/project-log";
import { type Column, columnOf, pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
import type { Money } from "./definition";

// Hot path: a key is mostly an order's, so nearly every row has one of its own.

const copyMs = 30 * 86_400_000;

/** A number for each distinct key, by code; −1 where a value is none. */
const keysOf = (field: string, column: Column): Int32Array => {
  const path = pathInColumn(field);
  const numbers = new Map<string, number>();
  return Int32Array.from(column.values, (value) => {
    const scalar = scalarsAt(value, path)[0];
    if (scalar === undefined) return -1;
    const key = String(scalar);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
};

/** The visible rows of keys that occur more than once, by key. */
const repeatedRows = (field: string, masks: Uint32Array, flag: number, log: LogView): Iterable<number[]> => {
  const column = log.column(columnOf(field));
  const { codes } = column;
  const keys = keysOf(field, column);
  const keyOf = (row: number): number => keys[codes[row] ?? -1] ?? -1;
  const isCounted = (row: number): boolean =>
    ((masks[row] ?? 0) & flag) !== 0 && (log.at[row] ?? 0) < log.asOf && keyOf(row) >= 0;
  const occurrences = new Int32Array(keys.length);
  for (const row of log.order)
    if (isCounted(row)) occurrences[keyOf(row)] = (occurrences[keyOf(row)] ?? 0) + 1;
  const rows = new Map<number, number[]>();
  for (const row of log.order) {
    const key = keyOf(row);
    if (!isCounted(row) || (occurrences[key] ?? 0) < 2) continue;
    const same = rows.get(key);
    if (same) same.push(row);
    else rows.set(key, [row]);
  }
  return rows.values();
};

/**
 * Counting by key (an order id): takes a goal's flag off the rows that are copies, so that only conversions are left. An
 * event whose key first occurred in the 30 days before, on any visitor, is a copy of that first one and only fills a
 * missing value; answers those values, by `seq` of the first. Events without a key each count.
 */
export const dropCopies = (
  field: string,
  masks: Uint32Array,
  flag: number,
  log: LogView,
  valueAtRow: (row: number) => Money | null,
): ReadonlyMap<number, Money> => {
  const { at, seq } = log;
  const filled = new Map<number, Money>();
  for (const same of repeatedRows(field, masks, flag, log)) {
    same.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || (seq[a] ?? 0) - (seq[b] ?? 0));
    let first: number | undefined;
    for (const row of same) {
      if (first === undefined || (at[row] ?? 0) - (at[first] ?? 0) > copyMs) {
        first = row;
        continue;
      }
      masks[row] = (masks[row] ?? 0) & ~flag;
      const value = valueAtRow(first) ? null : valueAtRow(row);
      if (value && !filled.has(seq[first] ?? 0)) filled.set(seq[first] ?? 0, value);
    }
  }
  return filled;
};
