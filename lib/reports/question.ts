import type { CatalogAnswer } from "./catalog/definition";
import type { ConversionsAnswer, ConversionsQuestion } from "./conversions/definition";
import type { FunnelAnswer, FunnelQuestion } from "./funnel/definition";
import type { TimeseriesAnswer, TimeseriesQuestion } from "./timeseries/definition";

/** Every report by name, with its question as people state it and its answer. */
export type Reports = {
  conversions: { question: ConversionsQuestion; answer: ConversionsAnswer };
  funnel: { question: FunnelQuestion; answer: FunnelAnswer };
  timeseries: { question: TimeseriesQuestion; answer: TimeseriesAnswer };
  catalog: { question: Record<string, never>; answer: CatalogAnswer };
};

export type ReportName = keyof Reports;
export const reportNames = [
  "conversions",
  "funnel",
  "timeseries",
  "catalog",
] as const satisfies readonly ReportName[];

export type Question = { [N in ReportName]: { report: N; question: Reports[N]["question"] } }[ReportName];

/** The answer to a question, by the question's report. */
export type AnswerTo<Q extends Question> = Reports[Q["report"]]["answer"];
