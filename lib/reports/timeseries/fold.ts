import type { z } from "zod";
import { buckets } from "@/lib/calendar/buckets";
import { AppError } from "@/lib/errors";
import type { Goal } from "@/lib/goals/definition";
import type { Part } from "@/lib/journeys/part";
import type { ScanPlan } from "@/lib/journeys/scan-plan";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { fieldsOfFilter } from "@/lib/matching/truth";
import { openColumns } from "../column-set";
import { dropCopies } from "../drop-copies";
import { fieldsOfValue } from "../event-value";
import { goalCounter } from "../goal-counter";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { type Range, resolveRange } from "../range";
import type { Read, ReportContext } from "../report";
import { unitTest } from "../unit-filter";
import { forEachUnit, markRange } from "../units";
import { BucketCounts, type BucketTotals } from "./bucket-counts";
import type { TimeseriesMetric, timeseriesQuestion } from "./definition";
import { type Series, SeriesCount } from "./series-count";

export type Question = z.output<typeof timeseriesQuestion>;

/** What one part counted; `money` is minor units of the project's currency. */
export type TimeseriesPartial = {
  visitors: BucketTotals;
  sessions: BucketTotals;
  /** One a metric; visitors and sessions have theirs above. */
  series: (BucketTotals & { money: Float64Array })[];
  otherCurrencies: boolean;
  read: Read;
};

const mostBuckets = 5_000;

const goalOf = (metric: TimeseriesMetric, place: number, goals: readonly Goal[]): Goal | undefined => {
  if (!("goal" in metric)) return undefined;
  const goal = goals.find((one) => one.key === metric.goal);
  if (!goal)
    throw new AppError("invalid", `There is no goal with the key ${metric.goal}.`, `metrics.${place}.goal`);
  return goal;
};

/** The goal of each metric that has one. Throws `invalid` for one that is not there. */
export const goalsOf = (question: Question, goals: readonly Goal[]): (Goal | undefined)[] =>
  question.metrics.map((metric, place) => goalOf(metric, place, goals));

/** The range and the edges of its buckets. Throws `invalid` for too many. */
export const bucketsOf = (
  question: Question,
  { project, now }: ReportContext,
): { range: Range; edges: Float64Array; size: number } => {
  const range = resolveRange(question, project.timezone, now);
  const edges = buckets(range.from, range.to, question.interval, project.timezone);
  const size = edges.length - 1;
  if (size <= mostBuckets) return { range, edges, size };
  throw new AppError(
    "invalid",
    `These are ${size} points; ask for at most ${mostBuckets}, with a longer interval.`,
    "interval",
  );
};

/** Whether anything is told apart by session. */
export const isBySession = (
  question: Question,
  goals: readonly (Goal | undefined)[],
  fields: ReadonlySet<string>,
): boolean =>
  question.unit === "session" ||
  question.metrics.some((metric) => "sessions" in metric) ||
  goals.some((goal) => goal?.counting === "session") ||
  fields.has("channel");

export const surveyTimeseries = (
  question: Question,
  part: Part,
  context: ReportContext,
): KeyedSurvey | undefined => {
  const goals = goalsOf(question, context.goals).flatMap((goal) => goal ?? []);
  if (!countsByKey(goals)) return undefined;
  const { asOf } = resolveRange(question, context.project.timezone, context.now);
  return surveyKeyed(goals, part, { asOf, includeBots: question.includeBots }, context);
};

/** Only these look at events that satisfy no metric. */
const isAboutEveryone = ({ unit, segment, metrics }: Question): boolean =>
  unit === "session" ||
  segment !== undefined ||
  metrics.some((metric) => "visitors" in metric || ("goal" in metric && metric.count === "rate"));

const planOf = (question: Question, goals: readonly (Goal | undefined)[], context: ReportContext) => {
  const { metrics, segment, includeBots } = question;
  const { rules, project } = context;
  const fields = new Set<string>();
  if (segment) fieldsOfFilter(segment, fields);
  for (const goal of goals) if (goal) fieldsOfValue(goal.value, fields);
  const judged = new Set(fields);
  for (const goal of goals) if (goal) fieldsOfMatcher(goal.match, rules, judged);
  const bySession = isBySession(question, goals, judged);
  const { range } = bucketsOf(question, context);
  const plan: Omit<ScanPlan, "fields"> = {
    matchers: metrics.map(
      (metric, place) => goals[place]?.match ?? { event: "event" in metric ? metric.event : "" },
    ),
    rules,
    range,
    asOf: range.asOf,
    includeBots,
    ...(bySession ? { sessionGapMs: project.sessionGapMs } : { onlyMatching: !isAboutEveryone(question) }),
  };
  return { plan, fields };
};

export const foldTimeseries = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly KeyedSurvey[],
): TimeseriesPartial => {
  const { metrics, segment, unit } = question;
  const { currency } = context.project;
  const { range, edges, size } = bucketsOf(question, context);
  const goals = goalsOf(question, context.goals);
  const { plan, fields } = planOf(question, goals, context);
  const { scan, columns } = openColumns(part, plan, fields);
  const copies = dropCopies(surveys);
  const series = metrics.map((metric, bit): Series => {
    const goal = goals[bit];
    return {
      metric,
      flag: "goal" in metric || "event" in metric ? 1 << bit : 0,
      counter: goal && goalCounter(goal, bit, { columns, currency, copies: copies.get(goal.key) }),
      counts: new BucketCounts(size),
      money: new Float64Array(size),
    };
  });
  const marks = series.flatMap(({ counter }) => counter?.mark ?? []);
  const keeps = segment ? unitTest(segment, columns) : undefined;
  const countsSessions = metrics.some((metric) => "sessions" in metric);
  const count = new SeriesCount(series, range, edges, currency, countsSessions);
  const visit = unit === "visitor" ? count.addVisitor : count.addWholeSession;
  const read = scan.forEachJourney((journey) => {
    markRange(journey, unit, range);
    for (const mark of marks) mark(journey);
    forEachUnit(journey, unit, range, keeps, visit);
  });
  return {
    visitors: count.visitors.totals,
    sessions: count.sessions.totals,
    series: series.map(({ counts, money }) => ({ ...counts.totals, money })),
    otherCurrencies: count.otherCurrencies,
    read,
  };
};
