import type { Condition, Filter, Matcher } from "@/lib/matching/definition";

/** A run of a sentence: `word` joins and compares (bold), `name` is what the person wrote (italic). */
export type Piece = { text: string; as?: "word" | "name" };

const plain = (text: string): Piece => ({ text });
const word = (text: string): Piece => ({ text, as: "word" });
const name = (text: string): Piece => ({ text, as: "name" });

/** How each comparison is said between a field and a value. */
export const operatorWords = {
  is: "is",
  isNot: "is not",
  contains: "contains",
  notContains: "does not contain",
  startsWith: "starts with",
  endsWith: "ends with",
  glob: "matches",
  regex: "matches the expression",
  gt: "is greater than",
  gte: "is at least",
  lt: "is less than",
  lte: "is at most",
  between: "is between",
  exists: "exists",
  notExists: "does not exist",
} as const satisfies Record<Condition["op"], string>;

const and = [plain(" "), word("and"), plain(" ")];
const or = [plain(" "), word("or"), plain(" ")];
const comma = [plain(", ")];

const joined = (parts: Piece[][], separator: Piece[]): Piece[] =>
  parts.flatMap((part, index) => (index === 0 ? part : [...separator, ...part]));

const inBrackets = (pieces: Piece[]): Piece[] => [plain("("), ...pieces, plain(")")];

/** What stands after the comparison: " mobile", " one of a, b", " 1 and 9". */
export const valuesOf = (condition: Condition): Piece[] => {
  if (!("value" in condition)) return [];
  if (condition.op === "between") {
    const [low, high] = condition.value;
    return [plain(" "), ...joined([[name(String(low))], [name(String(high))]], and)];
  }
  if (!Array.isArray(condition.value)) return [plain(" "), name(String(condition.value))];
  const list = joined(
    condition.value.map((value) => [name(String(value))]),
    comma,
  );
  return condition.value.length === 1 ? [plain(" "), ...list] : [plain(" one of "), ...list];
};

/** A filter on an event as a run of a sentence; `inside` one that goes on, an "or" gets brackets. */
export const filterInWords = (filter: Filter, inside = false): Piece[] => {
  if ("not" in filter) return [word("not"), plain(" "), ...inBrackets(filterInWords(filter.not))];
  if ("field" in filter)
    return [name(filter.field), plain(" "), word(operatorWords[filter.op]), ...valuesOf(filter)];
  const parts = "and" in filter ? filter.and : filter.or;
  const many = parts.length > 1;
  const pieces = joined(
    parts.map((part) => filterInWords(part, many)),
    "and" in filter ? and : or,
  );
  // "and" binds tighter than "or" for readers too, so only an "or" inside something else needs brackets.
  return many && inside && "or" in filter ? inBrackets(pieces) : pieces;
};

const pageInWords = (page: string): Piece[] => [
  word("Page"),
  plain(page.includes("*") ? " matches " : " is "),
  name(page),
];

export const engagedInWords = (engaged: {
  scrollPercent?: number;
  seconds?: number;
  page?: string;
}): Piece[] => {
  const did = [
    engaged.scrollPercent === undefined
      ? null
      : [plain("scrolled at least "), name(`${engaged.scrollPercent}\u202f%`)],
    engaged.seconds === undefined ? null : [plain("stayed at least "), name(`${engaged.seconds}\u202fs`)],
  ].filter((one) => one !== null);
  const where = engaged.page === undefined ? [] : [plain(" "), word("on"), plain(" "), name(engaged.page)];
  return [word("Page read"), plain(": "), ...joined(did, and), ...where];
};

const baseInWords = (matcher: Matcher): Piece[] => {
  if ("event" in matcher) return [word("Event"), plain(" is "), name(matcher.event)];
  if ("page" in matcher) return pageInWords(matcher.page);
  if ("engaged" in matcher) return engagedInWords(matcher.engaged);
  if ("goal" in matcher) return [word("Goal"), plain(" is "), name(matcher.goal)];
  return joined(
    matcher.any.map((one) => ruleInWords(one)),
    or,
  );
};

/** What a goal counts, as a sentence people can check: "Event is Order Completed and property.revenue is greater than 0". */
export const ruleInWords = (matcher: Matcher): Piece[] => {
  const base = baseInWords(matcher);
  if (!matcher.where) return base;
  const several = "any" in matcher && matcher.any.length > 1;
  const conditions = filterInWords(matcher.where, true);
  return [...(several ? inBrackets(base) : base), ...and, ...conditions];
};
