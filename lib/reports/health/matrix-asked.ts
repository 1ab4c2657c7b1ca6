import type { Question as MatrixQuestion } from "../matrix/definition";
import type { ReportContext } from "../report";
import type { Question } from "./definition";
import { healthGoals, valueless } from "./health-goals";

/** The matrix of the small steps that are looked at and all aims of the project, with what it is judged by. */
export const matrixAsked = (
  question: Question,
  context: ReportContext,
): { question: MatrixQuestion; context: ReportContext } => {
  const { goals: _, ...common } = question;
  return {
    question: {
      ...common,
      micros: healthGoals(question, context).flatMap(({ key, tier }) => (tier === "micro" ? key : [])),
      macros: context.goals.flatMap(({ key, tier }) => (tier === "macro" ? key : [])),
    },
    context: { ...context, goals: valueless(context.goals) },
  };
};
