import type { z } from "zod";
import { buckets } from "@/lib/calendar/buckets";
import { AppError } from "@/lib/errors";
import type { Goal } from "@/lib/goals/definition";
import type { Part } from "@/lib/journeys/part";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { converterOf } from "@/lib/rates/converter";
import { type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import { dropCopies } from "../drop-copies";
import { fieldsOfValue } from "../event-value";
import type { GoalCounter } from "../goal-counter";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { markGoals } from "../mark-goals";
import { type Asked, type OpenUnits, openUnits } from "../open-units";
import { type Range, rangesOf } from "../range";
import { askedGoal, type Read, type ReportContext } from "../report";
import { lookBoth, needsOfGroups, surveySizes, UnitGroups } from "../unit-groups";
import type { VisitUnit } from "../units";
import type { BucketTotals } from "./bucket-counts";
import type { TimeseriesMetric, timeseriesQuestion } from "./definition";
import { type Series, SeriesCount, type SeriesCounts, type SeriesSetting } from "./series-count";

export type Question = z.output<typeof timeseriesQuestion>;

/** What parts agree on: the sizes of the breakdown's groups, and for every range the events of goals counted by key. */
export type TimeseriesSurvey = { sizes?: GroupSizes; keyed: KeyedSurvey[] };

/** What was counted of some units. */
export type SeriesTotals = {
  visitors: BucketTotals;
  sessions: BucketTotals;
  /** One a metric; visitors and sessions have theirs above. */
  series: SeriesCounts[];
};

/** What one part counted in one range; `groups` only where the question has a breakdown. */
export type TimeseriesCounts = {
  total: SeriesTotals;
  labels?: readonly GroupLabel[];
  groups?: SeriesTotals[];
  /** Currencies of values that could not be converted. */
  missing: ReadonlySet<string>;
  read: Read;
};
/** One a range: the asked one, and the one before if the question compares. */
export type TimeseriesPartial = TimeseriesCounts[];

/** The buckets of a range: one edge more than buckets. */
export type Buckets = { range: Range; edges: Float64Array; size: number };

const mostBuckets = 5_000;
const mostNumbers = 250_000;

/** The goal of each metric that has one and was not deleted. Throws `invalid` for one that never was. */
export const goalsOf = (question: Question, context: ReportContext): (Goal | undefined)[] =>
  question.metrics.map((metric, place) =>
    "goal" in metric ? askedGoal(metric.goal, `metrics.${place}.goal`, context) : undefined,
  );

const tooMany = (message: string, path: string): never => {
  throw new AppError("invalid", message, path);
};

/** The ranges of a question, each with the edges of its buckets. Throws `invalid` for too many. */
export const bucketsOf = (question: Question, context: ReportContext): readonly Buckets[] => {
  const { metrics, breakdown, interval } = question;
  return rangesOf(question, context).map((range) => {
    const edges = buckets(range.from, range.to, interval, context.project.timezone);
    const size = edges.length - 1;
    if (size > mostBuckets)
      tooMany(
        `These are ${size} points; ask for at most ${mostBuckets}, with a longer interval.`,
        "interval",
      );
    const numbers = size * metrics.length * (breakdown ? breakdown.limit + 2 : 1);
    if (numbers > mostNumbers)
      tooMany(
        `These are ${numbers} numbers; ask for at most ${mostNumbers}, with fewer groups or a longer interval.`,
        "breakdown.limit",
      );
    return { range, edges, size };
  });
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
  (question.breakdown !== undefined && needsOfGroups(question.breakdown.by).sessions) ||
  fields.has("channel");

export const surveyTimeseries = (
  question: Question,
  part: Part,
  context: ReportContext,
): TimeseriesSurvey | undefined => {
  const { breakdown, includeBots } = question;
  const goals = goalsOf(question, context).flatMap((goal) => goal ?? []);
  const byKey = countsByKey(goals);
  const ranges = rangesOf(question, context);
  const [range] = ranges;
  if (!range || (!breakdown && !byKey)) return undefined;
  return {
    sizes: breakdown && surveySizes({ question, range, part, context }, breakdown.by),
    keyed: byKey ? ranges.map(({ asOf }) => surveyKeyed(goals, part, { asOf, includeBots }, context)) : [],
  };
};

/** Only these look at events that satisfy no metric. */
const isAboutEveryone = ({ metrics, breakdown }: Question): boolean =>
  breakdown !== undefined ||
  metrics.some((metric) => "visitors" in metric || ("goal" in metric && metric.count === "rate"));

const openMetrics = (asked: Asked<Question>, goals: readonly (Goal | undefined)[]): OpenUnits => {
  const { question, context } = asked;
  const { metrics, breakdown } = question;
  const fields = new Set<string>(breakdown ? needsOfGroups(breakdown.by).columns : []);
  for (const goal of goals) if (goal) fieldsOfValue(goal.value, fields);
  const judged = new Set(fields);
  for (const goal of goals) if (goal) fieldsOfMatcher(goal.match, context.rules, judged);
  const matchers = metrics.map((metric, place) => {
    const goal = goals[place];
    return goal ? { goal: goal.key } : { event: "event" in metric ? metric.event : "" };
  });
  return openUnits(asked, {
    matchers,
    fields,
    sessions: isBySession(question, goals, judged),
    onlyMatching: !isAboutEveryone(question),
  });
};

const seriesOf = (
  metrics: readonly TimeseriesMetric[],
  counters: readonly (GoalCounter | undefined)[],
): Series[] =>
  metrics.map((metric, bit) => ({
    metric,
    flag: "goal" in metric || "event" in metric ? 1 << bit : 0,
    counter: counters[bit],
  }));

const totalsOf = (count: SeriesCount): SeriesTotals => ({
  visitors: count.visitors.totals,
  sessions: count.sessions.totals,
  series: count.counted(),
});

type RangeAsked = Asked<Question> & {
  setting: SeriesSetting;
  keyed: readonly KeyedSurvey[];
  labels: readonly GroupLabel[] | undefined;
};

const countRange = (asked: RangeAsked): TimeseriesCounts => {
  const { question, range, part, context, setting, keyed, labels } = asked;
  const { metrics, unit, breakdown } = question;
  const goals = goalsOf(question, context);
  const units = openMetrics(asked, goals);
  const { columns } = units;
  const copies = dropCopies(keyed);
  const counters = goals.map((goal, bit) => goal && units.counterOf(goal, bit, copies.get(goal.key)));
  const series = seriesOf(metrics, counters);
  const newCount = () => new SeriesCount(series, setting);
  const groups = breakdown && labels && new UnitGroups(breakdown.by, { columns, range, part }, labels);
  const ofGroup = groups?.labels.map(newCount) ?? [];
  const total = newCount();
  const add = (count: SeriesCount): VisitUnit =>
    unit === "visitor" ? count.addVisitor : count.addWholeSession;
  const [addTotal, addGroups] = [add(total), ofGroup.map(add)];
  const visit: VisitUnit = groups
    ? (journey, first, end, isWhole) => {
        addTotal(journey, first, end, isWhole);
        addGroups[groups.row(journey, first, end)]?.(journey, first, end, isWhole);
      }
    : addTotal;
  const mark = markGoals(goals, counters);
  const read = units.forEachUnit(visit, lookBoth(groups?.open, mark));
  const counted = { total: totalsOf(total), missing: setting.missing, read };
  return groups ? { ...counted, labels: groups.labels, groups: ofGroup.map(totalsOf) } : counted;
};

export const foldTimeseries = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly TimeseriesSurvey[],
): TimeseriesPartial => {
  const { project, rates } = context;
  const { breakdown, metrics } = question;
  const convert = converterOf(rates, project.currency, project.timezone);
  const countsSessions = metrics.some((metric) => "sessions" in metric);
  const sizes = surveys.flatMap((survey) => survey.sizes ?? []);
  return bucketsOf(question, context).map(({ range, edges }, place) => {
    const isAsked = place === 0;
    return countRange({
      question: isAsked ? question : { ...question, breakdown: undefined },
      range,
      part,
      context,
      setting: { range, edges, countsSessions, convert, missing: new Set() },
      keyed: surveys.flatMap(({ keyed }) => keyed[place] ?? []),
      labels: isAsked && breakdown ? rankGroups(sizes, breakdown.limit) : undefined,
    });
  });
};
