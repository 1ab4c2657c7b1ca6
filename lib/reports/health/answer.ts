import { AppError, isAppError } from "@/lib/errors";
import type { Warning } from "../definition";
import { fieldsOfGoal } from "../goal-counter";
import { countsByKey } from "../keyed-events";
import { needsOf } from "../lookback";
import { matrixReport } from "../matrix/answer";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import type { HealthAnswer, Question, Traffic } from "./definition";
import { foldHealth, type HealthPartial, type HealthSurvey, surveyHealth } from "./fold";
import { joinCounts } from "./health-counts";
import { healthGoals, scansOf, valueless, watchOf } from "./health-goals";
import { judgeGoals } from "./judge-goals";
import { matrixAsked } from "./matrix-asked";
import { orderField } from "./visitor-count";

type Answer = Omit<HealthAnswer, "computed"> & { read: Read };

/** What the matrix needs; it speaks of micros, which nobody named here. */
const needsOfMatrix = (question: Question, context: ReportContext): Needs => {
  const matrix = matrixAsked(question, context);
  try {
    return matrixReport.needs(matrix.question, matrix.context);
  } catch (error) {
    if (isAppError(error) && error.path === "micros")
      throw new AppError(
        "invalid",
        "So many micro and macro goals take too long together. Name fewer in goals.",
        "goals",
        { cause: error },
      );
    throw error;
  }
};

const needs = (question: Question, context: ReportContext): Needs => {
  const { range, start } = watchOf(question, context);
  const goals = valueless(healthGoals(question, context));
  const fields = new Set(["name", orderField]);
  for (const goal of goals) fieldsOfGoal(goal, context.rules, fields);
  const reach = {
    fields,
    bySession: goals.some(({ counting }) => counting === "session"),
    wholeSessions: false,
    byKey: countsByKey(goals),
    segments: [question.segment],
  };
  const own = needsOf([{ ...range, from: start }], reach, context);
  scansOf(question, context);
  const ofMatrix = needsOfMatrix(question, context);
  return {
    fields: new Set([...own.fields, ...ofMatrix.fields]),
    from: Math.min(own.from, ofMatrix.from),
    to: Math.max(own.to, ofMatrix.to),
    spanMs: Math.max(own.spanMs ?? 0, ofMatrix.spanMs ?? 0),
  };
};

const warningsOf = ({ status, lastEventAt }: Traffic): { warnings?: Warning[] } =>
  status === "stopped"
    ? {
        warnings: [
          {
            code: "traffic_stopped",
            message: `No visitor since ${lastEventAt}, at a time when some were usual: tracking or traffic stopped altogether, not single goals.`,
          },
        ],
      }
    : {};

const answer = (question: Question, partials: readonly HealthPartial[], context: ReportContext): Answer => {
  const goals = healthGoals(question, context);
  const watch = watchOf(question, context);
  const counts = joinCounts(
    partials.map((partial) => partial.counts),
    goals.length,
  );
  const asked = matrixAsked(question, context);
  const { read, cells, macros } = matrixReport.answer(
    asked.question,
    partials.map(({ matrix }) => matrix),
    asked.context,
  );
  const judged = judgeGoals(goals, counts, { cells, macros }, { watch, windowMs: question.windowMs });
  return {
    unit: "visitor",
    since: new Date(watch.start).toISOString(),
    ...judged,
    ...warningsOf(judged.traffic),
    read: addReads([counts.read, read]),
  };
};

/** Whether goals still say something: silent, firing twice or all the time, saying the same, leading nowhere. */
export const healthReport: Report<Question, HealthSurvey, HealthPartial, Answer> = {
  // The goals, and the matrix where a segment has to be judged for it apart.
  walks: ({ segment }) => (segment ? 2 : 1),
  needs,
  survey: surveyHealth,
  fold: foldHealth,
  answer,
};
