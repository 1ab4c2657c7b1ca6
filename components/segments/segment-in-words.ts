import { isUnitFact, unitFacts, unitFieldLabel } from "@/components/filters/unit-fields";
import {
  engagedInWords,
  filterInWords,
  operatorWords,
  type Piece,
  valuesOf,
} from "@/components/goals/rule-in-words";
import type { Condition, Matcher, SegmentFilter } from "@/lib/matching/definition";
import { durationWords } from "./duration";

/** What goals and other segments are called, by key. */
export type Names = { goals: Readonly<Record<string, string>>; segments: Readonly<Record<string, string>> };

const plain = (text: string): Piece => ({ text });
const word = (text: string): Piece => ({ text, as: "word" });
const name = (text: string): Piece => ({ text, as: "name" });

const joined = (parts: Piece[][], joint: "and" | "or"): Piece[] =>
  parts.flatMap((part, i) => (i === 0 ? part : [plain(" "), word(joint), plain(" "), ...part]));

const inBrackets = (pieces: Piece[]): Piece[] => [plain("("), ...pieces, plain(")")];

const conditionInWords = (condition: Condition): Piece[] => {
  if (isUnitFact(condition.field) && condition.op === "is")
    return [
      name(
        String(condition.value) === "true" ? unitFacts[condition.field].yes : unitFacts[condition.field].no,
      ),
    ];
  return [
    plain(`${unitFieldLabel(condition.field)} `),
    word(operatorWords[condition.op]),
    ...valuesOf(condition),
  ];
};

const bare = (matcher: Matcher, names: Names): Piece[] => {
  if ("goal" in matcher)
    return [word("reached"), plain(" "), name(names.goals[matcher.goal] ?? matcher.goal)];
  if ("event" in matcher) return [word("did"), plain(" "), name(matcher.event)];
  if ("page" in matcher) return [word("saw"), plain(" the page "), name(matcher.page)];
  if ("engaged" in matcher) return engagedInWords(matcher.engaged);
  return inBrackets(
    joined(
      matcher.any.map((one) => deedInWords(one, names)),
      "or",
    ),
  );
};

const deedInWords = (matcher: Matcher, names: Names): Piece[] =>
  matcher.where
    ? [...bare(matcher, names), plain(" "), word("where"), plain(" "), ...filterInWords(matcher.where, true)]
    : bare(matcher, names);

const didInWords = (
  { did, atLeast = 1, withinMs }: { did: Matcher; atLeast?: number; withinMs?: number },
  names: Names,
): Piece[] => [
  ...deedInWords(did, names),
  ...(atLeast > 1 ? [plain(" "), word(`at least ${atLeast} times`)] : []),
  ...(withinMs === undefined
    ? []
    : [plain(" "), word("within"), plain(` ${durationWords(withinMs)} before the end`)]),
];

/** A segment's filter as a sentence people can check: "Device is mobile and reached Purchase at least 2 times". */
export const segmentInWords = (filter: SegmentFilter, names: Names, inside = false): Piece[] => {
  if ("field" in filter) return conditionInWords(filter);
  if ("segment" in filter)
    return [plain("in the segment "), name(names.segments[filter.segment] ?? filter.segment)];
  if ("did" in filter) return didInWords(filter, names);
  if ("not" in filter) {
    if ("did" in filter.not && (filter.not.atLeast ?? 1) === 1)
      return [word("never"), plain(" "), ...didInWords(filter.not, names)];
    const single = "did" in filter.not || "field" in filter.not || "segment" in filter.not;
    const pieces = segmentInWords(filter.not, names);
    return [word("not"), plain(" "), ...(single ? pieces : inBrackets(pieces))];
  }
  const joint = "and" in filter ? "and" : "or";
  const parts = "and" in filter ? filter.and : filter.or;
  const pieces = joined(
    parts.map((part) => segmentInWords(part, names, parts.length > 1)),
    joint,
  );
  return inside && parts.length > 1 ? inBrackets(pieces) : pieces;
};

/** The sentence as plain text, for places without room for emphasis. */
export const segmentText = (filter: SegmentFilter, names: Names): string =>
  segmentInWords(filter, names)
    .map(({ text }) => text)
    .join("");
