import { AppError } from "@/lib/errors";
import type { Goal } from "@/lib/goals/definition";
import { roomForMatchers } from "../open-units";
import { askedGoal, type ReportContext } from "../report";
import type { Question } from "./definition";

/** The goals at the rows and columns of a matrix, or of a piece of it. */
export type MatrixGoals = { micros: readonly Goal[]; macros: readonly Goal[] };

const goalsOf = (keys: readonly string[], path: string, context: ReportContext): Goal[] =>
  keys.flatMap((key, place) => askedGoal(key, `${path}.${place}`, context) ?? []);

/**
 * The goals a matrix is about: those that are named, else all macro goals and all micro goals. Throws `invalid` with a
 * path for one that never was; those that were deleted are left out.
 */
export const matrixGoals = (question: Question, context: ReportContext): MatrixGoals => {
  const { goals } = context;
  const macros = question.macros
    ? goalsOf(question.macros, "macros", context)
    : goals.filter(({ key, tier }) => tier === "macro" && !question.micros?.includes(key));
  const micros = question.micros
    ? goalsOf(question.micros, "micros", context)
    : goals.filter((goal) => goal.tier === "micro" && !macros.includes(goal));
  return { micros, macros };
};

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));

export const mostPieces = 8;

/**
 * The matrix in pieces that one scan each can look for, beside what the segment needs. Throws `invalid` for more scans
 * than a question may cost.
 */
export const piecesOf = (question: Question, context: ReportContext): MatrixGoals[] => {
  const { micros, macros } = matrixGoals(question, context);
  const room = Math.max(2, roomForMatchers([question.segment], context));
  const macrosAtOnce = Math.min(macros.length, room >> 1);
  if (micros.length === 0 || macrosAtOnce === 0) return [];
  const pieces = chunks(macros, macrosAtOnce).flatMap((someMacros) =>
    chunks(micros, room - someMacros.length).map((someMicros) => ({
      macros: someMacros,
      micros: someMicros,
    })),
  );
  if (pieces.length > mostPieces)
    throw new AppError(
      "invalid",
      `A matrix of ${micros.length} micro and ${macros.length} macro goals takes too long${question.segment ? " with this segment" : ""}. Name fewer goals in micros and macros${question.segment ? ", or fewer events in the segment" : ""}.`,
      "micros",
    );
  return pieces;
};
