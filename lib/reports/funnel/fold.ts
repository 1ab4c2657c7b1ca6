import type { z } from "zod";
import type { Goal, GoalValue } from "@/lib/goals/definition";
import { eventFlags } from "@/lib/journeys/event-flags";
import type { Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import type { Scan } from "@/lib/journeys/scan";
import { columnOf } from "@/lib/matching/column";
import type { Matcher } from "@/lib/matching/definition";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { fieldsOfFilter } from "@/lib/matching/truth";
import { BreakdownGroups, type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import { type ColumnSet, openColumns } from "../column-set";
import { fieldsOfValue, valueReader } from "../event-value";
import { type Range, rangesOf } from "../range";
import type { Read, ReportContext } from "../report";
import { unitTest } from "../unit-filter";
import { forEachUnit, markRange, type VisitUnit } from "../units";
import { type Attempt, BestAttempt } from "./best-attempt";
import type { funnelQuestion } from "./definition";
import { FunnelCount, type FunnelTotals } from "./funnel-count";

// Hot path: nothing is allocated for a visitor or an event.

export type Question = z.output<typeof funnelQuestion>;
type Breakdown = NonNullable<Question["breakdown"]>;

/** How large the groups of the breakdown are. */
export type FunnelSurvey = GroupSizes;

/** What one part counted in one range: all units, or those of each group and those that did not reach its step. */
export type FunnelCounts = { read: Read } & (
  | { total: FunnelTotals }
  | { labels: readonly GroupLabel[]; groups: FunnelTotals[]; notReached: FunnelTotals }
);
/** One a range: the asked one, and the one before if the question compares. */
export type FunnelPartial = FunnelCounts[];

const longestSessionMs = 24 * 3_600_000;

/** What reaching a step is worth: the goal's value, or of an event its revenue. */
export const worthOf = (step: Matcher, goals: readonly Goal[]): GoalValue => {
  if ("event" in step) return { property: "property.revenue", currency: "property.currency" };
  if ("goal" in step) return goals.find((goal) => goal.key === step.goal)?.value ?? { none: true };
  return { none: true };
};

type Asked = { question: Question; range: Range; part: Part; context: ReportContext };
type VisitAttempt = (attempt: Attempt, journey: Journey, first: number, end: number) => void;

/** Opens the scan of the steps. `withWorth`: what steps are worth is asked for, too. */
const openSteps = ({ question, range, part, context }: Asked, withWorth: boolean) => {
  const { steps, unit, segment, breakdown, includeBots } = question;
  const { rules, goals, project } = context;
  const fields = new Set<string>();
  if (segment) fieldsOfFilter(segment, fields);
  if (breakdown) fields.add(columnOf(breakdown.by));
  if (withWorth) for (const step of steps) fieldsOfValue(worthOf(step, goals), fields);
  const judged = new Set(fields);
  for (const step of steps) fieldsOfMatcher(step, rules, judged);
  const bySession = unit === "session" || judged.has("channel");
  const plan = { matchers: steps, rules, range, asOf: range.asOf, includeBots };
  return openColumns(
    part,
    bySession
      ? { ...plan, sessionGapMs: project.sessionGapMs }
      : { ...plan, onlyMatching: !segment && breakdown?.at !== "first" },
    fields,
  );
};

/** Visits the best attempt of every unit that has one. With unit visitor later steps may lie after the range. */
const forEachAttempt = (
  { question, range }: Asked,
  { scan, columns }: { scan: Scan; columns: ColumnSet },
  visit: VisitAttempt,
): Read => {
  const { unit, segment, steps, windowMs } = question;
  const keeps = segment ? unitTest(segment, columns) : undefined;
  const finder = new BestAttempt(steps.length, windowMs);
  const visitUnit: VisitUnit = (journey, first, end, isWhole) => {
    if (!isWhole) return;
    const attempt = finder.find(journey, first, end, unit === "visitor" ? journey.end : end);
    if (attempt.reached > 0) visit(attempt, journey, first, end);
  };
  return scan.forEachJourney((journey) => {
    if (unit === "session") markRange(journey, unit, range);
    forEachUnit(journey, unit, range, keeps, visitUnit);
  });
};

/** Whether an attempt that stands where it does can still reach the next step at `asOf`. */
const canGoOn = (
  attempt: Attempt,
  journey: Journey,
  end: number,
  { question, context, range }: Asked,
): boolean => {
  const entry = attempt.events[0] ?? 0;
  if ((journey.at[entry] ?? 0) + question.windowMs < range.asOf) return false;
  if (question.unit === "visitor" || ((journey.flags[entry] ?? 0) & eventFlags.ownSession) !== 0) return true;
  // Passive events do not prolong a session; its first event is never one.
  let last = end - 1;
  while (((journey.flags[last] ?? 0) & eventFlags.passive) !== 0) last--;
  const lastAt = journey.at[last] ?? 0;
  const startedAt = journey.at[journey.start] ?? 0;
  return lastAt + context.project.sessionGapMs >= range.asOf && startedAt + longestSessionMs >= range.asOf;
};

const notReached = -2;

/** The code by which a unit is grouped, `notReached` when the breakdown's step was not. */
const codeOf = (
  attempt: Attempt,
  at: Breakdown["at"],
  groups: BreakdownGroups,
  journey: Journey,
  first: number,
  end: number,
): number => {
  if (at === "first") return groups.firstCode(journey, first, end);
  const step = at === "entry" ? 1 : at === "last" ? attempt.reached : at.step;
  return step > attempt.reached ? notReached : groups.codeAt(journey, attempt.events[step - 1] ?? 0);
};

export const surveyFunnel = (
  question: Question,
  part: Part,
  context: ReportContext,
): FunnelSurvey | undefined => {
  const { breakdown } = question;
  const [range] = rangesOf(question, context);
  if (!breakdown || !range) return undefined;
  const asked = { question, range, part, context };
  const opened = openSteps(asked, false);
  const groups = new BreakdownGroups(opened.columns, breakdown.by);
  forEachAttempt(asked, opened, (attempt, journey, first, end) => {
    const code = codeOf(attempt, breakdown.at, groups, journey, first, end);
    if (code !== notReached) groups.count(code, 1);
  });
  return groups.sizes();
};

const newCount = ({ question, range, context }: Asked, columns: ColumnSet): FunnelCount => {
  const { goals, project } = context;
  const worth = question.steps.map((step) => valueReader(worthOf(step, goals), columns, project.currency));
  return new FunnelCount(worth, question.windowMs, range.asOf);
};

const countAll = (asked: Asked): FunnelCounts => {
  const opened = openSteps(asked, true);
  const total = newCount(asked, opened.columns);
  const read = forEachAttempt(asked, opened, (attempt, journey, _first, end) =>
    total.add(attempt, canGoOn(attempt, journey, end, asked), journey),
  );
  return { total: total.totals(), read };
};

const countGroups = (asked: Asked, breakdown: Breakdown, surveys: readonly FunnelSurvey[]): FunnelCounts => {
  const opened = openSteps(asked, true);
  const labels = rankGroups(surveys, breakdown.limit);
  const groups = new BreakdownGroups(opened.columns, breakdown.by, labels);
  const ofGroup = labels.map(() => newCount(asked, opened.columns));
  const others = newCount(asked, opened.columns);
  const read = forEachAttempt(asked, opened, (attempt, journey, first, end) => {
    const code = codeOf(attempt, breakdown.at, groups, journey, first, end);
    const group = code === notReached ? others : ofGroup[groups.row(code)];
    group?.add(attempt, canGoOn(attempt, journey, end, asked), journey);
  });
  return { labels, groups: ofGroup.map((one) => one.totals()), notReached: others.totals(), read };
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
