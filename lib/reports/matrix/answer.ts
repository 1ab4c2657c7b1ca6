import type { Goal } from "@/lib/goals/definition";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { fieldsOfValue } from "../event-value";
import { needsOf } from "../lookback";
import { resolveRange } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { type CellNumbers, cellNumbers } from "./cell-numbers";
import { addCells } from "./cell-totals";
import type { MatrixAnswer, MatrixGoal, Question } from "./definition";
import { foldMatrix, type MatrixPartial } from "./fold";
import { strataOfCell } from "./landmark-counts";
import { type MatrixGoals, matrixGoals, piecesOf } from "./matrix-goals";
import { strataFields } from "./session-strata";
import { judgeLifts } from "./verdicts";

type Answer = Omit<MatrixAnswer, "computed"> & { read: Read };

const needs = (question: Question, context: ReportContext): Needs => {
  const fields = new Set<string>(strataFields);
  const { micros, macros } = matrixGoals(question, context);
  for (const { match } of [...micros, ...macros]) fieldsOfMatcher(match, context.rules, fields);
  for (const { value } of macros) fieldsOfValue(value, fields);
  const reach = {
    fields,
    bySession: true,
    wholeSessions: true,
    byKey: false,
    aheadMs: question.windowMs,
    // Whether a session is the first.
    past: [],
    segments: [question.segment],
    looksFor: { matchers: 2, path: "segment", hint: "Name fewer in the segment." },
  };
  const range = resolveRange(question, context.project.timezone, context.now);
  const rates = macros.some(({ value }) => !("none" in value));
  const found = needsOf([range], reach, context);
  piecesOf(question, context);
  return { ...found, rates };
};

const wordsOf = ({ key, name, tier, stage }: Goal): MatrixGoal => ({ key, name, tier, stage });

type NamedNumbers = CellNumbers & { micro: string; macro: string };

/** The cells of one piece, from what all parts counted of it. */
const cellsOfPiece = (
  { micros, macros }: MatrixGoals,
  parts: readonly MatrixPartial["pieces"][number][],
  currency: string,
): NamedNumbers[] =>
  macros.flatMap((macro, m) =>
    micros.map((micro, n) => {
      const place = m * micros.length + n;
      const totals = addCells(parts.flatMap(({ cells }) => cells[place] ?? []));
      const strata = strataOfCell(
        parts.map((part) => part.strata),
        place,
        micros.length * macros.length,
      );
      const hasValue = !("none" in macro.value);
      return { micro: micro.key, macro: macro.key, ...cellNumbers(totals, strata, { currency, hasValue }) };
    }),
  );

const answer = (question: Question, partials: readonly MatrixPartial[], context: ReportContext): Answer => {
  const { currency } = context.project;
  const { micros, macros } = matrixGoals(question, context);
  const found = piecesOf(question, context).flatMap((piece, place) =>
    cellsOfPiece(
      piece,
      partials.flatMap(({ pieces }) => pieces[place] ?? []),
      currency,
    ),
  );
  const byGoals = new Map(found.map((cell) => [`${cell.macro} ${cell.micro}`, cell]));
  const inOrder = macros.flatMap((macro) =>
    micros.flatMap((micro) => byGoals.get(`${macro.key} ${micro.key}`) ?? []),
  );
  const judged = judgeLifts(inOrder.map(({ adjusted }) => adjusted));
  const missing = [...new Set(inOrder.flatMap(({ notConverted }) => notConverted))].sort();
  const message = `There is no rate for some amounts in ${missing.join(", ")}: they are listed, and left out of what a visitor earns.`;
  return {
    unit: "visitor",
    micros: micros.map(wordsOf),
    macros: macros.map(wordsOf),
    cells: inOrder.flatMap((numbers, place) => {
      const verdict = judged[place];
      return verdict ? { ...numbers, ...verdict } : [];
    }),
    ...(missing.length > 0 ? { warnings: [{ code: "not_converted", message }] } : {}),
    read: addReads(partials.map(({ read }) => read)),
  };
};

/** Which small steps go together with the aims, beyond what visitors without them do. */
export const matrixReport: Report<Question, never, MatrixPartial, Answer> = {
  needs,
  survey: () => undefined,
  fold: foldMatrix,
  answer,
};
