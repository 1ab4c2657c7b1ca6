import type { Adjustment } from "@/lib/adjustments/definition";
import type { Goal, GoalValue } from "@/lib/goals/definition";
import type { Condition, Filter, Matcher } from "@/lib/matching/definition";
import { minorUnits } from "@/lib/money/minor-units";
import type { Money } from "../definition";
import { channelOfEvent, inOrder, type Seen } from "./reference-journeys";
import type { World } from "./world";

type Scalar = string | number | boolean;

/** The scalars a value holds at the end of a path of names. */
export const walk = (value: unknown, names: readonly string[]): Scalar[] => {
  if (Array.isArray(value)) return value.flatMap((element) => walk(element, names));
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return names.length === 0 ? [value as Scalar] : [];
  const [name, ...rest] = names;
  const inner = Object.entries(value).find(([key]) => key === name);
  return inner ? walk(inner[1], rest) : [];
};

/** What an event has in a field: several scalars for a list, none when missing. */
export const scalarsOf = (event: Seen, field: string): Scalar[] => {
  if (field === "channel") return [channelOfEvent(event) ?? []].flat();
  if (field.startsWith("property.")) return walk(event.properties, field.split(".").slice(1));
  return [event.context[field] ?? []].flat();
};

/** The name a value goes by in a breakdown. */
export const textOf = (event: Seen, field: string): string | null => {
  const [first] = scalarsOf(event, field);
  return first === undefined ? null : String(first);
};

const globMatches = (glob: string, text: string): boolean => {
  if (glob === "") return text === "";
  const deep = glob.startsWith("**");
  if (!glob.startsWith("*"))
    return text !== "" && glob[0] === text[0] && globMatches(glob.slice(1), text.slice(1));
  for (let length = 0; length <= text.length; length++) {
    if (!deep && text.slice(0, length).includes("/")) return false;
    if (globMatches(glob.slice(deep ? 2 : 1), text.slice(length))) return true;
  }
  return false;
};

const asNumber = (scalar: Scalar): number =>
  typeof scalar === "boolean" || String(scalar).trim() === "" ? Number.NaN : Number(scalar);

const holdsFor = (condition: Condition, scalar: Scalar): boolean => {
  const text = String(scalar);
  switch (condition.op) {
    case "is":
    case "isNot":
      return [condition.value].flat().some((value) => String(value) === text);
    case "contains":
    case "notContains":
      return text.includes(condition.value);
    case "startsWith":
      return text.startsWith(condition.value);
    case "endsWith":
      return text.endsWith(condition.value);
    case "glob":
      return globMatches(condition.value, text);
    case "regex":
      return new RegExp(condition.value).test(text);
    case "gt":
      return asNumber(scalar) > condition.value;
    case "gte":
      return asNumber(scalar) >= condition.value;
    case "lt":
      return asNumber(scalar) < condition.value;
    case "lte":
      return asNumber(scalar) <= condition.value;
    case "between":
      return asNumber(scalar) >= condition.value[0] && asNumber(scalar) <= condition.value[1];
    case "exists":
    case "notExists":
      return true;
  }
};

/** Whether what a field holds satisfies a condition. */
export const holds = (condition: Condition, scalars: readonly Scalar[]): boolean => {
  const any = scalars.some((scalar) => holdsFor(condition, scalar));
  return ["isNot", "notContains", "notExists"].includes(condition.op) ? !any : any;
};

/** A filter over whatever `scalarsIn` says a field holds. */
const satisfies = (filter: Filter, scalarsIn: (field: string) => readonly Scalar[]): boolean => {
  if ("and" in filter) return filter.and.every((part) => satisfies(part, scalarsIn));
  if ("or" in filter) return filter.or.some((part) => satisfies(part, scalarsIn));
  if ("not" in filter) return !satisfies(filter.not, scalarsIn);
  return holds(filter, scalarsIn(filter.field));
};

/** The events of a world that a question sees, and the goals they are judged by. */
export type Judged = {
  events: readonly Seen[];
  goals: readonly Goal[];
  currency: string;
  /** Those that count for the question, as they were received. */
  adjustments: readonly Adjustment[];
  world: World;
};

const isOnPage = ({ context: { path, query } }: Seen, glob: string): boolean =>
  path !== undefined && globMatches(glob, glob.includes("?") ? path + (query ?? "") : path);

type Engaged = Extract<Matcher, { engaged: unknown }>["engaged"];

const crosses = (event: Seen, { scrollPercent = 0, seconds = 0, page }: Engaged): boolean => {
  const atLeast = (field: string, least: number) =>
    least === 0 || scalarsOf(event, field).some((scalar) => asNumber(scalar) >= least);
  return (
    event.name === "Page Engaged" &&
    atLeast("property.scrollPercent", scrollPercent) &&
    atLeast("property.engagedSeconds", seconds) &&
    (page === undefined || isOnPage(event, page))
  );
};

const crossesFirst = (event: Seen, engaged: Engaged, judged: Judged): boolean => {
  if (!crosses(event, engaged)) return false;
  const view = event.properties.viewId;
  if (view === undefined) return true;
  const crossing = judged.events.filter(
    (one) => one.visitor === event.visitor && one.properties.viewId === view && crosses(one, engaged),
  );
  return crossing.sort(inOrder)[0] === event;
};

/** The ids of the orders that an event of the goal is about; none for a step on the way. */
export const ordersOf = (event: Seen, { tier, counting }: Goal): string[] => {
  if (tier === "micro" && typeof counting === "string") return [];
  const field = typeof counting === "string" ? "property.order_id" : counting.key;
  return scalarsOf(event, field).map(String);
};

/** Whether the order that a conversion stands for was cancelled. */
const isCancelled = (event: Seen, goal: Goal, { adjustments }: Judged): boolean =>
  ordersOf(event, goal).some((id) =>
    adjustments.some(({ type, orderId }) => type === "cancellation" && orderId === id),
  );

const followsRule = (event: Seen, matcher: Matcher, judged: Judged): boolean => {
  if ("event" in matcher) return event.name === matcher.event;
  if ("page" in matcher) return event.name === "Page Viewed" && isOnPage(event, matcher.page);
  if ("any" in matcher) return matcher.any.some((part) => matches(event, part, judged));
  if ("engaged" in matcher) return crossesFirst(event, matcher.engaged, judged);
  const goal = judged.goals.find((one) => one.key === matcher.goal);
  return goal !== undefined && matches(event, goal.match, judged) && !isCancelled(event, goal, judged);
};

export const matches = (event: Seen, matcher: Matcher, judged: Judged): boolean =>
  followsRule(event, matcher, judged) &&
  (matcher.where === undefined || satisfies(matcher.where, (field) => scalarsOf(event, field)));

/** What an event is worth by a goal's rule; `null` where it states no usable amount. */
export const worthOf = (event: Seen, value: GoalValue, projectCurrency: string): Money | null => {
  if ("none" in value) return null;
  if ("fixed" in value) return value.fixed;
  const [amount] = scalarsOf(event, value.property);
  const [stated] = value.currency ? scalarsOf(event, value.currency) : [];
  const currency = typeof stated === "string" && stated !== "" ? stated.toUpperCase() : projectCurrency;
  const minor = amount === undefined || typeof amount === "boolean" ? null : minorUnits(amount, currency);
  return minor === null ? null : { currency, minor };
};

/** Sums by currency, in alphabetical order. */
export const sumMoney = (amounts: readonly (Money | null)[]): Money[] => {
  const sums: Record<string, number> = {};
  for (const money of amounts) if (money) sums[money.currency] = (sums[money.currency] ?? 0) + money.minor;
  return Object.keys(sums)
    .sort()
    .map((currency) => ({ currency, minor: sums[currency] ?? 0 }));
};
