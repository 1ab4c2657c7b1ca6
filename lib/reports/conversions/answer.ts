import type { z } from "zod";
import { previousRange } from "@/lib/calendar/previous-range";
import { AppError } from "@/lib/errors";
import type { Goal } from "@/lib/goals/definition";
import { forEachJourney } from "@/lib/journeys/scan";
import { columnOf } from "@/lib/matching/column";
import { fieldsOfMatcher, matchMasks } from "@/lib/matching/match-rows";
import { fieldsOfFilter } from "@/lib/matching/truth";
import { proportion } from "@/lib/statistics/wilson";
import { BreakdownGroups } from "../breakdown-groups";
import { ColumnSet } from "../column-set";
import { fieldsOfValue } from "../event-value";
import { goalCounter } from "../goal-counter";
import { type Range, resolveRange } from "../range";
import type { ReportContext } from "../report-context";
import { unitTest } from "../unit-filter";
import { countSessions, forEachUnit, markRange } from "../units";
import type { ConversionsAnswer, ConversionsGroup, conversionsQuestion, GoalNumbers } from "./definition";
import { UnitCount } from "./unit-count";

type Question = z.output<typeof conversionsQuestion>;

const goalsPerScan = 32;

const goalsOf = (question: Question, goals: readonly Goal[]): readonly Goal[] =>
  question.goals?.map((key, place) => {
    const goal = goals.find((one) => one.key === key);
    if (!goal) throw new AppError("invalid", `There is no goal with the key ${key}.`, `goals.${place}`);
    return goal;
  }) ?? goals;

/** The columns the question reads. */
export const conversionsFields = (
  question: Question,
  context: Pick<ReportContext, "goals" | "rules">,
): Set<string> => {
  const fields = new Set<string>();
  for (const goal of goalsOf(question, context.goals)) {
    fieldsOfMatcher(goal.match, context.rules, fields);
    fieldsOfValue(goal.value, fields);
    if (typeof goal.counting === "object") fields.add(columnOf(goal.counting.key));
  }
  if (question.segment) fieldsOfFilter(question.segment, fields);
  if (question.breakdown) fields.add(columnOf(question.breakdown.by));
  return fields;
};

const goalNumbers = (goal: Goal, total: UnitCount, g: number): GoalNumbers => {
  const count = total.goals[g];
  const { key, name, tier, stage } = goal;
  return {
    key,
    name,
    tier,
    stage,
    conversions: count?.conversions ?? 0,
    converters: count?.converters ?? 0,
    rate: proportion(count?.inRate ?? 0, total.units),
    value: count?.value.list() ?? [],
  };
};

type Numbers = {
  visitors: number;
  sessions: number;
  goals: GoalNumbers[];
  breakdown?: ConversionsGroup[];
  read: { journeys: number; events: number };
};

/** Counts up to 32 goals in one scan, or two when a breakdown has to find its largest groups first. */
const countGoals = (
  question: Question,
  goals: readonly Goal[],
  range: Range,
  context: ReportContext,
): Numbers => {
  const { rules, project } = context;
  const log = context.log.seenBy({ asOf: range.asOf, includeBots: question.includeBots });
  const columns = new ColumnSet(log);
  const masks = matchMasks(
    goals.map((goal) => goal.match),
    log,
    rules,
  );
  const counters = goals.map((goal, bit) =>
    goalCounter(goal, bit, { masks, log, columns, currency: project.currency }),
  );
  const keeps = question.segment ? unitTest(question.segment, columns) : undefined;
  const by = question.breakdown?.by ?? "";
  const place = question.breakdown ? columns.place(by) : -1;
  const column = columns.columns[place];
  const groups =
    question.breakdown && column ? new BreakdownGroups(column, by, question.breakdown.limit) : undefined;
  const scan = { journeys: log, masks, columns: columns.columns, range };
  if (groups)
    forEachJourney(scan, (journey) => {
      markRange(journey, question.unit, range);
      forEachUnit(journey, question.unit, range, keeps, (unit, first, end, isWhole) =>
        groups.count(groups.codeOfUnit(unit, place, first, end), isWhole ? 1 : 0),
      );
    });
  const labels = groups?.rank() ?? [];
  const ofGroup = labels.map(() => new UnitCount(counters, question.unit));
  const total = new UnitCount(counters, question.unit);
  const read = forEachJourney(scan, (journey) => {
    markRange(journey, question.unit, range);
    for (const counter of counters) counter.mark(journey);
    forEachUnit(journey, question.unit, range, keeps, (unit, first, end, isWhole) => {
      const sessions = question.unit === "visitor" ? countSessions(unit, range) : isWhole ? 1 : 0;
      total.add(unit, first, end, sessions, isWhole);
      if (groups)
        ofGroup[groups.place(groups.codeOfUnit(unit, place, first, end))]?.add(
          unit,
          first,
          end,
          sessions,
          isWhole,
        );
    });
  });
  const numbersOf = (count: UnitCount) => ({
    visitors: count.visitors,
    sessions: count.sessions,
    goals: goals.map((goal, g) => goalNumbers(goal, count, g)),
  });
  return {
    ...numbersOf(total),
    breakdown: groups && ofGroup.map((count, i) => ({ value: null, ...labels[i], ...numbersOf(count) })),
    read,
  };
};

const countAll = (question: Question, range: Range, context: ReportContext): Numbers => {
  const goals = goalsOf(question, context.goals);
  const parts: Numbers[] = [];
  for (let i = 0; i === 0 || i < goals.length; i += goalsPerScan)
    parts.push(countGoals(question, goals.slice(i, i + goalsPerScan), range, context));
  const [first, ...rest] = parts;
  if (!first) throw new Error("Nothing was counted.");
  for (const part of rest) {
    first.goals.push(...part.goals);
    for (const [i, group] of (first.breakdown ?? []).entries())
      group.goals.push(...(part.breakdown?.[i]?.goals ?? []));
  }
  return first;
};

/** Answers how often each goal was reached, by how many, and what it was worth. */
export const answerConversions = (
  question: Question,
  context: ReportContext,
): Omit<ConversionsAnswer, "computed"> & { read: Numbers["read"] } => {
  const { timezone } = context.project;
  const range = resolveRange(question, timezone, context.now);
  const { breakdown, ...numbers } = countAll(question, range, context);
  if (!question.previous) return { unit: question.unit, ...numbers, breakdown };
  const before = previousRange(range, timezone);
  const previous = countAll({ ...question, breakdown: undefined }, before, context);
  return {
    unit: question.unit,
    ...numbers,
    goals: numbers.goals.map((goal, g) => ({ ...goal, previous: previous.goals[g] })),
    previous: {
      from: new Date(before.from).toISOString(),
      to: new Date(before.to).toISOString(),
      visitors: previous.visitors,
      sessions: previous.sessions,
    },
    breakdown,
  };
};
