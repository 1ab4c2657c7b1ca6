import type { LogView } from "@/lib/journeys/project-log";
import { columnOf, pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
import type { Money } from "./definition";

const copyMs = 30 * 86_400_000;

/** By `seq`: which events are conversions, and what those are worth that state no amount while a copy of them does. */
export type KeyConversions = { counted: ReadonlySet<number>; filled: ReadonlyMap<number, Money> };

/** The rows with a key, by key, and the rows without one. */
const rowsByKey = (field: string, rows: readonly number[], log: LogView) => {
  const column = log.column(columnOf(field));
  const path = pathInColumn(field);
  const byKey = new Map<string, number[]>();
  const keyless: number[] = [];
  for (const row of rows) {
    const code = column.codes[row] ?? -1;
    const scalar = code < 0 ? undefined : scalarsAt(column.values[code], path)[0];
    if (scalar === undefined) {
      keyless.push(row);
      continue;
    }
    const key = String(scalar);
    const same = byKey.get(key);
    if (same) same.push(row);
    else byKey.set(key, [row]);
  }
  return { byKey, keyless };
};

/**
 * Counting by key (an order id) over the rows that satisfy a goal: an event whose key first occurred in the 30 days
 * before, on any visitor, is a copy of that first one and only fills a missing value. Events without a key each count.
 */
export const keyConversions = (
  field: string,
  rows: readonly number[],
  log: LogView,
  valueAtRow: (row: number) => Money | null,
): KeyConversions => {
  const { byKey, keyless } = rowsByKey(field, rows, log);
  const seqOf = (row: number): number => log.seq[row] ?? 0;
  const atOf = (row: number): number => log.at[row] ?? 0;
  const counted = new Set(keyless.map(seqOf));
  const filled = new Map<number, Money>();
  for (const same of byKey.values()) {
    same.sort((a, b) => atOf(a) - atOf(b) || seqOf(a) - seqOf(b));
    let first: number | undefined;
    for (const row of same) {
      if (first === undefined || atOf(row) - atOf(first) > copyMs) {
        first = row;
        counted.add(seqOf(row));
        continue;
      }
      const value = valueAtRow(row);
      if (value && !valueAtRow(first) && !filled.has(seqOf(first))) filled.set(seqOf(first), value);
    }
  }
  return { counted, filled };
};

/** The rows a goal's mask holds for, that are visible to the question. */
export const visibleRows = (masks: Uint32Array, bit: number, { order, at, asOf }: LogView): number[] => {
  const rows: number[] = [];
  for (const row of order)
    if (((masks[row] ?? 0) & (1 << bit)) !== 0 && (at[row] ?? 0) < asOf) rows.push(row);
  return rows;
};
