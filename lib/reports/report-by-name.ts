import type { z } from "zod";
import type { ProjectScope } from "@/db/scope";
import type { Part } from "@/lib/journeys/part";
import { parseInput } from "@/lib/parse-input";
import { catalogReport } from "./catalog/answer";
import { catalogQuestion } from "./catalog/definition";
import { compareReport } from "./compare/answer";
import { compareQuestion } from "./compare/definition";
import { conversionsReport } from "./conversions/answer";
import { conversionsQuestion } from "./conversions/definition";
import { funnelReport } from "./funnel/answer";
import { funnelQuestion } from "./funnel/definition";
import { matrixReport } from "./matrix/answer";
import { matrixQuestion } from "./matrix/definition";
import type { ReportName } from "./question";
import { resolveRange } from "./range";
import type { Needs, Report, ReportContext } from "./report";
import { timeseriesReport } from "./timeseries/answer";
import { timeseriesQuestion } from "./timeseries/definition";
import { visitorsReport } from "./visitors/answer";
import { visitorsQuestion } from "./visitors/definition";

/** A question that was parsed, with its report: surveys and partials are the report's own business. */
export type ParsedQuestion = {
  /** The time whose goals it asks for. */
  definedAt: string | undefined;
  /** The longest time over which it knows people again, ms. */
  spanMs: (context: ReportContext) => number;
  needs: (context: ReportContext) => Needs;
  survey: (part: Part, context: ReportContext) => unknown;
  fold: (part: Part, context: ReportContext, surveys: readonly unknown[]) => unknown;
  answer: (partials: readonly unknown[], context: ReportContext, scope: ProjectScope) => Promise<AnyAnswer>;
};

export type AnyAnswer = object & { read: { journeys: number; events: number } };

/** What most questions say of time. */
type Times = { from?: string; to?: string; windowMs?: number; definedAt?: string };

/** Those of the question, or of the one inside it. */
const timesOf = (question: unknown): Times => {
  const { of } = question as { of?: Times & { funnel?: Times } };
  return of?.funnel ?? of ?? (question as Times);
};

const spanOf = ({ from, to, windowMs = 0 }: Times, { project, now }: ReportContext): number => {
  if (from === undefined || to === undefined) return windowMs;
  const range = resolveRange({ from, to }, project.timezone, now);
  return Math.max(range.to - range.from, windowMs);
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
      definedAt: timesOf(parsed).definedAt,
      spanMs: (context) => spanOf(timesOf(parsed), context),
      needs: (context) => report.needs(parsed, context),
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
  timeseries: bind(timeseriesQuestion, timeseriesReport),
  compare: bind(compareQuestion, compareReport),
  visitors: bind(visitorsQuestion, visitorsReport),
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
