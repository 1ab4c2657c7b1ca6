import type { Goal } from "@/lib/goals/definition";
import { codeAt } from "@/lib/journeys/journey";
import { pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
import type { ColumnSet } from "./column-set";
import type { Money } from "./definition";
import type { ValueReader } from "./event-value";
import { type Correction, orderIdField, type Restatement, standsForOrders } from "./restatement";

// Hot path: called for every conversion that has a value. An order is looked up once, and only corrected ones allocate.

type Facts = { columns: ColumnSet; currency: string; restatement: Restatement };

/** An amount in the currency of an order of that day; `null` where it cannot be said. */
const inCurrencyOf = (order: string, { currency, minor }: Money, at: number, facts: Facts): number | null => {
  if (currency === order) return minor;
  return order === facts.currency ? facts.restatement.convert(minor, currency, at) : null;
};

/**
 * What an order of that day is worth after its correction: the value that was set last, else the stated one, less what was
 * paid back, and never less than nothing.
 */
const corrected = (
  stated: Money | null,
  { orderId, value, refunds }: Correction,
  at: number,
  facts: Facts,
): Money | null => {
  const { notApplied, capped } = facts.restatement.found;
  const currency = stated?.currency ?? value?.currency;
  if (currency === undefined) return null;
  const set = value && inCurrencyOf(currency, value, at, facts);
  if (set === null) notApplied.add(orderId);
  const minor = set ?? stated?.minor ?? 0;
  let refunded = 0;
  for (const refund of refunds) {
    const amount = inCurrencyOf(currency, refund, at, facts);
    if (amount === null) notApplied.add(orderId);
    else refunded += amount;
  }
  const most = Math.max(minor, 0);
  if (refunded > most) capped.add(orderId);
  return { currency, minor: minor - Math.min(refunded, most) };
};

const unknown = 0;
const asStated = -1;

/**
 * What a goal's conversions are worth after refunds and late values. Fixed values are what somebody decided a conversion
 * is worth: refunds leave them as they are.
 */
export const netWorth = (read: ValueReader, goal: Goal, facts: Facts): ValueReader => {
  const { corrections } = facts.restatement;
  if (corrections.size === 0 || !("property" in goal.value) || !standsForOrders(goal)) return read;
  const field = orderIdField(goal);
  const place = facts.columns.place(field);
  const dictionary = facts.columns.dictionary(field);
  const path = pathInColumn(field);
  // By code: 1 + the place of the order's correction.
  const known = new Int32Array(dictionary.size);
  const used: Correction[] = [];
  const look = (code: number): number => {
    const [orderId] = scalarsAt(dictionary.value(code), path);
    const correction = orderId === undefined ? undefined : corrections.get(String(orderId));
    return correction ? used.push(correction) : asStated;
  };
  return (journey, i) => {
    const stated = read(journey, i);
    const code = codeAt(journey, place, i);
    if (code < 0) return stated;
    let state = known[code] ?? unknown;
    if (state === unknown) {
      state = look(code);
      known[code] = state;
    }
    const correction = used[state - 1];
    return correction ? corrected(stated, correction, journey.at[i] ?? 0, facts) : stated;
  };
};
