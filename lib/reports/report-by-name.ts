import type { z } from "zod";
import type { Part } from "@/lib/journeys/part";
import { parseInput } from "@/lib/parse-input";
import { catalogReport } from "./catalog/answer";
import { catalogQuestion } from "./catalog/definition";
import { conversionsReport } from "./conversions/answer";
import { conversionsQuestion } from "./conversions/definition";
import { funnelReport } from "./funnel/answer";
import { funnelQuestion } from "./funnel/definition";
import type { ReportName } from "./question";
import type { Needs, Report, ReportContext } from "./report";
import { timeseriesReport } from "./timeseries/answer";
import { timeseriesQuestion } from "./timeseries/definition";

/** A question that was parsed, with its report: surveys and partials are the report's own business. */
export type ParsedQuestion = {
  needs: (context: ReportContext) => Needs;
  survey: (part: Part, context: ReportContext) => unknown;
  fold: (part: Part, context: ReportContext, surveys: readonly unknown[]) => unknown;
  answer: (partials: readonly unknown[], context: ReportContext) => AnyAnswer;
};

export type AnyAnswer = object & { read: { journeys: number; events: number } };

/** Binds a report to one of its questions. What it surveyed and folded comes back from other threads as it went. */
const bind =
  <Q extends z.ZodType, Survey, Partial, Answer extends AnyAnswer>(
    schema: Q,
    report: Report<z.output<Q>, Survey, Partial, Answer>,
  ) =>
  (question: unknown): ParsedQuestion => {
    const parsed = parseInput(schema, question);
    return {
      needs: (context) => report.needs(parsed, context),
      survey: (part, context) => report.survey(parsed, part, context),
      fold: (part, context, surveys) => report.fold(parsed, part, context, surveys as readonly Survey[]),
      answer: (partials, context) => report.answer(parsed, partials as readonly Partial[], context),
    };
  };

const reports: Record<ReportName, (question: unknown) => ParsedQuestion> = {
  conversions: bind(conversionsQuestion, conversionsReport),
  funnel: bind(funnelQuestion, funnelReport),
  timeseries: bind(timeseriesQuestion, timeseriesReport),
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
