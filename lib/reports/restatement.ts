import type { Adjustment } from "@/lib/adjustments/definition";
import type { Goal } from "@/lib/goals/definition";
import { columnOf } from "@/lib/matching/column";
import type { Condition, Matcher } from "@/lib/matching/definition";
import type { GoalRules } from "@/lib/matching/rules";
import { type Converter, converterOf } from "@/lib/rates/converter";
import type { Basis, Money } from "./definition";
import { hashKey } from "./key-hash";
import type { Needs, ReportContext } from "./report";

/** What is known of an order beside its event: the latest value that was set, and what was paid back. */
export type Correction = { orderId: string; value?: Money; refunds: Money[] };

/** Orders as they stood at some time. */
type Orders = {
  /** Holds for events of no cancelled order; absent without one. */
  notCancelled?: Pick<Extract<Condition, { op: "is" | "isNot" }>, "op" | "value">;
  /** By order id. */
  corrections: ReadonlyMap<string, Correction>;
};

/** What refunds, cancellations and late values make of a project's goals for one question and range. */
export type Restatement = {
  rules: GoalRules;
  corrections: ReadonlyMap<string, Correction>;
  convert: Converter;
  found: Discrepancies;
};

/** Ids of orders to which an adjustment in another currency could not be applied, and of those refunded beyond their value. */
export type Discrepancies = { notApplied: Set<string>; capped: Set<string> };

/** Where a goal's conversions state the id of their order. */
export const orderIdField = ({ counting }: Goal): string =>
  typeof counting === "object" ? counting.key : "property.order_id";

/** A step on the way, such as a check-out that names its order, happened whatever became of the order. */
export const standsForOrders = ({ tier, counting }: Goal): boolean =>
  tier === "macro" || typeof counting === "object";

/** The columns in which the goals' conversions state their orders. */
export const orderIdColumns = (goals: readonly Goal[]): Set<string> =>
  new Set(goals.filter(standsForOrders).map((goal) => columnOf(orderIdField(goal))));

/** What a question needs, and what adjustments need beside. */
export const restatedNeeds = (needs: Needs, { adjustments, goals, project }: ReportContext): Needs => {
  if (adjustments.length === 0) return needs;
  const isForeign = adjustments.some((one) => "currency" in one && one.currency !== project.currency);
  return {
    ...needs,
    fields: new Set([...needs.fields, ...orderIdColumns(goals)]),
    rates: needs.rates === true || isForeign,
  };
};

/** A list that goes by a short name wherever what was asked is remembered, as it may be very long. */
const named = (ids: Iterable<string>): string[] & { toJSON: () => string } => {
  const list = [...ids].sort();
  const hash = { a: 0, b: 0 };
  hashKey(list.join("\0"), hash);
  return Object.assign(list, { toJSON: () => `${list.length} orders ${hash.a} ${hash.b}` });
};

const ordersAt = (adjustments: readonly Adjustment[], asOf: number): Orders => {
  const cancelled = new Set<string>();
  const corrections = new Map<string, Correction>();
  for (const adjustment of adjustments) {
    const { orderId, occurredAt } = adjustment;
    if (occurredAt >= asOf) continue;
    if (adjustment.type === "cancellation") {
      cancelled.add(orderId);
      continue;
    }
    const { type, currency, amountMinor: minor } = adjustment;
    const correction = corrections.get(orderId) ?? { orderId, refunds: [] };
    corrections.set(orderId, correction);
    if (type === "refund") correction.refunds.push({ currency, minor });
    else correction.value = { currency, minor };
  }
  return cancelled.size === 0
    ? { corrections }
    : { corrections, notCancelled: { op: "isNot", value: named(cancelled) } };
};

/** Several scans of a question ask about the same time. */
const rememberedOrders = new WeakMap<readonly Adjustment[], Map<number, Orders>>();

const knownOrders = (adjustments: readonly Adjustment[], asOf: number): Orders => {
  const known = rememberedOrders.get(adjustments) ?? new Map<number, Orders>();
  rememberedOrders.set(adjustments, known);
  const orders = known.get(asOf) ?? ordersAt(adjustments, asOf);
  known.set(asOf, orders);
  return orders;
};

/** The goals' rules, which nothing of a cancelled order satisfies. */
const netRules = ({ goals, rules }: ReportContext, notCancelled: NonNullable<Orders["notCancelled"]>) => {
  const restated = (goal: Goal): [string, Matcher] => {
    const { match } = goal;
    const clause = { field: orderIdField(goal), ...notCancelled };
    return [goal.key, { ...match, where: match.where ? { and: [match.where, clause] } : clause }];
  };
  return new Map([...rules, ...goals.filter(standsForOrders).map(restated)]);
};

const discrepancies = new WeakMap<ReportContext, Discrepancies>();

/** What was found about orders so far in answering the question that has this context. */
export const discrepanciesOf = (context: ReportContext): Discrepancies => {
  const found = discrepancies.get(context) ?? { notApplied: new Set(), capped: new Set() };
  discrepancies.set(context, found);
  return found;
};

/** The goals' rules as a question sees them that is asked at `asOf`: nothing of a cancelled order, unless it is gross. */
export const restatedRules = (context: ReportContext, basis: Basis, asOf: number): GoalRules => {
  const { adjustments, rules } = context;
  if (basis === "gross" || adjustments.length === 0) return rules;
  const { notCancelled } = knownOrders(adjustments, asOf);
  return notCancelled ? netRules(context, notCancelled) : rules;
};

/** What adjustments change in a question over a range that is asked at `asOf`; `undefined` where they change nothing. */
export const restatementOf = (
  context: ReportContext,
  basis: Basis,
  asOf: number,
): Restatement | undefined => {
  const { adjustments, rates, project } = context;
  if (basis === "gross" || adjustments.length === 0) return undefined;
  const { notCancelled, corrections } = knownOrders(adjustments, asOf);
  if (!notCancelled && corrections.size === 0) return undefined;
  return {
    rules: restatedRules(context, basis, asOf),
    corrections,
    convert: converterOf(rates, project.currency, project.timezone),
    found: discrepanciesOf(context),
  };
};
