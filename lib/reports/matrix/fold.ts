import type { Part } from "@/lib/journeys/part";
import type { Matcher } from "@/lib/matching/definition";
import { converterOf } from "@/lib/rates/converter";
import { fieldsOfValue } from "../event-value";
import { type Asked, type OpenUnits, openUnits } from "../open-units";
import { resolveRange } from "../range";
import { addReads, type Read, type ReportContext } from "../report";
import { restatedRules } from "../restatement";
import type { Question } from "./definition";
import { type MatrixGoals, piecesOf } from "./matrix-goals";
import { strataFields } from "./session-strata";
import { settledVisits } from "./settled-visits";
import { type PieceTotals, VisitorCount } from "./visitor-count";

/** What one part counted, piece by piece. */
export type MatrixPartial = { pieces: PieceTotals[]; read: Read };

/** What a piece looks for: bit k is micro k, and after the micros come the macros. */
const matchersOf = ({ micros, macros }: MatrixGoals): Matcher[] =>
  [...micros, ...macros].map(({ key }) => ({ goal: key }));

/** Counts a piece; `units` were opened with its matchers, sessions and what makes those comparable. */
export const countOf = (
  { micros, macros }: MatrixGoals,
  { question, range, context }: Pick<Asked<Question>, "question" | "range" | "context">,
  { columns, counterOf }: OpenUnits,
): VisitorCount => {
  const { currency, timezone } = context.project;
  const worth = macros.map((macro, m) => counterOf(macro, micros.length + m).worth);
  const window = { windowMs: question.windowMs, asOf: range.asOf };
  const convert = converterOf(context.rates, currency, timezone);
  return new VisitorCount({ micros: micros.length, worth, columns, window, convert });
};

/** Visitors who need not be visited, as far as they are known; undefined where a segment decides about each. */
const knownVisitors = ({ micros, macros }: MatrixGoals, asked: Asked<Question>) => {
  const { question, range, part, context } = asked;
  if (question.segment) return undefined;
  const known = settledVisits(part, {
    micros: micros.length,
    matchers: matchersOf({ micros, macros }),
    rules: restatedRules(context, question.basis, range.asOf),
    includeBots: question.includeBots,
    sessionGapMs: context.project.sessionGapMs,
  });
  const ofRows = new Map(
    [...known].map(([rows, visits]) => {
      const { lastOf, before } = visits;
      return [rows, { visits, kindOf: lastOf, counts: new Uint32Array(before.length) }];
    }),
  );
  // Nothing happened within the window after the last event, and nothing will.
  return { until: range.asOf - question.windowMs, ofRows };
};

const foldPiece = (goals: MatrixGoals, asked: Asked<Question>): { totals: PieceTotals; read: Read } => {
  const fields = new Set<string>(strataFields);
  for (const { value } of goals.macros) fieldsOfValue(value, fields);
  const kinds = knownVisitors(goals, asked);
  const units = openUnits(asked, { matchers: matchersOf(goals), fields, sessions: true, kinds });
  const count = countOf(goals, asked, units);
  const read = units.forEachUnit((journey, first, end, isWhole) => {
    if (isWhole) count.add(journey, first, end);
  });
  for (const { visits, counts } of kinds?.ofRows.values() ?? []) count.addSettled(visits, counts);
  return { totals: count.totals(), read };
};

/** Walks over a part's visitors once for as many goals as a scan can look for. */
export const foldMatrix = (question: Question, part: Part, context: ReportContext): MatrixPartial => {
  const range = resolveRange(question, context.project.timezone, context.now);
  const pieces = piecesOf(question, context).map((goals) =>
    foldPiece(goals, { question, range, part, context }),
  );
  return { pieces: pieces.map(({ totals }) => totals), read: addReads(pieces.map(({ read }) => read)) };
};
