import type { Goal, GoalValue } from "@/lib/goals/definition";
import type { Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import { columnOf } from "@/lib/matching/column";
import type { Matcher } from "@/lib/matching/definition";
import { BreakdownGroups, type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import { fieldsOfValue, valueReader } from "../event-value";
import { type Asked, type OpenUnits, openUnits } from "../open-units";
import { rangesOf } from "../range";
import type { Read, ReportContext } from "../report";
import type { Attempt } from "./attempt";
import { attemptsOf, wantedOfAttempts } from "./attempts";
import type { Question } from "./definition";
import { FunnelCount, type FunnelTotals } from "./funnel-count";
import { requiredSteps, rowsOf } from "./funnel-plan";
import { TrendCount, type TrendTotals, trendEdges } from "./trend";

// Hot path: nothing is allocated for a visitor or an event.

type Breakdown = NonNullable<Question["breakdown"]>;

/** How large the groups of the breakdown are; absent where they are so few that all of them are counted. */
export type FunnelSurvey = { sizes?: GroupSizes };

/** What one part counted in one range: all units, or those of each group and those that did not reach its step. */
export type FunnelCounts = { read: Read; trend?: TrendTotals } & (
  | { total: FunnelTotals }
  | { labels: readonly GroupLabel[]; groups: FunnelTotals[]; notReached: FunnelTotals }
);
/** One a range: the asked one, and the one before if the question compares. */
export type FunnelPartial = FunnelCounts[];

/** What reaching a step is worth: the goal's value, or of an event its revenue. */
export const worthOf = (step: Matcher, goals: readonly Goal[]): GoalValue => {
  if ("event" in step) return { property: "property.revenue", currency: "property.currency" };
  if ("goal" in step) return goals.find((goal) => goal.key === step.goal)?.value ?? { none: true };
  return { none: true };
};

type AskedFunnel = Asked<Question>;
type VisitAttempt = (attempt: Attempt, isOpen: boolean, journey: Journey, first: number, end: number) => void;

/** Opens the units of the funnel. `withWorth`: what steps are worth is asked for, too. */
const openSteps = (asked: AskedFunnel, withWorth: boolean): OpenUnits => {
  const { steps, breakdown } = asked.question;
  const fields = new Set<string>();
  if (breakdown) fields.add(columnOf(breakdown.by));
  if (withWorth) for (const step of steps) fieldsOfValue(worthOf(step, asked.context.goals), fields);
  const wanted = wantedOfAttempts(asked.question, fields);
  return openUnits(asked, breakdown?.at === "first" ? { ...wanted, onlyMatching: false } : wanted);
};

/** Visits the best attempt of every unit that has one. */
const forEachAttempt = (asked: AskedFunnel, units: OpenUnits, visit: VisitAttempt): Read => {
  const attempts = attemptsOf(asked.question, units.columns, asked.range, asked.context);
  return units.forEachUnit((journey, first, end, isWhole) => {
    if (!isWhole) return;
    const attempt = attempts.find(journey, first, end);
    if (attempt.reached > 0) visit(attempt, attempts.isOpen(attempt, journey, end), journey, first, end);
  });
};

/** The code of attempts that did not reach the step of the breakdown. */
export const notReached = -2;

const lastReached = ({ events }: Attempt): number => {
  let row = events.length - 1;
  while (row > 0 && (events[row] ?? -1) < 0) row--;
  return row;
};

/** The code by which a unit is grouped, `notReached` when the breakdown's step was not. */
export const codeOf = (
  attempt: Attempt,
  at: Breakdown["at"],
  groups: BreakdownGroups,
  journey: Journey,
  first: number,
  end: number,
): number => {
  if (at === "first") return groups.firstCode(journey, first, end);
  const row = at === "entry" ? 0 : at === "last" ? lastReached(attempt) : at.step - 1;
  const event = attempt.events[row] ?? -1;
  return event < 0 ? notReached : groups.codeAt(journey, event);
};

/** So many groups are counted without knowing which are the largest. */
const mostUnranked = 1_000;

/** How large the groups of the breakdown are; `undefined` where there are no more than `enough` values, if that is stated. */
export const surveyAttempts = (
  question: Question,
  part: Part,
  context: ReportContext,
  enough = -1,
): GroupSizes | undefined => {
  const { breakdown } = question;
  const [range] = rangesOf(question, context);
  if (!breakdown || !range) return undefined;
  const asked = { question, range, part, context };
  const opened = openSteps(asked, false);
  const groups = new BreakdownGroups(opened.columns, breakdown.by);
  if (groups.hasAtMost(enough)) return undefined;
  forEachAttempt(asked, opened, (attempt, _isOpen, journey, first, end) => {
    const code = codeOf(attempt, breakdown.at, groups, journey, first, end);
    if (code !== notReached) groups.count(code, 1);
  });
  return groups.sizes();
};

export const surveyFunnel = (
  question: Question,
  part: Part,
  context: ReportContext,
): FunnelSurvey | undefined => {
  if (!question.breakdown) return undefined;
  const sizes = surveyAttempts(question, part, context, mostUnranked);
  return sizes ? { sizes } : {};
};

/** The rows of the breakdown, where all parts say how large the groups are. */
const agreedLabels = (limit: number, surveys: readonly FunnelSurvey[]): GroupLabel[] | undefined => {
  const sizes = surveys.flatMap((survey) => survey.sizes ?? []);
  return sizes.length < surveys.length ? undefined : rankGroups(sizes, limit);
};

const newCount = ({ question, range, context }: AskedFunnel, units: OpenUnits): FunnelCount => {
  const { steps, windowMs } = question;
  const { goals, project } = context;
  return new FunnelCount({
    rows: rowsOf(question),
    worth: steps.map((step, bit) => {
      const goal = "goal" in step ? goals.find(({ key }) => key === step.goal) : undefined;
      return goal
        ? units.counterOf(goal, bit).worth
        : valueReader(worthOf(step, goals), units.columns, project.currency);
    }),
    lastStep: requiredSteps(question).at(-1) ?? 0,
    windowMs,
    asOf: range.asOf,
  });
};

const newTrend = ({ question, range, context }: AskedFunnel): TrendCount | undefined => {
  const edges = trendEdges(question, range, context.project.timezone);
  return edges && new TrendCount(edges, requiredSteps(question).length);
};

const countAll = (asked: AskedFunnel): FunnelCounts => {
  const opened = openSteps(asked, true);
  const total = newCount(asked, opened);
  const trend = newTrend(asked);
  const read = forEachAttempt(asked, opened, (attempt, isOpen, journey) => {
    total.add(attempt, isOpen, journey);
    trend?.add(attempt, isOpen, journey);
  });
  return { total: total.totals(), trend: trend?.totals, read };
};

const countGroups = (
  asked: AskedFunnel,
  breakdown: Breakdown,
  surveys: readonly FunnelSurvey[],
): FunnelCounts => {
  const opened = openSteps(asked, true);
  const agreed = agreedLabels(breakdown.limit, surveys);
  const groups = new BreakdownGroups(opened.columns, breakdown.by, agreed);
  const ofGroup = groups.labels.map(() => newCount(asked, opened));
  const others = newCount(asked, opened);
  const trend = newTrend(asked);
  const read = forEachAttempt(asked, opened, (attempt, isOpen, journey, first, end) => {
    const code = codeOf(attempt, breakdown.at, groups, journey, first, end);
    const row = code === notReached ? -1 : groups.row(code);
    if (row >= 0) ofGroup[row] ??= newCount(asked, opened);
    const group = row < 0 ? others : ofGroup[row];
    group?.add(attempt, isOpen, journey);
    trend?.add(attempt, isOpen, journey);
  });
  const totals = { groups: ofGroup.map((one) => one.totals()), notReached: others.totals() };
  return { labels: groups.labels, ...totals, trend: trend?.totals, read };
};

export const foldFunnel = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly FunnelSurvey[],
): FunnelPartial =>
  rangesOf(question, context).map((range, place) => {
    const { breakdown } = question;
    return breakdown && place === 0
      ? countGroups({ question, range, part, context }, breakdown, surveys)
      : countAll({ question: { ...question, breakdown: undefined }, range, part, context });
  });
