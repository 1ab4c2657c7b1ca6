import { compareReport } from "../compare/answer";
import { compareQuestion } from "../compare/definition";
import { conversionsReport } from "../conversions/answer";
import { conversionsQuestion } from "../conversions/definition";
import { funnelReport } from "../funnel/answer";
import { funnelQuestion } from "../funnel/definition";
import { matrixReport } from "../matrix/answer";
import { matrixQuestion } from "../matrix/definition";
import { pathsReport } from "../paths/answer";
import { pathsQuestion } from "../paths/definition";
import type { Question } from "../question";
import type { Report } from "../report";
import { retentionReport } from "../retention/answer";
import { retentionQuestion } from "../retention/definition";
import { timeseriesReport } from "../timeseries/answer";
import { timeseriesQuestion } from "../timeseries/definition";
import { visitorsReport, withNames } from "../visitors/answer";
import { type VisitorsAnswer, visitorsQuestion } from "../visitors/definition";
import { contextOfWorld } from "./context-of-world";
import { referenceConversions, referenceTimeseries } from "./reference";
import { referenceCompare } from "./reference-compare";
import { referenceFunnel } from "./reference-funnel";
import { referenceMatrix } from "./reference-matrix";
import { referencePaths } from "./reference-paths";
import { referenceRetention } from "./reference-retention";
import { referenceVisitors } from "./reference-visitors";
import { type Compactions, namesIn, partsOf, type World } from "./world";

export type Asked = Extract<
  Question,
  {
    report:
      | "compare"
      | "conversions"
      | "funnel"
      | "matrix"
      | "paths"
      | "retention"
      | "timeseries"
      | "visitors";
  }
>;
export type AskedOf<R extends Asked["report"]> = Extract<Asked, { report: R }>;

/** Goes through the rounds that the engine goes through, over the parts of a world; how much was read does not matter. */
export const ask = <Question, Survey, Partial, Answer extends { read: unknown }>(
  report: Report<Question, Survey, Partial, Answer>,
  question: Question,
  world: World,
  compactions: Compactions | undefined,
): Omit<Answer, "read"> => {
  const context = contextOfWorld(world);
  report.needs(question, context);
  const parts = partsOf(world, compactions);
  const surveys = structuredClone(parts.flatMap((part) => report.survey(question, part, context) ?? []));
  const partials = structuredClone(parts.map((part) => report.fold(question, part, context, surveys)));
  const { read, ...answer } = report.answer(question, partials, context);
  return answer;
};

const prepare = (asked: Asked) => {
  switch (asked.report) {
    case "conversions": {
      const question = conversionsQuestion.parse(asked.question);
      return {
        answer: (world: World, compactions?: Compactions): object =>
          ask(conversionsReport, question, world, compactions),
        reference: (world: World) => referenceConversions(question, world),
      };
    }
    case "funnel": {
      const question = funnelQuestion.parse(asked.question);
      return {
        answer: (world: World, compactions?: Compactions): object =>
          ask(funnelReport, question, world, compactions),
        reference: (world: World) => referenceFunnel(question, world),
      };
    }
    case "matrix": {
      const question = matrixQuestion.parse(asked.question);
      return {
        answer: (world: World, compactions?: Compactions): object =>
          ask(matrixReport, question, world, compactions),
        reference: (world: World) => referenceMatrix(question, world),
      };
    }
    case "compare": {
      const question = compareQuestion.parse(asked.question);
      return {
        answer: (world: World, compactions?: Compactions): object =>
          ask(compareReport, question, world, compactions),
        reference: (world: World) => referenceCompare(question, world),
      };
    }
    case "paths": {
      const question = pathsQuestion.parse(asked.question);
      return {
        answer: (world: World, compactions?: Compactions): object =>
          ask(pathsReport, question, world, compactions),
        reference: (world: World) => referencePaths(question, world),
      };
    }
    case "retention": {
      const question = retentionQuestion.parse(asked.question);
      return {
        answer: (world: World, compactions?: Compactions): object =>
          ask(retentionReport, question, world, compactions),
        reference: (world: World) => referenceRetention(question, world),
      };
    }
    case "visitors": {
      const question = visitorsQuestion.parse(asked.question);
      return {
        answer: (world: World, compactions?: Compactions): object =>
          withNames(ask(visitorsReport, question, world, compactions), namesIn(world)),
        reference: (world: World) => referenceVisitors(question, world),
      };
    }
    case "timeseries": {
      const question = timeseriesQuestion.parse(asked.question);
      return {
        answer: (world: World, compactions?: Compactions): object =>
          ask(timeseriesReport, question, world, compactions),
        reference: (world: World) => referenceTimeseries(question, world),
      };
    }
  }
};

type AnswerOf<R> = R extends { answer: (...given: never[]) => infer A } ? Omit<A, "read"> : never;

/** What the product answers, from a log that is all tail or was compacted as stated. */
export function productAnswer(
  asked: AskedOf<"conversions">,
  world: World,
): AnswerOf<typeof conversionsReport>;
export function productAnswer(asked: AskedOf<"funnel">, world: World): AnswerOf<typeof funnelReport>;
export function productAnswer(asked: AskedOf<"matrix">, world: World): AnswerOf<typeof matrixReport>;
export function productAnswer(asked: AskedOf<"compare">, world: World): AnswerOf<typeof compareReport>;
export function productAnswer(asked: AskedOf<"paths">, world: World): AnswerOf<typeof pathsReport>;
export function productAnswer(asked: AskedOf<"retention">, world: World): AnswerOf<typeof retentionReport>;
export function productAnswer(asked: AskedOf<"visitors">, world: World): Omit<VisitorsAnswer, "computed">;
export function productAnswer(asked: AskedOf<"timeseries">, world: World): AnswerOf<typeof timeseriesReport>;
export function productAnswer(asked: Asked, world: World, compactions?: Compactions): object;
export function productAnswer(asked: Asked, world: World, compactions?: Compactions): object {
  return prepare(asked).answer(world, compactions);
}

/** What the meaning of the words says. */
export const referenceAnswer = (asked: Asked, world: World): object => prepare(asked).reference(world);
