import type { Goal } from "@/lib/goals/definition";
import type { ProjectLog } from "@/lib/journeys/project-log";
import { answerConversions, conversionsFields } from "../conversions/answer";
import { conversionsQuestion } from "../conversions/definition";
import { answerFunnel, funnelFields } from "../funnel/answer";
import { funnelQuestion } from "../funnel/definition";
import type { Question } from "../question";
import { type ReportContext, rulesOf } from "../report-context";
import { answerTimeseries, timeseriesFields } from "../timeseries/answer";
import { timeseriesQuestion } from "../timeseries/definition";
import { referenceConversions, referenceTimeseries } from "./reference";
import { referenceFunnel } from "./reference-funnel";
import { logOf, type World } from "./world";

export type Asked = Exclude<Question, { report: "catalog" }>;
export type AskedOf<R extends Asked["report"]> = Extract<Asked, { report: R }>;
type Definitions = { goals: readonly Goal[]; rules: ReportContext["rules"] };

const prepare = (asked: Asked, definitions: Definitions) => {
  switch (asked.report) {
    case "conversions": {
      const question = conversionsQuestion.parse(asked.question);
      return {
        fields: conversionsFields(question, definitions),
        answer: (context: ReportContext) => answerConversions(question, context),
        reference: (world: World) => referenceConversions(question, world),
      };
    }
    case "funnel": {
      const question = funnelQuestion.parse(asked.question);
      return {
        fields: funnelFields(question, definitions),
        answer: (context: ReportContext) => answerFunnel(question, context),
        reference: (world: World) => referenceFunnel(question, world),
      };
    }
    case "timeseries": {
      const question = timeseriesQuestion.parse(asked.question);
      return {
        fields: timeseriesFields(question, definitions),
        answer: (context: ReportContext) => answerTimeseries(question, context),
        reference: (world: World) => referenceTimeseries(question, world),
      };
    }
  }
};

/** The columns that a question reads in a world. */
export const fieldsOf = (asked: Asked, { goals }: World): Set<string> =>
  prepare(asked, { goals, rules: rulesOf(goals) }).fields;

/** What the product answers, on a log of the caller's or one with only the columns that the question names. */
export function productAnswer(
  asked: AskedOf<"conversions">,
  world: World,
): ReturnType<typeof answerConversions>;
export function productAnswer(asked: AskedOf<"funnel">, world: World): ReturnType<typeof answerFunnel>;
export function productAnswer(
  asked: AskedOf<"timeseries">,
  world: World,
): ReturnType<typeof answerTimeseries>;
export function productAnswer(asked: Asked, world: World, log?: ProjectLog): object;
export function productAnswer(asked: Asked, world: World, given?: ProjectLog): object {
  const { goals, project, now } = world;
  const definitions = { goals, rules: rulesOf(goals) };
  const { fields, answer } = prepare(asked, definitions);
  return answer({ log: given ?? logOf(world, fields), project, now, ...definitions });
}

/** What the meaning of the words says. */
export const referenceAnswer = (asked: Asked, world: World): object =>
  prepare(asked, { goals: world.goals, rules: rulesOf(world.goals) }).reference(world);
