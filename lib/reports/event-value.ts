import type { GoalValue } from "@/lib/goals/definition";
import type { Journey } from "@/lib/journeys/scan";
import { type Column, columnOf, pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
import { minorUnits } from "@/lib/money/minor-units";
import type { ColumnSet } from "./column-set";
import type { Money } from "./definition";

/** Sums money by currency; currencies are never added to each other. */
export class MoneySum {
  private readonly minorOf = new Map<string, number>();

  add(money: Money | null): void {
    if (money) this.minorOf.set(money.currency, (this.minorOf.get(money.currency) ?? 0) + money.minor);
  }

  /** By currency, in alphabetical order. */
  list(): Money[] {
    return [...this.minorOf]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, minor]) => ({ currency, minor }));
  }
}

const scalarAt = (column: Column | undefined, code: number, field: string): unknown =>
  code < 0 || !column ? undefined : scalarsAt(column.values[code], pathInColumn(field))[0];

/** What one event is worth, by its place in a journey or by its row; `null` where it states no usable amount. */
export type ValueReader = {
  at: (journey: Journey, i: number) => Money | null;
  atRow: (row: number) => Money | null;
};

/** The columns that a value reads. */
export const fieldsOfValue = (value: GoalValue, into: Set<string>): void => {
  if (!("property" in value)) return;
  into.add(columnOf(value.property));
  if (value.currency) into.add(columnOf(value.currency));
};

/** Money is computed in one place, once per distinct pair of amount and currency. */
export const valueReader = (value: GoalValue, columns: ColumnSet, projectCurrency: string): ValueReader => {
  if ("none" in value) return { at: () => null, atRow: () => null };
  if ("fixed" in value) return { at: () => value.fixed, atRow: () => value.fixed };
  const amounts = columns.place(value.property);
  const currencies = value.currency ? columns.place(value.currency) : -1;
  const currencyCount = (columns.columns[currencies]?.values.length ?? 0) + 1;
  const known = new Map<number, Money | null>();
  const ofCodes = (amountCode: number, currencyCode: number): Money | null => {
    if (amountCode < 0) return null;
    const pair = amountCode * currencyCount + currencyCode + 1;
    const seen = known.get(pair);
    if (seen !== undefined) return seen;
    const stated = scalarAt(columns.columns[currencies], currencyCode, value.currency ?? "");
    const currency = typeof stated === "string" && stated ? stated.toUpperCase() : projectCurrency;
    const amount = scalarAt(columns.columns[amounts], amountCode, value.property);
    const minor =
      typeof amount === "number" || typeof amount === "string" ? minorUnits(amount, currency) : null;
    const money = minor === null ? null : { currency, minor };
    known.set(pair, money);
    return money;
  };
  return {
    at: (journey, i) => ofCodes(journey.columns[amounts]?.[i] ?? -1, journey.columns[currencies]?.[i] ?? -1),
    atRow: (row) =>
      ofCodes(columns.columns[amounts]?.codes[row] ?? -1, columns.columns[currencies]?.codes[row] ?? -1),
  };
};
