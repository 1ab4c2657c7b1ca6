import type { z } from "zod";
import { previousRange } from "@/lib/calendar/previous-range";
import { AppError } from "@/lib/errors";
import type { Goal, GoalValue } from "@/lib/goals/definition";
import { eventFlags } from "@/lib/journeys/event-flags";
import { forEachJourney, type Journey } from "@/lib/journeys/scan";
import { columnOf } from "@/lib/matching/column";
import type { Matcher } from "@/lib/matching/definition";
import { fieldsOfMatcher, matchMasks } from "@/lib/matching/match-rows";
import { fieldsOfFilter } from "@/lib/matching/truth";
import { BreakdownGroups, type GroupLabel } from "../breakdown-groups";
import { ColumnSet } from "../column-set";
import { fieldsOfValue, valueReader } from "../event-value";
import { type Range, resolveRange } from "../range";
import type { ReportContext } from "../report-context";
import { unitTest } from "../unit-filter";
import { forEachUnit, markRange } from "../units";
import { type Attempt, BestAttempt } from "./best-attempt";
import type { FunnelAnswer, FunnelGroup, FunnelStepNumbers, funnelQuestion } from "./definition";
import { type CountedStep, FunnelCount } from "./funnel-count";
import { labelOf, tierOf } from "./step-words";

type Question = z.output<typeof funnelQuestion>;

const longestSessionMs = 24 * 3_600_000;

/** What reaching a step is worth: the goal's value, or of an event its revenue. */
const worthOf = (step: Matcher, goals: readonly Goal[]): GoalValue => {
  if ("event" in step) return { property: "property.revenue", currency: "property.currency" };
  if ("goal" in step) return goals.find((goal) => goal.key === step.goal)?.value ?? { none: true };
  return { none: true };
};

/** The columns the question reads. Says which step names a goal that is not there. */
export const funnelFields = (
  question: Question,
  { goals, rules }: Pick<ReportContext, "goals" | "rules">,
): Set<string> => {
  const fields = new Set<string>();
  for (const [place, step] of question.steps.entries()) {
    try {
      fieldsOfMatcher(step, rules, fields);
    } catch (error) {
      throw error instanceof AppError ? new AppError("invalid", error.message, `steps.${place}.goal`) : error;
    }
    fieldsOfValue(worthOf(step, goals), fields);
  }
  if (question.segment) fieldsOfFilter(question.segment, fields);
  if (question.breakdown) fields.add(columnOf(question.breakdown.by));
  return fields;
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

type Asked = { question: Question; range: Range; context: ReportContext };

/** The code by which a unit is grouped; `undefined` when the breakdown's step was not reached. */
const codeOf = (
  attempt: Attempt,
  at: NonNullable<Question["breakdown"]>["at"],
  groups: BreakdownGroups,
  place: number,
  journey: Journey,
  first: number,
  end: number,
): number | undefined => {
  if (at === "first") return groups.firstCode(journey, place, first, end);
  const step = at === "entry" ? 1 : at === "last" ? attempt.reached : at.step;
  if (step > attempt.reached) return undefined;
  return journey.columns[place]?.[attempt.events[step - 1] ?? 0] ?? -1;
};

type Numbers = {
  entered: number;
  steps: FunnelStepNumbers[];
  breakdown?: FunnelGroup[];
  read: { journeys: number; events: number };
};

const count = (asked: Asked): Numbers => {
  const { question, range, context } = asked;
  const { rules, goals, project } = context;
  const log = context.log.seenBy({ asOf: range.asOf, includeBots: question.includeBots });
  const columns = new ColumnSet(log);
  const masks = matchMasks(question.steps, log, rules);
  const steps: CountedStep[] = question.steps.map((step) => ({
    label: labelOf(step, goals),
    tier: tierOf(step, goals),
    worth: valueReader(worthOf(step, goals), columns, project.currency).at,
  }));
  const keeps = question.segment ? unitTest(question.segment, columns) : undefined;
  const { breakdown } = question;
  const place = breakdown ? columns.place(breakdown.by) : -1;
  const column = columns.columns[place];
  const groups = breakdown && column ? new BreakdownGroups(column, breakdown.by, breakdown.limit) : undefined;
  const finder = new BestAttempt(steps.length, question.windowMs);
  const scan = { journeys: log, masks, columns: columns.columns, range };
  /** With unit visitor later steps may lie after the range, with unit session the whole session counts. */
  const forEachAttempt = (visit: (attempt: Attempt, journey: Journey, first: number, end: number) => void) =>
    forEachJourney(scan, (journey) => {
      markRange(journey, question.unit, range);
      forEachUnit(journey, question.unit, range, keeps, (unit, first, end, isWhole) => {
        if (!isWhole) return;
        const attempt = finder.find(unit, first, question.unit === "visitor" ? unit.end : end);
        if (attempt.reached > 0) visit(attempt, unit, first, end);
      });
    });
  if (groups && breakdown)
    forEachAttempt((attempt, journey, first, end) => {
      const code = codeOf(attempt, breakdown.at, groups, place, journey, first, end);
      if (code !== undefined) groups.count(code, 1);
    });
  const newCount = () => new FunnelCount(steps, question.windowMs, range.asOf);
  const labels: readonly GroupLabel[] = groups?.rank() ?? [];
  const ofGroup = labels.map(newCount);
  const notReached = newCount();
  const total = newCount();
  const read = forEachAttempt((attempt, journey, first, end) => {
    const isOpen = canGoOn(attempt, journey, end, asked);
    total.add(attempt, isOpen, journey);
    if (!groups || !breakdown) return;
    const code = codeOf(attempt, breakdown.at, groups, place, journey, first, end);
    const group = code === undefined ? notReached : ofGroup[groups.place(code)];
    group?.add(attempt, isOpen, journey);
  });
  const rows: FunnelGroup[] = ofGroup.map((one, i) => ({
    value: null,
    ...labels[i],
    entered: one.entered,
    steps: one.numbers(),
  }));
  if (notReached.entered > 0)
    rows.push({ value: null, notReached: true, entered: notReached.entered, steps: notReached.numbers() });
  return { entered: total.entered, steps: total.numbers(), ...(groups ? { breakdown: rows } : {}), read };
};

/** Answers how far the units get along the steps. */
export const answerFunnel = (
  question: Question,
  context: ReportContext,
): Omit<FunnelAnswer, "computed"> & { read: Numbers["read"] } => {
  const { timezone } = context.project;
  const range = resolveRange(question, timezone, context.now);
  const numbers = count({ question, range, context });
  if (!question.previous) return { unit: question.unit, ...numbers };
  const before = previousRange(range, timezone);
  const { entered, steps } = count({
    question: { ...question, breakdown: undefined },
    range: before,
    context,
  });
  return {
    unit: question.unit,
    ...numbers,
    previous: {
      from: new Date(before.from).toISOString(),
      to: new Date(before.to).toISOString(),
      unit: question.unit,
      entered,
      steps,
    },
  };
};
