import type { Part } from "@/lib/journeys/part";
import { converterOf } from "@/lib/rates/converter";
import { fieldsOfValue } from "../event-value";
import { type Asked, openUnits } from "../open-units";
import { resolveRange } from "../range";
import { addReads, type Read, type ReportContext } from "../report";
import type { CellTotals } from "./cell-totals";
import type { Question } from "./definition";
import { LandmarkStrata, type StrataTotals } from "./landmark-strata";
import { type MatrixGoals, piecesOf } from "./matrix-goals";
import { VisitorCount } from "./visitor-count";

/** What one part counted of a piece of the matrix: its cells macro by macro. */
export type PieceTotals = { cells: CellTotals[]; strata: StrataTotals };
/** What one part counted, piece by piece. */
export type MatrixPartial = { pieces: PieceTotals[]; read: Read };

/** What makes sessions comparable. */
export const strataFields = ["channel", "device"] as const;

const foldPiece = (
  { micros, macros }: MatrixGoals,
  asked: Asked<Question>,
): { totals: PieceTotals; read: Read } => {
  const { question, range, context } = asked;
  const { currency, timezone } = context.project;
  const fields = new Set<string>(strataFields);
  for (const { value } of macros) fieldsOfValue(value, fields);
  const matchers = [...micros, ...macros].map(({ key }) => ({ goal: key }));
  const units = openUnits(asked, { matchers, fields, sessions: true });
  const { columns } = units;
  const strata = new LandmarkStrata(columns, micros.length, macros.length);
  const worth = macros.map((macro, m) => units.counterOf(macro, micros.length + m).worth);
  const window = { windowMs: question.windowMs, asOf: range.asOf };
  const convert = converterOf(context.rates, currency, timezone);
  const count = new VisitorCount(micros.length, worth, strata, window, convert);
  const read = units.forEachUnit((journey, first, end, isWhole) => {
    if (isWhole) count.add(journey, first, end);
  });
  return { totals: { cells: count.totals(), strata: strata.totals() }, read };
};

/** Walks over a part's visitors once for as many goals as a scan can look for. */
export const foldMatrix = (question: Question, part: Part, context: ReportContext): MatrixPartial => {
  const range = resolveRange(question, context.project.timezone, context.now);
  const pieces = piecesOf(question, context).map((goals) =>
    foldPiece(goals, { question, range, part, context }),
  );
  return { pieces: pieces.map(({ totals }) => totals), read: addReads(pieces.map(({ read }) => read)) };
};
