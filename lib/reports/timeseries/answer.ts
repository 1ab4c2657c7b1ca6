import { fieldsOfGoal } from "../goal-counter";
import { countsByKey } from "../keyed-events";
import { needsOf } from "../lookback";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { needsOfGroups } from "../unit-groups";
import { addBuckets } from "./bucket-counts";
import type { TimeseriesAnswer, TimeseriesMetric, TimeseriesPoint } from "./definition";
import {
  type Buckets,
  bucketsOf,
  foldTimeseries,
  goalsOf,
  isBySession,
  type Question,
  type SeriesTotals,
  surveyTimeseries,
  type TimeseriesCounts,
  type TimeseriesPartial,
  type TimeseriesSurvey,
} from "./fold";

type Answer = Omit<TimeseriesAnswer, "computed"> & { read: Read };

const needs = (question: Question, context: ReportContext): Needs => {
  const fields = new Set<string>();
  const goals = goalsOf(question, context);
  for (const goal of goals) if (goal) fieldsOfGoal(goal, context.rules, fields);
  const groups = question.breakdown && needsOfGroups(question.breakdown.by);
  for (const column of groups?.columns ?? []) fields.add(column);
  const reach = {
    fields,
    bySession: isBySession(question, goals, fields),
    wholeSessions: question.unit === "session",
    byKey: countsByKey(goals.flatMap((goal) => goal ?? [])),
    past: groups?.past,
    segments: [question.segment],
    looksFor: { matchers: question.metrics.length, path: "metrics" },
  };
  const ranges = bucketsOf(question, context).map(({ range }) => range);
  const rates = question.metrics.some((metric) => "goal" in metric && metric.count === "value");
  return { ...needsOf(ranges, reach, context), rates };
};

/** What all parts counted of one metric, as a value a bucket; `whole` is what rates are of. */
const valuesOf = (
  metric: TimeseriesMetric,
  size: number,
  totals: readonly SeriesTotals[],
  place: number,
  whole: Float64Array,
): ArrayLike<number | null> => {
  const ofSeries = (count: "events" | "units" | "money") =>
    addBuckets(
      size,
      totals.flatMap(({ series }) => series[place]?.[count] ?? []),
    );
  if ("visitors" in metric) return unitsOf("visitors", size, totals);
  if ("sessions" in metric) return unitsOf("sessions", size, totals);
  if ("event" in metric || metric.count === "conversions") return ofSeries("events");
  if (metric.count === "converters") return ofSeries("units");
  if (metric.count === "value") return ofSeries("money");
  return Array.from(ofSeries("units"), (units, bucket) => (whole[bucket] ? units / whole[bucket] : null));
};

const unitsOf = (
  unit: "visitors" | "sessions",
  size: number,
  totals: readonly SeriesTotals[],
): Float64Array =>
  addBuckets(
    size,
    totals.map((total) => total[unit].units),
  );

/** The points of what all parts counted of the same units. */
const pointsOf = (
  question: Question,
  { range, edges, size }: Buckets,
  totals: readonly SeriesTotals[],
): TimeseriesPoint[] => {
  const whole = unitsOf(question.unit === "visitor" ? "visitors" : "sessions", size, totals);
  const columns = question.metrics.map((metric, place) => valuesOf(metric, size, totals, place, whole));
  return Array.from({ length: size }, (_, bucket) => ({
    start: new Date(edges[bucket] ?? 0).toISOString(),
    complete: (edges[bucket + 1] ?? 0) <= range.asOf,
    values: columns.map((column) => column[bucket] ?? null),
  }));
};

const answer = (
  question: Question,
  partials: readonly TimeseriesPartial[],
  context: ReportContext,
): Answer => {
  const { timezone, currency } = context.project;
  const [asked, before] = bucketsOf(question, context);
  if (!asked) throw new Error("The question has no range.");
  const countsOf = (place: number): TimeseriesCounts[] => partials.flatMap((partial) => partial[place] ?? []);
  const [counts, earlier] = [countsOf(0), countsOf(1)];
  const missing = new Set([...counts, ...earlier].flatMap((one) => [...one.missing]));
  const totalsOf = (some: readonly TimeseriesCounts[]) => some.map(({ total }) => total);
  return {
    unit: question.unit,
    timezone,
    points: pointsOf(question, asked, totalsOf(counts)),
    breakdown: counts[0]?.labels?.map((label, row) => ({
      ...label,
      points: pointsOf(
        question,
        asked,
        counts.flatMap(({ groups }) => groups?.[row] ?? []),
      ),
    })),
    ...(before && {
      previous: {
        from: new Date(before.range.from).toISOString(),
        to: new Date(before.range.to).toISOString(),
        points: pointsOf(question, before, totalsOf(earlier)),
      },
    }),
    ...(missing.size > 0 && {
      warnings: [
        {
          code: "other_currencies",
          message: `Values in ${[...missing].sort().join(", ")} without a rate of their day into ${currency} are left out here.`,
        },
      ],
    }),
    read: addReads(counts.map((one) => one.read)),
  };
};

/** How the metrics change over the buckets of the range. A bucket counts a visitor or session once. */
export const timeseriesReport: Report<Question, TimeseriesSurvey, TimeseriesPartial, Answer> = {
  needs,
  survey: surveyTimeseries,
  fold: foldTimeseries,
  answer,
};
