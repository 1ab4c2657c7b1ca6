import type { Converter } from "@/lib/rates/converter";
import type { Money } from "../definition";

/**
 * Visitors in flight by moment and cell, those of them who converted, and what that brought: minor units of the
 * project's currency and their squares. `known` values of a moment could be converted; `missing` names the currencies of
 * the others. Plain data.
 */
export type Tallies = {
  visitors: Float64Array;
  converted: Float64Array;
  value: Float64Array;
  squares: Float64Array;
  known: Float64Array;
  missing: Set<string>;
};

export const newTallies = (moments: number, cells: number): Tallies => ({
  visitors: new Float64Array(moments * cells),
  converted: new Float64Array(moments * cells),
  value: new Float64Array(moments * cells),
  squares: new Float64Array(moments * cells),
  known: new Float64Array(moments),
  missing: new Set(),
});

/** Adds what a conversion of somebody in flight brought; `place` is that of the cell, `at` ms since 1970. */
export const addValue = (
  tallies: Tallies,
  { moment, place }: { moment: number; place: number },
  { money, at, convert }: { money: Money; at: number; convert: Converter },
): void => {
  const minor = convert(money.minor, money.currency, at);
  if (minor === null) {
    tallies.missing.add(money.currency);
    return;
  }
  tallies.known[moment] = (tallies.known[moment] ?? 0) + 1;
  tallies.value[place] = (tallies.value[place] ?? 0) + minor;
  tallies.squares[place] = (tallies.squares[place] ?? 0) + minor * minor;
};

const addNumbers = (sums: Float64Array, more: Float64Array): void => {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (more[i] ?? 0);
};

/** What several parts counted at the same moments. */
export const addTallies = (parts: readonly Tallies[]): Tallies => {
  const [first] = parts;
  const sums = newTallies(0, 0);
  for (const key of ["visitors", "converted", "value", "squares", "known"] as const) {
    sums[key] = new Float64Array(first?.[key].length ?? 0);
    for (const part of parts) addNumbers(sums[key], part[key]);
  }
  for (const { missing } of parts) for (const currency of missing) sums.missing.add(currency);
  return sums;
};

/** Visitors by cell of one group of those in flight at one moment. */
export type CellCounts = Float64Array;

/** Several groups as one. */
export const addCellCounts = (cells: number, groups: readonly CellCounts[]): CellCounts => {
  const sums = new Float64Array(cells);
  for (const group of groups) addNumbers(sums, group);
  return sums;
};
