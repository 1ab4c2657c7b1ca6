import type { Goal } from "@/lib/goals/definition";
import { type Question as MatrixQuestion, matrixQuestion } from "../matrix/definition";
import { askedGoal, type ReportContext } from "../report";
import { type AttributionModel, dataDriven, type Question } from "./definition";

const dayMs = 86_400_000;

/** The models that are asked for, the main one first. */
export const modelsOf = ({ model, models = [] }: Question): AttributionModel[] => [
  ...new Set([model, ...models]),
];

/** Those of them that divide one conversion after the other. */
export const ruleModelsOf = (question: Question): AttributionModel[] =>
  modelsOf(question).filter((model) => !dataDriven.has(model));

export const asksForJourneys = (question: Question): boolean =>
  modelsOf(question).some((model) => dataDriven.has(model));

export const halfLifeOf = ({ halfLifeMs = 7 * dayMs }: Question): number => halfLifeMs;

/** Keys are surveyed first where there may be very many of them: there are few channels. */
export const surveysKeys = (question: Question): boolean =>
  asksForJourneys(question) && question.by !== "channel";

/** The goal, undefined for one that was deleted. Throws `invalid` for one that never was. */
export const goalOf = (question: Question, context: ReportContext): Goal | undefined =>
  askedGoal(question.goal, "goal", context);

/** The micro goals on the way: those that are named, else all but the aim. Empty without stages. */
export const microsOf = ({ goal, stages }: Question, context: ReportContext): Goal[] => {
  if (!stages) return [];
  if (!stages.micros) return context.goals.filter(({ key, tier }) => tier === "micro" && key !== goal);
  return stages.micros.flatMap((key, place) => askedGoal(key, `stages.micros.${place}`, context) ?? []);
};

/** The matrix that says what the micro goals weigh; `undefined` where there is nothing to weigh. */
export const matrixQuestionOf = (question: Question, context: ReportContext): MatrixQuestion | undefined => {
  const { from, to, segment, asOf, definedAt, basis, includeBots, goal, stages } = question;
  const micros = microsOf(question, context).map(({ key }) => key);
  if (!stages || micros.length === 0 || !goalOf(question, context)) return undefined;
  const common = { from, to, segment, asOf, definedAt, basis, includeBots };
  return matrixQuestion.parse({ ...common, macros: [goal], micros, windowMs: stages.windowMs });
};
