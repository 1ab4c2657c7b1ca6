import type { CatalogAnswer, CatalogQuestion } from "./catalog/definition";
import type { CompareAnswer, CompareQuestion } from "./compare/definition";
import type { ConversionsAnswer, ConversionsQuestion } from "./conversions/definition";
import type { FunnelAnswer, FunnelQuestion } from "./funnel/definition";
import type { MatrixAnswer, MatrixQuestion } from "./matrix/definition";
import type { TimeseriesAnswer, TimeseriesQuestion } from "./timeseries/definition";
import type { VisitorsAnswer, VisitorsQuestion } from "./visitors/definition";

/** Every report by name, with its question as people state it and its answer. */
export type Reports = {
  conversions: { question: ConversionsQuestion; answer: ConversionsAnswer };
  funnel: { question: FunnelQuestion; answer: FunnelAnswer };
  matrix: { question: MatrixQuestion; answer: MatrixAnswer };
  timeseries: { question: TimeseriesQuestion; answer: TimeseriesAnswer };
  compare: { question: CompareQuestion; answer: CompareAnswer };
  visitors: { question: VisitorsQuestion; answer: VisitorsAnswer };
  catalog: { question: CatalogQuestion; answer: CatalogAnswer };
};

export type ReportName = keyof Reports;
export const reportNames = [
  "conversions",
  "funnel",
  "matrix",
  "timeseries",
  "compare",
  "visitors",
  "catalog",
] as const satisfies readonly ReportName[];

export type Question = { [N in ReportName]: { report: N; question: Reports[N]["question"] } }[ReportName];

/** The answer to a question, by the question's report. */
export type AnswerTo<Q extends Question> = Reports[Q["report"]]["answer"];
