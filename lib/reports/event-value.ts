import type { GoalValue } from "@/lib/goals/definition";
import { codeAt, type Journey, storedAt } from "@/lib/journeys/journey";
import { columnOf, type Dictionary, pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
import { currencyExponent } from "@/lib/money/currency-exponent";
import { minorUnits } from "@/lib/money/minor-units";
import type { ColumnSet } from "./column-set";
import type { Money } from "./definition";

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

/** Reads the currency that an event states, the project's where it states none. */
const currencyReader = (field: string | undefined, columns: ColumnSet, projectCurrency: string) => {
  if (!field) return () => projectCurrency;
  const place = columns.place(field);
  const dictionary = columns.dictionary(field);
  const path = pathInColumn(field);
  const known: string[] = [];
  return (journey: Journey, i: number): string => {
    const code = codeAt(journey, place, i);
    if (code < 0) return projectCurrency;
    let currency = known[code];
    if (currency === undefined) {
      const [stated] = scalarsAt(dictionary.value(code), path);
      currency = typeof stated === "string" && stated ? stated.toUpperCase() : projectCurrency;
      known[code] = currency;
    }
    return currency;
  };
};

/** Money is computed in one place, once per distinct amount and currency. */
export const valueReader = (value: GoalValue, columns: ColumnSet, projectCurrency: string): ValueReader => {
  if ("none" in value) return () => null;
  if ("fixed" in value) return () => value.fixed;
  const { property } = value;
  const place = columns.place(property);
  const currencyAt = currencyReader(value.currency, columns, projectCurrency);
  const path = pathInColumn(property);
  let lastDictionary: Dictionary | undefined;
  let lastCurrency = "";
  let minors: Float64Array | undefined;
  return (journey, i) => {
    const column = storedAt(journey, place, i);
    const code = column?.codes[journey.row[i] ?? 0] ?? 0;
    if (!column || code === 0) return null;
    const { dictionary } = column;
    const currency = currencyAt(journey, i);
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
