import { fieldsOfFilter } from "@/lib/matching/truth";
import { fieldsOfGoal } from "../goal-counter";
import { countsByKey, type KeyedSurvey } from "../keyed-events";
import { needsOf } from "../lookback";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { addBuckets } from "./bucket-counts";
import type { TimeseriesAnswer, TimeseriesMetric } from "./definition";
import {
  bucketsOf,
  foldTimeseries,
  goalsOf,
  isBySession,
  type Question,
  surveyTimeseries,
  type TimeseriesPartial,
} from "./fold";

type Answer = Omit<TimeseriesAnswer, "computed"> & { read: Read };

const needs = (question: Question, context: ReportContext): Needs => {
  const fields = new Set<string>();
  const goals = goalsOf(question, context.goals);
  for (const goal of goals) if (goal) fieldsOfGoal(goal, context.rules, fields);
  if (question.segment) fieldsOfFilter(question.segment, fields);
  const { range } = bucketsOf(question, context);
  return needsOf([range], {
    fields,
    bySession: isBySession(question, goals, fields),
    wholeSessions: question.unit === "session",
    byKey: countsByKey(goals.flatMap((goal) => goal ?? [])),
  });
};

/** What all parts counted of one metric, as a value a bucket; `whole` is what rates are of. */
const valuesOf = (
  metric: TimeseriesMetric,
  size: number,
  partials: readonly TimeseriesPartial[],
  place: number,
  whole: Float64Array,
): ArrayLike<number | null> => {
  const ofSeries = (count: "events" | "units" | "money") =>
    addBuckets(
      size,
      partials.flatMap(({ series }) => series[place]?.[count] ?? []),
    );
  const ofUnits = (unit: "visitors" | "sessions") =>
    addBuckets(
      size,
      partials.map((partial) => partial[unit].units),
    );
  if ("visitors" in metric) return ofUnits("visitors");
  if ("sessions" in metric) return ofUnits("sessions");
  if ("event" in metric || metric.count === "conversions") return ofSeries("events");
  if (metric.count === "converters") return ofSeries("units");
  if (metric.count === "value") return ofSeries("money");
  return Array.from(ofSeries("units"), (units, bucket) => (whole[bucket] ? units / whole[bucket] : null));
};

const answer = (
  question: Question,
  partials: readonly TimeseriesPartial[],
  context: ReportContext,
): Answer => {
  const { timezone, currency } = context.project;
  const { range, edges, size } = bucketsOf(question, context);
  const whole = addBuckets(
    size,
    partials.map((partial) => partial[question.unit === "visitor" ? "visitors" : "sessions"].units),
  );
  const columns = question.metrics.map((metric, place) => valuesOf(metric, size, partials, place, whole));
  return {
    unit: question.unit,
    timezone,
    points: Array.from({ length: size }, (_, bucket) => ({
      start: new Date(edges[bucket] ?? 0).toISOString(),
      complete: (edges[bucket + 1] ?? 0) <= range.asOf,
      values: columns.map((column) => column[bucket] ?? null),
    })),
    ...(partials.some(({ otherCurrencies }) => otherCurrencies)
      ? {
          warnings: [
            {
              code: "other_currencies",
              message: `Values in other currencies than ${currency} are left out here.`,
            },
          ],
        }
      : {}),
    read: addReads(partials.map((partial) => partial.read)),
  };
};

/** How the metrics change over the buckets of the range. A bucket counts a visitor or session once. */
export const timeseriesReport: Report<Question, KeyedSurvey, TimeseriesPartial, Answer> = {
  needs,
  survey: surveyTimeseries,
  fold: foldTimeseries,
  answer,
};
