import type { Part } from "@/lib/journeys/part";
import type { Matcher } from "@/lib/matching/definition";
import { converterOf } from "@/lib/rates/converter";
import { fieldsOfValue } from "../event-value";
import { type Asked, type OpenUnits, openUnits } from "../open-units";
import { resolveRange } from "../range";
import { addReads, type Read, type ReportContext } from "../report";
import type { Question } from "./definition";
import { type MatrixGoals, piecesOf } from "./matrix-goals";
import { type PieceTotals, VisitorCount } from "./visitor-count";

/** What one part counted, piece by piece. */
export type MatrixPartial = { pieces: PieceTotals[]; read: Read };

/** What makes sessions comparable. */
export const strataFields = ["channel", "device"] as const;

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

const foldPiece = (goals: MatrixGoals, asked: Asked<Question>): { totals: PieceTotals; read: Read } => {
  const fields = new Set<string>(strataFields);
  for (const { value } of goals.macros) fieldsOfValue(value, fields);
  const units = openUnits(asked, { matchers: matchersOf(goals), fields, sessions: true });
  const count = countOf(goals, asked, units);
  const read = units.forEachUnit((journey, first, end, isWhole) => {
    if (isWhole) count.add(journey, first, end);
  });
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
