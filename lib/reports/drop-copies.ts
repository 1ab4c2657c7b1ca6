import type { LogView } from "@/lib/journeys/project-log";
import { columnOf, pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
import type { Money } from "./definition";

// Hot path: a key is mostly an order's, so nearly every row has one of its own.

const copyMs = 30 * 86_400_000;

/** The rows of the keys that occur more than once, by key. */
const repeatedRows = (field: string, rows: readonly number[], log: LogView): number[][] => {
  const { codes, values } = log.column(columnOf(field));
  const path = pathInColumn(field);
  const firstOf = new Map<string, number>();
  const repeated = new Map<string, number[]>();
  for (const row of rows) {
    const scalar = scalarsAt(values[codes[row] ?? -1], path)[0];
    if (scalar === undefined) continue;
    const key = String(scalar);
    const first = firstOf.get(key);
    if (first === undefined) firstOf.set(key, row);
    else {
      const same = repeated.get(key);
      if (same) same.push(row);
      else repeated.set(key, [first, row]);
    }
  }
  return [...repeated.values()];
};

/** The rows with a goal's flag that the question sees. */
const visibleRows = (masks: Uint32Array, flag: number, { order, at, asOf }: LogView): number[] => {
  const rows: number[] = [];
  for (const row of order) if (((masks[row] ?? 0) & flag) !== 0 && (at[row] ?? 0) < asOf) rows.push(row);
  return rows;
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
  for (const same of repeatedRows(field, visibleRows(masks, flag, log), log)) {
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
