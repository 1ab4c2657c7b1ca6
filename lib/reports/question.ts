import type { AttributionAnswer, AttributionQuestion } from "./attribution/definition";
import type { CatalogAnswer, CatalogQuestion } from "./catalog/definition";
import type { CompareAnswer, CompareQuestion } from "./compare/definition";
import type { ConversionsAnswer, ConversionsQuestion } from "./conversions/definition";
import type { DecompositionAnswer, DecompositionQuestion } from "./decomposition/definition";
import type { FunnelAnswer, FunnelQuestion } from "./funnel/definition";
import type { HealthAnswer, HealthQuestion } from "./health/definition";
import type { InsightsAnswer, InsightsQuestion } from "./insights/definition";
import type { JourneyAnswer, JourneyQuestion } from "./journey/definition";
import type { MatrixAnswer, MatrixQuestion } from "./matrix/definition";
import type { PathsAnswer, PathsQuestion } from "./paths/definition";
import type { PipelineAnswer, PipelineQuestion } from "./pipeline/definition";
import type { RetentionAnswer, RetentionQuestion } from "./retention/definition";
import type { TimeseriesAnswer, TimeseriesQuestion } from "./timeseries/definition";
import type { VisitorsAnswer, VisitorsQuestion } from "./visitors/definition";

/** Every report by name, with its question as people state it and its answer. */
export type Reports = {
  conversions: { question: ConversionsQuestion; answer: ConversionsAnswer };
  funnel: { question: FunnelQuestion; answer: FunnelAnswer };
  matrix: { question: MatrixQuestion; answer: MatrixAnswer };
  health: { question: HealthQuestion; answer: HealthAnswer };
  attribution: { question: AttributionQuestion; answer: AttributionAnswer };
  timeseries: { question: TimeseriesQuestion; answer: TimeseriesAnswer };
  compare: { question: CompareQuestion; answer: CompareAnswer };
  decomposition: { question: DecompositionQuestion; answer: DecompositionAnswer };
  insights: { question: InsightsQuestion; answer: InsightsAnswer };
  paths: { question: PathsQuestion; answer: PathsAnswer };
  retention: { question: RetentionQuestion; answer: RetentionAnswer };
  pipeline: { question: PipelineQuestion; answer: PipelineAnswer };
  visitors: { question: VisitorsQuestion; answer: VisitorsAnswer };
  journey: { question: JourneyQuestion; answer: JourneyAnswer };
  catalog: { question: CatalogQuestion; answer: CatalogAnswer };
};

export type ReportName = keyof Reports;
export const reportNames = [
  "conversions",
  "funnel",
  "matrix",
  "health",
  "attribution",
  "timeseries",
  "compare",
  "decomposition",
  "insights",
  "paths",
  "retention",
  "pipeline",
  "visitors",
  "journey",
  "catalog",
] as const satisfies readonly ReportName[];

export type Question = { [N in ReportName]: { report: N; question: Reports[N]["question"] } }[ReportName];

/** The answer to a question, by the question's report. */
export type AnswerTo<Q extends Question> = Reports[Q["report"]]["answer"];
