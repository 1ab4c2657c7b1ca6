import type { z } from "zod";
import { bucketOf, buckets } from "@/lib/calendar/buckets";
import { AppError } from "@/lib/errors";
import type { Goal } from "@/lib/goals/definition";
import { eventFlags } from "@/lib/journeys/event-flags";
import { forEachSession } from "@/lib/journeys/for-each-session";
import { forEachJourney, type Journey } from "@/lib/journeys/scan";
import { columnOf } from "@/lib/matching/column";
import { fieldsOfMatcher, matchMasks } from "@/lib/matching/match-rows";
import { fieldsOfFilter } from "@/lib/matching/truth";
import { ColumnSet } from "../column-set";
import { fieldsOfValue } from "../event-value";
import { type GoalCounter, goalCounter } from "../goal-counter";
import { resolveRange } from "../range";
import type { ReportContext } from "../report-context";
import { unitTest } from "../unit-filter";
import { forEachUnit, markRange, type VisitUnit } from "../units";
import type { TimeseriesAnswer, TimeseriesMetric, timeseriesQuestion } from "./definition";

type Question = z.output<typeof timeseriesQuestion>;

const mostBuckets = 5_000;

const goalOf = (metric: TimeseriesMetric, place: number, goals: readonly Goal[]): Goal | undefined => {
  if (!("goal" in metric)) return undefined;
  const goal = goals.find((one) => one.key === metric.goal);
  if (!goal)
    throw new AppError("invalid", `There is no goal with the key ${metric.goal}.`, `metrics.${place}.goal`);
  return goal;
};

/** The columns the question reads. */
export const timeseriesFields = (
  question: Question,
  { goals, rules }: Pick<ReportContext, "goals" | "rules">,
): Set<string> => {
  const fields = new Set<string>();
  for (const [place, metric] of question.metrics.entries()) {
    const goal = goalOf(metric, place, goals);
    if (!goal) continue;
    fieldsOfMatcher(goal.match, rules, fields);
    fieldsOfValue(goal.value, fields);
    if (typeof goal.counting === "object") fields.add(columnOf(goal.counting.key));
  }
  if (question.segment) fieldsOfFilter(question.segment, fields);
  return fields;
};

/** Counts events in buckets, and each unit once a bucket; the events of a unit come one after the other. */
class BucketCounts {
  readonly events: Float64Array;
  readonly units: Float64Array;
  private readonly lastUnit: Int32Array;

  constructor(buckets: number) {
    this.events = new Float64Array(buckets);
    this.units = new Float64Array(buckets);
    this.lastUnit = new Int32Array(buckets).fill(-1);
  }

  addEvent(bucket: number): void {
    this.events[bucket] = (this.events[bucket] ?? 0) + 1;
  }

  addUnit(bucket: number, unit: number): void {
    if (this.lastUnit[bucket] === unit) return;
    this.lastUnit[bucket] = unit;
    this.units[bucket] = (this.units[bucket] ?? 0) + 1;
  }

  /** Whether the unit whose events are being counted is in the bucket already. */
  has(bucket: number, unit: number): boolean {
    return this.lastUnit[bucket] === unit;
  }
}

type Series = {
  metric: TimeseriesMetric;
  /** The metric's bit in the masks, 0 for visitors and sessions. */
  flag: number;
  counter?: GoalCounter;
  counts: BucketCounts;
  money: Float64Array;
};

const valueAt = ({ metric, counts, money }: Series, whole: BucketCounts, bucket: number): number | null => {
  if ("event" in metric) return counts.events[bucket] ?? 0;
  if (!("goal" in metric)) return counts.units[bucket] ?? 0;
  if (metric.count === "conversions") return counts.events[bucket] ?? 0;
  if (metric.count === "converters") return counts.units[bucket] ?? 0;
  if (metric.count === "value") return money[bucket] ?? 0;
  const units = whole.units[bucket] ?? 0;
  return units === 0 ? null : (counts.units[bucket] ?? 0) / units;
};

/** Answers how the metrics change over the buckets of the range. A bucket counts a visitor or session once. */
export const answerTimeseries = (
  question: Question,
  context: ReportContext,
): Omit<TimeseriesAnswer, "computed"> & { read: { journeys: number; events: number } } => {
  const { rules, project } = context;
  const range = resolveRange(question, project.timezone, context.now);
  const edges = buckets(range.from, range.to, question.interval, project.timezone);
  const size = edges.length - 1;
  if (size > mostBuckets)
    throw new AppError(
      "invalid",
      `These are ${size} points; ask for at most ${mostBuckets}, with a longer interval.`,
      "interval",
    );
  const log = context.log.seenBy({ asOf: range.asOf, includeBots: question.includeBots });
  const columns = new ColumnSet(log);
  const matchers = question.metrics.map((metric, place) => {
    const goal = goalOf(metric, place, context.goals);
    return goal ? goal.match : { event: "event" in metric ? metric.event : "" };
  });
  const masks = matchMasks(matchers, log, rules);
  const visitors = new BucketCounts(size);
  const sessions = new BucketCounts(size);
  const series: Series[] = question.metrics.map((metric, bit) => {
    const goal = goalOf(metric, bit, context.goals);
    const counts = "visitors" in metric ? visitors : "sessions" in metric ? sessions : new BucketCounts(size);
    return {
      metric,
      flag: "goal" in metric || "event" in metric ? 1 << bit : 0,
      counter: goal && goalCounter(goal, bit, { masks, log, columns, currency: project.currency }),
      counts,
      money: new Float64Array(size),
    };
  });
  const keeps = question.segment ? unitTest(question.segment, columns) : undefined;
  let otherCurrencies = false;

  /** `isWhole`: the unit is in the bucket's denominator. Passive events alone make a converter, but not of a rate. */
  const addEvent = (journey: Journey, i: number, bucket: number, unit: number, isWhole: boolean): void => {
    for (const { metric, flag, counts, counter, money } of series) {
      if (flag === 0 || ((journey.mask[i] ?? 0) & flag) === 0) continue;
      const count = "goal" in metric ? metric.count : "conversions";
      counts.addEvent(bucket);
      if (unit >= 0 && (isWhole || count !== "rate")) counts.addUnit(bucket, unit);
      if (count !== "value") continue;
      const worth = counter?.worth(journey, i);
      if (worth?.currency === project.currency) money[bucket] = (money[bucket] ?? 0) + worth.minor;
      else if (worth) otherCurrencies = true;
    }
  };
  const addSession: VisitUnit = (journey, first) => {
    const startedAt = journey.at[first] ?? 0;
    if (startedAt >= range.from && startedAt < range.to)
      sessions.addUnit(bucketOf(edges, startedAt), journey.session[first] ?? -1);
  };
  const addVisitor: VisitUnit = (journey, first, end) => {
    const who = journey.visitor;
    for (let i = first; i < end; i++)
      if (((journey.flags[i] ?? 0) & eventFlags.passive) === 0)
        visitors.addUnit(bucketOf(edges, journey.at[i] ?? 0), who);
    for (let i = first; i < end; i++) {
      const bucket = bucketOf(edges, journey.at[i] ?? 0);
      addEvent(journey, i, bucket, who, visitors.has(bucket, who));
    }
    forEachSession(journey, (session) => addSession(session, session.start, session.end, true));
  };
  /** A session counts whole in the bucket of its first event; a passive event outside any is no unit. */
  const addWholeSession: VisitUnit = (journey, first, end, isWhole) => {
    const bucket = bucketOf(edges, journey.at[first] ?? 0);
    const session = isWhole ? (journey.session[first] ?? -1) : -1;
    if (isWhole) {
      visitors.addUnit(bucket, journey.visitor);
      addSession(journey, first, end, isWhole);
    }
    for (let i = first; i < end; i++) addEvent(journey, i, bucket, session, isWhole);
  };
  const read = forEachJourney({ journeys: log, masks, columns: columns.columns, range }, (journey) => {
    markRange(journey, question.unit, range);
    for (const { counter } of series) counter?.mark(journey);
    forEachUnit(
      journey,
      question.unit,
      range,
      keeps,
      question.unit === "visitor" ? addVisitor : addWholeSession,
    );
  });
  const whole = question.unit === "visitor" ? visitors : sessions;
  return {
    unit: question.unit,
    timezone: project.timezone,
    points: Array.from({ length: size }, (_, bucket) => ({
      start: new Date(edges[bucket] ?? 0).toISOString(),
      complete: (edges[bucket + 1] ?? 0) <= range.asOf,
      values: series.map((one) => valueAt(one, whole, bucket)),
    })),
    ...(otherCurrencies
      ? {
          warnings: [
            {
              code: "other_currencies",
              message: `Values in other currencies than ${project.currency} are left out here.`,
            },
          ],
        }
      : {}),
    read,
  };
};
