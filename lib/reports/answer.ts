import type { ProjectScope } from "@/db/scope";
import { clock } from "@/lib/clock";
import type { Goal } from "@/lib/goals/definition";
import { listGoals } from "@/lib/goals/store";
import { freshLog } from "@/lib/journeys/log-cache";
import { parseInput } from "@/lib/parse-input";
import { readProject } from "@/lib/tenancy/organisations-store";
import { answerCatalog, catalogFields } from "./catalog/answer";
import { catalogQuestion } from "./catalog/definition";
import { answerConversions, conversionsFields } from "./conversions/answer";
import { conversionsQuestion } from "./conversions/definition";
import { answerFunnel, funnelFields } from "./funnel/answer";
import { funnelQuestion } from "./funnel/definition";
import type { Question } from "./question";
import { type ReportContext, rulesOf } from "./report-context";
import { answerTimeseries, timeseriesFields } from "./timeseries/answer";
import { timeseriesQuestion } from "./timeseries/definition";

type Definitions = Pick<ReportContext, "goals" | "rules">;
type Prepared = {
  fields: Set<string>;
  answer: (context: ReportContext) => object & { read: { journeys: number; events: number } };
};

/** Parses a question and says which columns it reads, before anything is read. */
const prepare = (
  { report, question }: { report: Question["report"]; question: unknown },
  definitions: Definitions,
): Prepared => {
  switch (report) {
    case "conversions": {
      const parsed = parseInput(conversionsQuestion, question);
      return {
        fields: conversionsFields(parsed, definitions),
        answer: (context) => answerConversions(parsed, context),
      };
    }
    case "funnel": {
      const parsed = parseInput(funnelQuestion, question);
      return {
        fields: funnelFields(parsed, definitions),
        answer: (context) => answerFunnel(parsed, context),
      };
    }
    case "timeseries": {
      const parsed = parseInput(timeseriesQuestion, question);
      return {
        fields: timeseriesFields(parsed, definitions),
        answer: (context) => answerTimeseries(parsed, context),
      };
    }
    case "catalog":
      parseInput(catalogQuestion, question);
      return { fields: catalogFields(), answer: answerCatalog };
  }
};

/**
 * Answers questions of one project, all on the same state of its log, in this process. `goals` stands in for the stored
 * definitions, so that one can be tried before it is saved. Throws `invalid` with a path for a wrong question.
 */
export const answerQuestions = async (
  scope: ProjectScope,
  questions: readonly { report: Question["report"]; question: unknown }[],
  goals?: readonly Goal[],
): Promise<object[]> => {
  const [project, stored] = await Promise.all([readProject(scope), goals ?? listGoals(scope)]);
  const definitions = { goals: stored, rules: rulesOf(stored) };
  const prepared = questions.map((question) => prepare(question, definitions));
  const fields = new Set(prepared.flatMap((one) => [...one.fields]));
  const log = await freshLog(scope, { sessionGapMs: project.sessionGapMs, fields });
  // A client's clock may be minutes ahead of ours, and what was acknowledged has to be in the next answer.
  const context: ReportContext = {
    log,
    project,
    ...definitions,
    now: Math.max(clock.now(), log.latestAt + 1),
  };
  return prepared.map(({ answer }) => {
    const startedAt = performance.now();
    const { read, ...answered } = answer(context);
    const watermark = log.receivedAt === 0 ? null : new Date(log.receivedAt).toISOString();
    return {
      ...answered,
      computed: { ...read, ms: Math.round((performance.now() - startedAt) * 100) / 100, watermark },
    };
  });
};
