import { isField } from "@/components/filters/fields";
import type { Goal, GoalCounting, GoalValue } from "@/lib/goals/definition";
import type { Condition, Matcher } from "@/lib/matching/definition";
import { minorUnits } from "@/lib/money/minor-units";
import type { AlternativeDraft, ConditionDraft, GoalDraft } from "./draft";

/** What is missing or wrong, by the place in the draft: "name", "alternatives.0.conditions.1.value". */
export type Problems = Record<string, string>;

type Read<T> = { value: T; problems: Problems };

const numeric = new Set<string>(["gt", "gte", "lt", "lte"]);
const listed = new Set<string>(["is", "isNot"]);

/** A field as typed: what is no field of the context is a property, with or without the word in front. */
const fieldOf = (typed: string): string => {
  const field = typed.trim();
  return field === "" || isField(field) || field.startsWith("property.") ? field : `property.${field}`;
};

const propertyOf = (typed: string): string => {
  const property = typed.trim();
  return property === "" || property.startsWith("property.") ? property : `property.${property}`;
};

/** A number as typed, with a point or a comma; `null` for anything else. */
export const numberOf = (typed: string): number | null => {
  const text = typed.trim().replace(",", ".");
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : null;
};

const readValue = (draft: ConditionDraft, at: string): Read<Record<string, unknown>> => {
  const { op } = draft;
  if (op === "exists" || op === "notExists") return { value: {}, problems: {} };
  if (op === "between" || numeric.has(op)) {
    const low = numberOf(draft.value);
    const high = op === "between" ? numberOf(draft.high) : 0;
    const problems: Problems = {};
    if (low === null) problems[`${at}.value`] = "Enter a number.";
    if (high === null) problems[`${at}.high`] = "Enter a number.";
    return { value: { value: op === "between" ? [low, high] : low }, problems };
  }
  const texts = listed.has(op)
    ? draft.value.split(",").flatMap((one) => one.trim() || [])
    : [draft.value].filter((one) => one !== "");
  const [first] = texts;
  if (first === undefined) return { value: {}, problems: { [`${at}.value`]: "Enter a value." } };
  return { value: { value: texts.length > 1 ? texts : first }, problems: {} };
};

/** One condition on an event. */
export const readCondition = (draft: ConditionDraft, at: string): Read<Condition> => {
  const { value, problems } = readValue(draft, at);
  const field = fieldOf(draft.field);
  return {
    value: { field, op: draft.op, ...value } as Condition,
    problems: field === "" ? { [`${at}.field`]: "Name a property or field.", ...problems } : problems,
  };
};

const readEngaged = (draft: AlternativeDraft, at: string): Read<Matcher> => {
  const scrollPercent = numberOf(draft.scrollPercent);
  const seconds = numberOf(draft.seconds);
  const page = draft.engagedPage.trim();
  const problems: Problems = {};
  if (draft.scrollPercent.trim() && (scrollPercent === null || scrollPercent < 1 || scrollPercent > 100))
    problems[`${at}.scrollPercent`] = "Enter a number from 1 to 100.";
  if (draft.seconds.trim() && (seconds === null || seconds < 1))
    problems[`${at}.seconds`] = "Enter a number of at least 1.";
  if (!draft.scrollPercent.trim() && !draft.seconds.trim())
    problems[`${at}.scrollPercent`] = "State how far, how long, or both.";
  return {
    value: {
      engaged: {
        ...(scrollPercent === null ? {} : { scrollPercent }),
        ...(seconds === null ? {} : { seconds }),
        ...(page === "" ? {} : { page }),
      },
    },
    problems,
  };
};

const readBase = (draft: AlternativeDraft, at: string): Read<Matcher> => {
  if (draft.kind === "engaged") return readEngaged(draft, at);
  const text = draft[draft.kind].trim();
  const missing = draft.kind === "event" ? "Name the event." : "Enter a path like /thanks or /p/*.";
  return {
    value: draft.kind === "event" ? { event: text } : { page: text },
    problems: text === "" ? { [`${at}.${draft.kind}`]: missing } : {},
  };
};

/** One way to satisfy a rule, and what keeps it from being one. */
export const readAlternative = (draft: AlternativeDraft, at: string): Read<Matcher> => {
  const base = readBase(draft, at);
  const conditions = draft.conditions.map((one, index) => readCondition(one, `${at}.conditions.${index}`));
  const problems = Object.assign({}, base.problems, ...conditions.map((one) => one.problems));
  const [first] = conditions;
  if (!first) return { value: base.value, problems };
  const where = conditions.length === 1 ? first.value : { and: conditions.map((one) => one.value) };
  return { value: { ...base.value, where }, problems };
};

/** The rule alone, for the sentence and the preview. */
export const matchOfDraft = (draft: GoalDraft): Read<Matcher> => {
  if (draft.fixedMatch) return { value: draft.fixedMatch, problems: {} };
  const all = draft.alternatives.map((one, index) => readAlternative(one, `alternatives.${index}`));
  const problems: Problems = Object.assign({}, ...all.map((one) => one.problems));
  const [first] = all;
  return { value: all.length === 1 && first ? first.value : { any: all.map((one) => one.value) }, problems };
};

const readCounting = (draft: GoalDraft): Read<GoalCounting> => {
  if (draft.counting !== "key") return { value: draft.counting, problems: {} };
  const key = propertyOf(draft.countingKey);
  return {
    value: { key },
    problems: key ? {} : { countingKey: "Name the property that tells orders apart." },
  };
};

const readWorth = (draft: GoalDraft): Read<GoalValue> => {
  if (draft.value === "none") return { value: { none: true }, problems: {} };
  if (draft.value === "fixed") {
    const currency = draft.amountCurrency.trim().toUpperCase();
    const minor = minorUnits(draft.amount.trim().replace(",", "."), currency);
    const problems: Problems = {};
    if (minor === null || minor < 0) problems.amount = `Enter an amount like 5.50, in a currency like EUR.`;
    return { value: { fixed: { minor: minor ?? 0, currency } }, problems };
  }
  const property = propertyOf(draft.valueProperty);
  const currency = propertyOf(draft.currencyProperty);
  return {
    value: currency ? { property, currency } : { property },
    problems: property ? {} : { valueProperty: "Name the property that holds the value." },
  };
};

/** The goal as the API states it, and what keeps it from being one. The server has the last word. */
export const goalOfDraft = (draft: GoalDraft): Read<Goal> => {
  const match = matchOfDraft(draft);
  const counting = readCounting(draft);
  const worth = readWorth(draft);
  const name = draft.name.trim();
  return {
    value: {
      key: draft.key,
      name,
      tier: draft.tier,
      stage: draft.stage,
      match: match.value,
      counting: counting.value,
      value: worth.value,
    },
    problems: {
      ...(name ? {} : { name: "Give the goal a name." }),
      ...(name && !draft.key ? { key: "Give the goal a key, like add-to-cart." } : {}),
      ...match.problems,
      ...counting.problems,
      ...worth.problems,
    },
  };
};

/** Where the form shows what the server said about a place in the goal ("match.any.1.where.and.0.value"). */
export const placeInDraft = (path: string | undefined): string | null => {
  if (!path) return null;
  const simple: Record<string, string> = { "counting.key": "countingKey", "value.property": "valueProperty" };
  if (["name", "key", "stage", "tier"].includes(path)) return path;
  if (path.startsWith("value.fixed")) return "amount";
  if (path === "value.currency") return "currencyProperty";
  if (simple[path]) return simple[path];
  const [, any = "0", rest = ""] = /^match(?:\.any\.(\d+))?(?:\.(.*))?$/.exec(path) ?? [];
  const [, index = "0", part = "value"] = /^where(?:\.and\.(\d+))?(?:\.(field|value))?/.exec(rest) ?? [];
  if (rest.startsWith("where")) return `alternatives.${any}.conditions.${index}.${part}`;
  const own = rest.replace("engaged.page", "engagedPage").replace("engaged.", "");
  return own === "" ? null : `alternatives.${any}.${own}`;
};
