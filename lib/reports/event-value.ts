import type { GoalValue } from "@/lib/goals/definition";
import { columnsAt, type Journey, rowAt, type StoredCodes } from "@/lib/journeys/journey";
import { type Codes, columnOf, type Dictionary, pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
import { currencyExponent } from "@/lib/money/currency-exponent";
import { minorUnits } from "@/lib/money/minor-units";
import type { ColumnSet } from "./column-set";
import type { Money } from "./definition";
import { type FewValues, fewValues, placeOfRow } from "./few-values";

/** What one event is worth, by its place in a journey; `null` where it states no usable amount. */
export type ValueReader = (journey: Journey, i: number) => Money | null;

/** The columns that a value reads. */
export const fieldsOfValue = (value: GoalValue, into: Set<string>): void => {
  if (!("property" in value)) return;
  into.add(columnOf(value.property));
  if (value.currency) into.add(columnOf(value.currency));
};

const unknown = Number.POSITIVE_INFINITY;
const mostCurrencies = 4;

/** Dictionaries of stored runs live long, and money is read from decimal text: once a value is enough. */
const remembered = new WeakMap<Dictionary, Map<string, Float64Array>>();

/**
 * What is known of the minor units of a dictionary's values in one currency: NaN where a value states no amount.
 * `undefined` for more currencies than a shop has, which are not worth the memory.
 */
const minorsIn = (dictionary: Dictionary, property: string, currency: string): Float64Array | undefined => {
  const known = remembered.get(dictionary) ?? new Map<string, Float64Array>();
  remembered.set(dictionary, known);
  const key = `${currency} ${property}`;
  let minors = known.get(key);
  if (!minors && known.size < mostCurrencies) {
    minors = new Float64Array(dictionary.size).fill(unknown);
    known.set(key, minors);
  }
  return minors;
};

const minorOf = (value: unknown, path: readonly string[], currency: string): number => {
  const [amount] = scalarsAt(value, path);
  if (typeof amount !== "number" && typeof amount !== "string") return Number.NaN;
  return minorUnits(amount, currency) ?? Number.NaN;
};

/** Reads the currency that a row states, the project's where it states none. */
const currencyReader = (field: string | undefined, columns: ColumnSet, projectCurrency: string) => {
  if (!field) return () => projectCurrency;
  const dictionary = columns.dictionary(field);
  const path = pathInColumn(field);
  const known: string[] = [];
  return (stated: StoredCodes | undefined, row: number): string => {
    const code = stated?.codes[row] ?? 0;
    if (!stated || code === 0) return projectCurrency;
    const joined = code + stated.add;
    let currency = known[joined];
    if (currency === undefined) {
      const [text] = scalarsAt(dictionary.value(joined), path);
      currency = typeof text === "string" && text ? text.toUpperCase() : projectCurrency;
      known[joined] = currency;
    }
    return currency;
  };
};

type PropertyValue = Extract<GoalValue, { property: string }>;

/** Reads what a row is worth by the columns of its amount and its currency, once per distinct amount and currency. */
const rowReader = (
  { property, currency: field }: PropertyValue,
  columns: ColumnSet,
  projectCurrency: string,
) => {
  const currencyOf = currencyReader(field, columns, projectCurrency);
  const path = pathInColumn(property);
  let lastDictionary: Dictionary | undefined;
  let lastCurrency = "";
  let minors: Float64Array | undefined;
  return ({ codes, dictionary }: StoredCodes, stated: StoredCodes | undefined, row: number): Money | null => {
    const code = codes[row] ?? 0;
    if (code === 0) return null;
    const currency = currencyOf(stated, row);
    if (dictionary !== lastDictionary || currency !== lastCurrency) {
      minors = currencyExponent(currency) === null ? undefined : minorsIn(dictionary, property, currency);
      lastDictionary = dictionary;
      lastCurrency = currency;
    }
    let minor = minors?.[code - 1] ?? unknown;
    if (minor === unknown) {
      minor = minorOf(dictionary.value(code - 1), path, currency);
      if (minors) minors[code - 1] = minor;
    }
    return Number.isNaN(minor) ? null : { currency, minor };
  };
};

/** Money is computed in one place; where few rows have any, it is remembered with them. */
export const valueReader = (value: GoalValue, columns: ColumnSet, projectCurrency: string): ValueReader => {
  if ("none" in value) return () => null;
  if ("fixed" in value) return () => value.fixed;
  const name = JSON.stringify([value, projectCurrency]);
  const place = columns.place(value.property);
  const currencyPlace = value.currency ? columns.place(value.currency) : -1;
  const read = rowReader(value, columns, projectCurrency);
  let codes: Codes | undefined;
  let few: FewValues | undefined;
  let next = 0;
  // Apart, as whatever a function hands to a closure is put into an object at each of its calls.
  const meet = (amounts: StoredCodes, stated: StoredCodes | undefined): void => {
    codes = amounts.codes;
    few = fewValues(codes, name, (row) => read(amounts, stated, row));
    next = 0;
  };
  return (journey, i) => {
    const stored = columnsAt(journey, i);
    const amounts = stored?.[place];
    if (!amounts) return null;
    const row = rowAt(journey, i);
    if (amounts.codes !== codes) meet(amounts, stored?.[currencyPlace]);
    if (few === undefined) return read(amounts, stored?.[currencyPlace], row);
    const { rows, minor, currency, currencies } = few;
    next = placeOfRow(rows, row, next);
    if (rows[next] !== row) return null;
    return { currency: currencies[currency[next] ?? 0] ?? projectCurrency, minor: minor[next] ?? 0 };
  };
};
