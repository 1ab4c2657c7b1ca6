import type { Codes } from "@/lib/matching/column";
import type { Money } from "./definition";

// Hot path: where few rows have an amount, their places lie side by side, and no row has to be looked up among all.

/** What the rows that state an amount are worth; the others are not there. */
export type FewValues = {
  /** Ascending. */
  rows: Uint32Array;
  /** Minor units, and the place of the currency in `currencies`. */
  minor: Float64Array;
  currency: Uint8Array;
  currencies: readonly string[];
};

/** A larger share of the rows is looked up where it lies, as are runs of so few rows that nothing is far. */
const largestShare = 1 / 8;
const fewRows = 4_096;
/** So many values are remembered of the same rows. */
const mostValues = 4;
const mostCurrencies = 256;

const collect = (codes: Codes, worthOf: (row: number) => Money | null): FewValues | undefined => {
  const rows = new Uint32Array(Math.floor(codes.length * largestShare));
  const minor = new Float64Array(rows.length);
  const currency = new Uint8Array(rows.length);
  const currencies: string[] = [];
  let count = 0;
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] === 0) continue;
    const worth = worthOf(row);
    if (!worth) continue;
    let place = currencies.indexOf(worth.currency);
    if (place < 0) place = currencies.push(worth.currency) - 1;
    if (count === rows.length || place === mostCurrencies) return undefined;
    rows[count] = row;
    minor[count] = worth.minor;
    currency[count++] = place;
  }
  return {
    rows: rows.slice(0, count),
    minor: minor.slice(0, count),
    currency: currency.slice(0, count),
    currencies,
  };
};

/** Codes of stored runs live long and never change; absent where the values are many. */
const remembered = new WeakMap<Codes, Map<string, FewValues | undefined>>();

/**
 * The values that rows have whose amounts have these codes; `name` says which values, `worthOf` reads one. `undefined`
 * where they are not few.
 */
export const fewValues = (
  codes: Codes,
  name: string,
  worthOf: (row: number) => Money | null,
): FewValues | undefined => {
  if (codes.length < fewRows) return undefined;
  const known = remembered.get(codes) ?? new Map<string, FewValues | undefined>();
  remembered.set(codes, known);
  let values = known.get(name);
  if (!values && !known.has(name)) values = collect(codes, worthOf);
  known.delete(name);
  known.set(name, values);
  for (const oldest of known.keys()) if (known.size > mostValues) known.delete(oldest);
  return values;
};

/** The place of the first of ascending rows that is not before `row`, looked for from `place`, where the last one was found. */
export const placeOfRow = (rows: Uint32Array, row: number, place: number): number => {
  let found = place;
  if (found > 0 && (rows[found - 1] ?? 0) >= row) {
    let low = 0;
    let high = found - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    found = low;
  }
  while (found < rows.length && (rows[found] ?? 0) < row) found++;
  return found;
};
