import { atPath } from "../at-path";
import { countsByKey } from "../keyed-events";
import { needsOf } from "../lookback";
import { addSums, listMoney, type MoneySums } from "../money-sums";
import { resolveRange } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { needsOfSegments } from "../segment-needs";
import { type ClusteredPairs, joinClusteredPairs } from "./cluster-count";
import { comparePairs } from "./compare-pairs";
import type { CompareAnswer, ComparedSegment, CompareWarning } from "./definition";
import { columnsOfDimensions, dimensionsOf } from "./dimensions";
import { type CompareCounts, type CompareSurvey, foldCompare, type Question, surveyCompare } from "./fold";
import { groupOf, openOf } from "./group";
import { meanRate, rateOfGroup } from "./judge-pair";
import { fieldsOfMetric, type Metric, type MetricKind, metricOf } from "./metric";
import { reversalsOf } from "./reversals";
import { joinPatternSums, type PatternSums } from "./tally";

type Answer = Omit<CompareAnswer, "computed"> & { read: Read };

/** Says which segment cannot be used. */
const checkSegments = ({ segments }: Question, context: ReportContext): void => {
  for (const [place, { filter }] of segments.entries())
    atPath(
      () => `segments.${place}.filter`,
      () => needsOfSegments([filter], context),
    );
};

const looksForOf = ({ kind, matchers }: Metric) => ({
  matchers: matchers.length,
  path: kind === "funnel" ? "metric.funnel" : "metric",
  ...(kind === "revenue"
    ? { hint: "Revenue per visitor looks for each macro goal with a value: compare the rate of one goal." }
    : {}),
});

const needs = (question: Question, context: ReportContext): Needs => {
  checkSegments(question, context);
  const { unit, segments } = question;
  const metric = metricOf(question, context);
  const bySession = unit === "session";
  const reach = {
    fields: new Set([...fieldsOfMetric(metric, context), ...columnsOfDimensions(dimensionsOf(unit))]),
    bySession: true,
    wholeSessions: bySession,
    byKey: countsByKey(metric.goals),
    aheadMs: metric.kind === "funnel" && !bySession ? metric.funnel.windowMs : 0,
    // Who is new, or which session is the first.
    past: [],
    segments: [
      question.segment,
      metric.kind === "funnel" ? metric.ofFunnel : undefined,
      ...segments.map(({ filter }) => filter),
    ],
    segmentPaths: [
      "segment",
      "metric.funnel.segment",
      ...segments.map((_, place) => `segments.${place}.filter`),
    ],
    looksFor: looksForOf(metric),
  };
  const range = resolveRange(question, context.project.timezone, context.now);
  return { ...needsOf([range], reach, context), rates: metric.kind === "revenue" };
};

const segmentNumbers = (
  names: readonly string[],
  kind: MetricKind,
  all: PatternSums,
  clusters: ClusteredPairs | undefined,
  currency: string,
): ComparedSegment[] =>
  names.map((name, s) => {
    const group = groupOf(all, s);
    if (kind === "revenue") return { name, ...meanRate(group), currency };
    const rate = rateOfGroup(group, clusters?.ofSegments[s]?.sums);
    return kind === "funnel" ? { name, ...rate, open: openOf(all, s) } : { name, ...rate };
  });

const notConverted = (partials: readonly CompareCounts[], currency: string): CompareWarning[] => {
  const sums: MoneySums = new Map();
  for (const partial of partials) addSums(sums, partial.notConverted);
  const amounts = listMoney(sums);
  if (amounts.length === 0) return [];
  const missing = amounts.map((money) => money.currency).join(", ");
  const message = `Revenue in ${missing} without a rate of its day into ${currency} is left out here.`;
  return [{ code: "not_converted", message, amounts }];
};

const answer = (question: Question, partials: readonly CompareCounts[], context: ReportContext): Answer => {
  const { kind } = metricOf(question, context);
  const { currency } = context.project;
  const names = question.segments.map(({ name }) => name);
  const all = joinPatternSums(
    partials.map((partial) => partial.all),
    1 << names.length,
  );
  const byVisitor = partials.flatMap((partial) => partial.clusters ?? []);
  const clusters = byVisitor.length > 0 ? joinClusteredPairs(byVisitor) : undefined;
  const strata = partials.map((partial) => partial.strata);
  const warnings = [
    ...reversalsOf(dimensionsOf(question.unit), strata, { names, kind, all }),
    ...notConverted(partials, currency),
  ];
  return {
    unit: question.unit,
    segments: segmentNumbers(names, kind, all, clusters, currency),
    pairs: comparePairs(names.length, kind, all, clusters),
    ...(warnings.length > 0 ? { warnings } : {}),
    read: addReads(partials.map(({ read }) => read)),
  };
};

/** Whether segments really differ. */
export const compareReport: Report<Question, CompareSurvey, CompareCounts, Answer> = {
  needs,
  survey: surveyCompare,
  fold: foldCompare,
  answer,
};
