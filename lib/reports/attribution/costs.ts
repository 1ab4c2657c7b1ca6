import type { AdCost } from "@/lib/ad-costs/definition";
import { addDays, localDate, startOfDate } from "@/lib/calendar/local-date";
import { channelOf } from "@/lib/channels/channel-of";
import { type Converter, converterOf } from "@/lib/rates/converter";
import {
  addConverted,
  type ConvertedSums,
  joinConverted,
  listConverted,
  newConvertedSums,
} from "../converted-sums";
import type { Warning } from "../definition";
import type { Range } from "../range";
import type { ReportContext } from "../report";
import type {
  AttributionAnswer,
  AttributionRow,
  Converted,
  CostNumbers,
  Credit,
  ModelCredits,
  Question,
  TouchKey,
} from "./definition";
import { keyOfTraffic } from "./touch-keys";

/** What is needed to set costs beside rows: none for keys that cannot be bought. */
export type Spending = {
  by: TouchKey;
  /** Local dates, `to` exclusive. */
  days: { from: string; to: string };
  /** Keys that have credit or sessions but no row of their own. */
  unlisted: ReadonlySet<string | null>;
  /** So many rows are added at most for what cost but brought nobody. */
  limit: number;
  currency: string;
  timezone: string;
  convert: Converter;
  /** Conversions are those of everybody, as costs are. */
  isOfAll: boolean;
};

const bought: ReadonlySet<TouchKey> = new Set<TouchKey>(["channel", "source", "medium", "campaign"]);

/** Costs are by day, so days at the ends of the range count whole, and so does that of the clock. */
export const spendingOf = (
  { by, limit, segment }: Question,
  { from, to, asOf }: Range,
  unlisted: ReadonlySet<string | null>,
  { project, rates }: ReportContext,
): Spending | undefined => {
  if (!bought.has(by)) return undefined;
  const { timezone, currency } = project;
  const last = localDate(Math.min(to, asOf) - 1, timezone);
  const days = { from: localDate(from, timezone), to: addDays(last, 1) };
  const convert = converterOf(rates, currency, timezone);
  return { by, limit, days, unlisted, currency, timezone, convert, isOfAll: segment === undefined };
};

const keyOf = (by: TouchKey, { source, medium, campaign }: AdCost): string | null => {
  const traffic = {
    referrer: null,
    source,
    // What cost money was an advertisement, even where its bill does not say so.
    medium: medium || "cpc",
    campaign: campaign || null,
    clickId: null,
  };
  return by === "channel" ? channelOf(traffic) : keyOfTraffic(by, traffic);
};

type Costs = ReadonlyMap<string | null, ConvertedSums>;

const sumsByKey = (costs: readonly AdCost[], { by, convert, timezone }: Spending): Costs => {
  const sums = new Map<string | null, ConvertedSums>();
  for (const cost of costs) {
    const key = keyOf(by, cost);
    const own = sums.get(key) ?? newConvertedSums();
    sums.set(key, own);
    const { costMinor: minor, currency, day } = cost;
    addConverted(own, { currency, minor }, startOfDate(day, timezone), convert);
  }
  return sums;
};

const costNumbers = (
  cost: Converted | null,
  { conversions, converted }: Credit,
  isOfAll: boolean,
): CostNumbers => {
  const isWhole = isOfAll && cost !== null && cost.missing.length === 0;
  const isEarned = converted !== null && converted.missing.length === 0;
  return {
    cost,
    costPerConversion: isWhole && conversions > 0 ? cost.minor / conversions : null,
    returnOnCost: isWhole && isEarned && cost.minor > 0 ? converted.minor / cost.minor : null,
  };
};

/** Which keys' costs each row has; rows for keys that cost but brought nobody come after the others. */
type Placed = { listed: Costs; added: readonly (string | null)[]; others: ConvertedSums; hasOthers: boolean };

const place = (costs: Costs, rows: readonly AttributionRow[], { unlisted, limit }: Spending): Placed => {
  const named = new Set(rows.flatMap(({ key, other }) => (other ? [] : [key])));
  const fresh = [...costs]
    .filter(([key]) => !named.has(key) && !unlisted.has(key))
    .sort(([a, one], [b, two]) => two.minor - one.minor || ((a ?? "") < (b ?? "") ? -1 : 1))
    .map(([key]) => key);
  const added = fresh.slice(0, limit);
  const others = newConvertedSums();
  let hasOthers = rows.some(({ other }) => other);
  for (const [key, cost] of costs) {
    if (named.has(key) || added.includes(key)) continue;
    joinConverted(others, cost);
    hasOthers = true;
  }
  return { listed: costs, added, others, hasOthers };
};

const nothing = ({ converted, revenue }: Credit): Omit<AttributionRow, "key"> => ({
  sessions: 0,
  conversions: 0,
  revenue: revenue.map(({ currency }) => ({ currency, minor: 0 })),
  converted: converted && { ...converted, minor: 0, missing: [] },
  share: null,
});

const withRowCosts = (
  rows: readonly AttributionRow[],
  untouched: Credit,
  { listed, added, others, hasOthers }: Placed,
  { currency, isOfAll }: Spending,
): AttributionRow[] => {
  const [first] = rows;
  // As the model's other rows are told.
  const empty: Omit<AttributionRow, "key"> = {
    ...nothing(untouched),
    ...(first && first.share !== null ? { share: 0 } : {}),
    ...(first?.removalEffect === undefined ? {} : { removalEffect: 0 }),
    ...(first?.error === undefined ? {} : { error: 0 }),
  };
  const own = rows.filter(({ other }) => !other);
  const rest = rows.find(({ other }) => other) ?? { key: null, other: true as const, ...empty };
  const all: AttributionRow[] = [
    ...own,
    ...added.map((key): AttributionRow => ({ key, ...empty })),
    ...(hasOthers ? [rest] : []),
  ];
  return all.map((row) => {
    const sums = row.other ? others : (listed.get(row.key) ?? newConvertedSums());
    return { ...row, ...costNumbers(listConverted(sums, currency), row, isOfAll) };
  });
};

const ofEverybody: Warning = {
  code: "cost_of_all",
  message:
    "What advertising cost is known for everybody alone, not for the segment, so no cost per conversion and no return can be said.",
};

/** Sets costs of the range beside the rows of an answer; without any it stays as it is. */
export const withCosts = <A extends Pick<AttributionAnswer, "rows" | "untouched" | "byModel">>(
  { spending, ...answer }: A & { spending?: Spending },
  costs: readonly AdCost[],
) => {
  if (!spending || costs.length === 0) return answer;
  const byKey = sumsByKey(costs, spending);
  const placed = place(byKey, answer.rows, spending);
  const all = newConvertedSums();
  for (const cost of byKey.values()) joinConverted(all, cost);
  const add = <M extends Pick<ModelCredits, "rows" | "untouched">>(one: M): M => ({
    ...one,
    rows: withRowCosts(one.rows, one.untouched, placed, spending),
  });
  return {
    ...add(answer),
    ...(answer.byModel ? { byModel: answer.byModel.map(add) } : {}),
    cost: listConverted(all, spending.currency),
    ...(spending.isOfAll ? {} : { warnings: [ofEverybody] }),
  };
};
