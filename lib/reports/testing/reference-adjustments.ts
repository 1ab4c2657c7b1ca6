import type { Goal } from "@/lib/goals/definition";
import type { Money } from "../definition";
import type { Seen } from "./reference-journeys";
import { type Judged, ordersOf } from "./reference-matching";
import { convertedOf } from "./reference-money";

/** What is left of what a conversion stated. */
export const netOf = (event: Seen, goal: Goal, stated: Money | null, judged: Judged): Money | null => {
  const [id] = ordersOf(event, goal);
  if (id === undefined || !("property" in goal.value)) return stated;
  const own = judged.adjustments.filter(({ orderId }) => orderId === id);
  const values = own.flatMap((one) => (one.type === "value" ? [one] : []));
  const latest = values.reduce<(typeof values)[number] | undefined>(
    (best, one) => (best && one.occurredAt < best.occurredAt ? best : one),
    undefined,
  );
  const currency = stated?.currency ?? latest?.currency;
  if (currency === undefined) return null;
  const inItsCurrency = (minor: number, other: string): number | null => {
    if (other === currency) return minor;
    return currency === judged.currency
      ? convertedOf({ currency: other, minor }, event.at, judged.world)
      : null;
  };
  const set = latest ? inItsCurrency(latest.amountMinor, latest.currency) : null;
  let left = set ?? stated?.minor ?? 0;
  for (const one of own) {
    const amount = one.type === "refund" ? (inItsCurrency(one.amountMinor, one.currency) ?? 0) : 0;
    if (amount > 0 && left > 0) left = amount > left ? 0 : left - amount;
  }
  return { currency, minor: left };
};
