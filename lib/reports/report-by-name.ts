import type { z } from "zod";
import type { ProjectScope } from "@/db/scope";
import type { Part } from "@/lib/journeys/part";
import { parseInput } from "@/lib/parse-input";
import { attributionReport } from "./attribution/answer";
import { attributionQuestion } from "./attribution/definition";
import { catalogReport } from "./catalog/answer";
import { catalogQuestion } from "./catalog/definition";
import { compareReport } from "./compare/answer";
import { compareQuestion } from "./compare/definition";
import { conversionsReport } from "./conversions/answer";
import { conversionsQuestion } from "./conversions/definition";
import { decompositionReport } from "./decomposition/answer";
import { decompositionQuestion } from "./decomposition/definition";
import { funnelReport } from "./funnel/answer";
import { funnelQuestion } from "./funnel/definition";
import { healthReport } from "./health/answer";
import { healthQuestion } from "./health/definition";
import { insightsReport } from "./insights/answer";
import { insightsQuestion } from "./insights/definition";
import { journeyReport } from "./journey/answer";
import { journeyQuestion } from "./journey/definition";
import { matrixReport } from "./matrix/answer";
import { matrixQuestion } from "./matrix/definition";
import { pathsReport } from "./paths/answer";
import { pathsQuestion } from "./paths/definition";
import { pipelineReport } from "./pipeline/answer";
import { pipelineQuestion } from "./pipeline/definition";
import type { ReportName } from "./question";
import type { Needs, Report, ReportContext } from "./report";
import { restatedNeeds } from "./restatement";
import { retentionReport } from "./retention/answer";
import { retentionQuestion } from "./retention/definition";
import { timeseriesReport } from "./timeseries/answer";
import { timeseriesQuestion } from "./timeseries/definition";
import { visitorsReport } from "./visitors/answer";
import { visitorsQuestion } from "./visitors/definition";

/** A time as a question states it, and where. */
export type AskedTime = { text: string; path: string };

/** A question that was parsed, with its report: surveys and partials are the report's own business. */
export type ParsedQuestion = {
  /** The time whose goals it asks for. */
  definedAt: AskedTime | undefined;
  /** Of the only visitor it is about. */
  visitorId: string | undefined;
  /** How often it walks over the visitors, about. */
  walks: number;
  needs: (context: ReportContext) => Needs;
  survey: (part: Part, context: ReportContext) => unknown;
  fold: (part: Part, context: ReportContext, surveys: readonly unknown[]) => unknown;
  answer: (partials: readonly unknown[], context: ReportContext, scope: ProjectScope) => Promise<AnyAnswer>;
};

export type AnyAnswer = object & { read: { journeys: number; events: number } };

type Times = { definedAt?: string };

/** The time whose goals the question, or the one inside it, asks for. */
const definedAtOf = (question: unknown): AskedTime | undefined => {
  const { of, definedAt } = question as { of?: Times & { funnel?: Times } } & Times;
  const stated: [string | undefined, string][] = [
    [of?.funnel?.definedAt, "of.funnel.definedAt"],
    [of?.definedAt, "of.definedAt"],
    [definedAt, "definedAt"],
  ];
  return stated.flatMap(([text, path]) => (text === undefined ? [] : { text, path }))[0];
};

/** Binds a report to one of its questions. What it surveyed and folded comes back from other threads as it went. */
const bind =
  <Q extends z.ZodType, Survey, Partial, Answer extends AnyAnswer>(
    schema: Q,
    report: Report<z.output<Q>, Survey, Partial, Answer>,
  ) =>
  (question: unknown): ParsedQuestion => {
    const parsed = parseInput(schema, question);
    return {
      definedAt: definedAtOf(parsed),
      visitorId: report.visitorId?.(parsed),
      walks: report.walks?.(parsed) ?? 1,
      needs: (context) => restatedNeeds(report.needs(parsed, context), context),
      survey: (part, context) => report.survey(parsed, part, context),
      fold: (part, context, surveys) => report.fold(parsed, part, context, surveys as readonly Survey[]),
      answer: async (partials, context, scope) => {
        const answer = report.answer(parsed, partials as readonly Partial[], context);
        return report.complete ? await report.complete(answer, scope) : answer;
      },
    };
  };

const reports: Record<ReportName, (question: unknown) => ParsedQuestion> = {
  conversions: bind(conversionsQuestion, conversionsReport),
  funnel: bind(funnelQuestion, funnelReport),
  matrix: bind(matrixQuestion, matrixReport),
  health: bind(healthQuestion, healthReport),
  attribution: bind(attributionQuestion, attributionReport),
  timeseries: bind(timeseriesQuestion, timeseriesReport),
  compare: bind(compareQuestion, compareReport),
  decomposition: bind(decompositionQuestion, decompositionReport),
  insights: bind(insightsQuestion, insightsReport),
  paths: bind(pathsQuestion, pathsReport),
  retention: bind(retentionQuestion, retentionReport),
  pipeline: bind(pipelineQuestion, pipelineReport),
  visitors: bind(visitorsQuestion, visitorsReport),
  journey: bind(journeyQuestion, journeyReport),
  catalog: bind(catalogQuestion, catalogReport),
};

/** Parses a question. Throws `invalid` with a path for a wrong one. */
export const parseQuestion = ({
  report,
  question,
}: {
  report: ReportName;
  question: unknown;
}): ParsedQuestion => reports[report](question);
