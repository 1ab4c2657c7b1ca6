import type { GoalValue } from "@/lib/goals/definition";
import { codeAt, type Journey } from "@/lib/journeys/journey";
import { columnOf, type Dictionary, pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
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

const scalarAt = (dictionary: Dictionary | undefined, code: number, field: string): unknown =>
  code < 0 || !dictionary ? undefined : scalarsAt(dictionary.value(code), pathInColumn(field))[0];

/** Money is computed in one place, once per distinct pair of amount and currency. */
export const valueReader = (value: GoalValue, columns: ColumnSet, projectCurrency: string): ValueReader => {
  if ("none" in value) return () => null;
  if ("fixed" in value) return () => value.fixed;
  const { property, currency: currencyField } = value;
  const place = columns.place(property);
  const amounts = columns.dictionary(property);
  const currencyPlace = currencyField ? columns.place(currencyField) : -1;
  const currencies = currencyField ? columns.dictionary(currencyField) : undefined;
  const currencyCount = (currencies?.size ?? 0) + 1;
  const known = new Map<number, Money | null>();
  return (journey, i) => {
    const amountCode = codeAt(journey, place, i);
    if (amountCode < 0) return null;
    const currencyCode = currencyPlace < 0 ? -1 : codeAt(journey, currencyPlace, i);
    const pair = amountCode * currencyCount + currencyCode + 1;
    const seen = known.get(pair);
    if (seen !== undefined) return seen;
    const stated = scalarAt(currencies, currencyCode, currencyField ?? "");
    const currency = typeof stated === "string" && stated ? stated.toUpperCase() : projectCurrency;
    const amount = scalarAt(amounts, amountCode, property);
    const minor =
      typeof amount === "number" || typeof amount === "string" ? minorUnits(amount, currency) : null;
    const money = minor === null ? null : { currency, minor };
    known.set(pair, money);
    return money;
  };
};
