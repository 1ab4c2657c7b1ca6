import type { Goal, Tier } from "@/lib/goals/definition";
import type { Condition, Filter, Matcher } from "@/lib/matching/definition";
import { currencyExponent } from "@/lib/money/currency-exponent";

/** A condition as typed: everything is text until it is asked for. */
export type ConditionDraft = {
  id: string;
  field: string;
  op: Condition["op"];
  value: string;
  /** The upper end of "between". */
  high: string;
};

export type AlternativeDraft = {
  id: string;
  kind: "event" | "page" | "engaged";
  event: string;
  page: string;
  scrollPercent: string;
  seconds: string;
  engagedPage: string;
  conditions: ConditionDraft[];
};

/** A goal while it is written. Fields of kinds that are not chosen keep their text, so switching back loses nothing. */
export type GoalDraft = {
  name: string;
  key: string;
  tier: Tier;
  stage: Goal["stage"];
  alternatives: AlternativeDraft[];
  /** A rule this form cannot show, kept as it is. */
  fixedMatch: Matcher | null;
  counting: "every" | "session" | "visitor" | "key";
  countingKey: string;
  value: "none" | "fixed" | "property";
  amount: string;
  amountCurrency: string;
  valueProperty: string;
  currencyProperty: string;
};

let made = 0;
/** A React key: rows have no name of their own and may be removed from the middle. Rows that come from the server bring theirs. */
export const newId = (): string => `new-${++made}`;

export const newCondition = (id = newId()): ConditionDraft => ({
  id,
  field: "",
  op: "is",
  value: "",
  high: "",
});

export const newAlternative = (id = newId()): AlternativeDraft => ({
  id,
  kind: "event",
  event: "",
  page: "",
  scrollPercent: "",
  seconds: "",
  engagedPage: "",
  conditions: [],
});

export const newDraft = (currency: string): GoalDraft => ({
  name: "",
  key: "",
  tier: "micro",
  stage: "engagement",
  alternatives: [newAlternative("saved-0")],
  fixedMatch: null,
  counting: "every",
  countingKey: "property.order_id",
  value: "none",
  amount: "",
  amountCurrency: currency,
  valueProperty: "property.revenue",
  currencyProperty: "property.currency",
});

const conditionDraft = (condition: Condition, id: string): ConditionDraft => {
  const draft = { ...newCondition(id), field: condition.field, op: condition.op };
  if (!("value" in condition)) return draft;
  if (condition.op === "between")
    return { ...draft, value: String(condition.value[0]), high: String(condition.value[1]) };
  return { ...draft, value: [condition.value].flat().join(", ") };
};

/** The conditions of a filter that joins them by "and" only; `null` for any other. */
const conditionsOf = (filter: Filter | undefined): Condition[] | null => {
  if (!filter) return [];
  if ("field" in filter) return [filter];
  if (!("and" in filter)) return null;
  const parts = filter.and.map(conditionsOf);
  return parts.every((part) => part !== null) ? parts.flat() : null;
};

/** One matcher as the form shows it; `null` for one that it cannot show. */
export const alternativeDraft = (matcher: Matcher, index: number): AlternativeDraft | null => {
  const conditions = conditionsOf(matcher.where);
  // A list is typed with commas between, so a value that holds one cannot be shown.
  const shown = conditions?.every(
    (one) => !("value" in one && Array.isArray(one.value) && one.value.some((v) => String(v).includes(","))),
  );
  if (!conditions || !shown) return null;
  const id = `saved-${index}`;
  const draft = {
    ...newAlternative(id),
    conditions: conditions.map((one, row) => conditionDraft(one, `${id}-${row}`)),
  };
  if ("event" in matcher) return { ...draft, event: matcher.event };
  if ("page" in matcher) return { ...draft, kind: "page", page: matcher.page };
  if (!("engaged" in matcher)) return null;
  const { scrollPercent, seconds, page } = matcher.engaged;
  return {
    ...draft,
    kind: "engaged",
    scrollPercent: String(scrollPercent ?? ""),
    seconds: String(seconds ?? ""),
    engagedPage: page ?? "",
  };
};

const alternativesOf = (match: Matcher): AlternativeDraft[] | null => {
  if (!("any" in match)) {
    const only = alternativeDraft(match, 0);
    return only && [only];
  }
  if (match.where) return null;
  const alternatives = match.any.map(alternativeDraft);
  return alternatives.every((one) => one !== null) ? alternatives : null;
};

const decimalOf = (minor: number, currency: string): string => {
  const exponent = currencyExponent(currency) ?? 0;
  const digits = String(minor).padStart(exponent + 1, "0");
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
};

/** A saved goal as the form shows it. */
export const draftOf = (goal: Goal, currency: string): GoalDraft => {
  const start = newDraft(currency);
  const alternatives = alternativesOf(goal.match);
  const draft: GoalDraft = {
    ...start,
    name: goal.name,
    key: goal.key,
    tier: goal.tier,
    stage: goal.stage,
    alternatives: alternatives ?? start.alternatives,
    fixedMatch: alternatives ? null : goal.match,
    counting: typeof goal.counting === "object" ? "key" : goal.counting,
    countingKey: typeof goal.counting === "object" ? goal.counting.key : start.countingKey,
  };
  if ("fixed" in goal.value) {
    const { minor, currency: amountCurrency } = goal.value.fixed;
    return { ...draft, value: "fixed", amount: decimalOf(minor, amountCurrency), amountCurrency };
  }
  if ("property" in goal.value)
    return {
      ...draft,
      value: "property",
      valueProperty: goal.value.property,
      currencyProperty: goal.value.currency ?? "",
    };
  return draft;
};

/** "Added to cart" → "added-to-cart": what a key becomes when nobody chooses one. */
export const keyOfName = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 63)
    .replace(/-+$/, "");
