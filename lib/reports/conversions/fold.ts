import type { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Goal } from "@/lib/goals/definition";
import type { Part } from "@/lib/journeys/part";
import { columnOf } from "@/lib/matching/column";
import { fieldsOfFilter } from "@/lib/matching/truth";
import { BreakdownGroups, type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import { openColumns } from "../column-set";
import { type Copies, dropCopies } from "../drop-copies";
import { fieldsOfValue } from "../event-value";
import { goalCounter } from "../goal-counter";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { type Range, rangesOf } from "../range";
import type { Read, ReportContext } from "../report";
import { unitTest } from "../unit-filter";
import { countSessions, forEachUnit, markRange, type VisitUnit } from "../units";
import type { conversionsQuestion } from "./definition";
import { UnitCount, type UnitTotals } from "./unit-count";

export type Question = z.output<typeof conversionsQuestion>;

const goalsPerScan = 32;

/** What parts agree on: the sizes of the breakdown's groups, and for every range the events of goals counted by key. */
export type ConversionsSurvey = { sizes?: GroupSizes; keyed: KeyedSurvey[] };

/** What one part counted in one range; `groups` and their labels only where the question has a breakdown. */
export type ConversionsCounts = {
  total: UnitTotals;
  labels?: readonly GroupLabel[];
  groups?: UnitTotals[];
  read: Read;
};
/** One a range: the asked one, and the one before if the question compares. */
export type ConversionsPartial = ConversionsCounts[];

/** The goals that are asked for. Throws `invalid` for one that is not there. */
export const goalsOf = (question: Question, goals: readonly Goal[]): readonly Goal[] =>
  question.goals?.map((key, place) => {
    const goal = goals.find((one) => one.key === key);
    if (!goal) throw new AppError("invalid", `There is no goal with the key ${key}.`, `goals.${place}`);
    return goal;
  }) ?? goals;

/** What says which units count: the same in every scan. */
const fieldsOfUnits = ({ segment, breakdown }: Question): Set<string> => {
  const fields = new Set<string>();
  if (segment) fieldsOfFilter(segment, fields);
  if (breakdown) fields.add(columnOf(breakdown.by));
  return fields;
};

/** How large the groups of the breakdown are. */
const surveySizes = (
  question: Question,
  by: string,
  range: Range,
  part: Part,
  context: ReportContext,
): GroupSizes => {
  const { unit, segment, includeBots } = question;
  const fields = fieldsOfUnits(question);
  const { sessionGapMs } = context.project;
  const bySession = unit === "session" || fields.has("channel");
  const plan = { matchers: [], rules: context.rules, range, asOf: range.asOf, includeBots };
  const { scan, columns } = openColumns(part, bySession ? { ...plan, sessionGapMs } : plan, fields);
  const keeps = segment ? unitTest(segment, columns) : undefined;
  const groups = new BreakdownGroups(columns, by);
  const visit: VisitUnit = (journey, first, end, isWhole) =>
    groups.count(groups.codeOfUnit(journey, first, end), isWhole ? 1 : 0);
  scan.forEachJourney((journey) => {
    markRange(journey, unit, range);
    forEachUnit(journey, unit, range, keeps, visit);
  });
  return groups.sizes();
};

export const surveyConversions = (
  question: Question,
  part: Part,
  context: ReportContext,
): ConversionsSurvey | undefined => {
  const goals = goalsOf(question, context.goals);
  const { breakdown, includeBots } = question;
  const byKey = countsByKey(goals);
  if (!breakdown && !byKey) return undefined;
  const ranges = rangesOf(question, context);
  const [range] = ranges;
  return {
    ...(breakdown && range ? { sizes: surveySizes(question, breakdown.by, range, part, context) } : {}),
    keyed: byKey ? ranges.map(({ asOf }) => surveyKeyed(goals, part, { asOf, includeBots }, context)) : [],
  };
};

type Asked = {
  question: Question;
  range: Range;
  part: Part;
  context: ReportContext;
  copies: ReadonlyMap<string, Copies>;
  /** The rows of the breakdown. */
  labels: readonly GroupLabel[] | undefined;
};

/** Counts up to 32 goals in one scan. */
const countGoals = (goals: readonly Goal[], asked: Asked): ConversionsCounts => {
  const { question, range, part, context, copies, labels } = asked;
  const { unit, segment, breakdown, includeBots } = question;
  const { sessionGapMs, currency } = context.project;
  const fields = fieldsOfUnits(question);
  for (const goal of goals) fieldsOfValue(goal.value, fields);
  const matchers = goals.map((goal) => goal.match);
  const plan = { matchers, rules: context.rules, range, asOf: range.asOf, includeBots, sessionGapMs };
  const { scan, columns } = openColumns(part, plan, fields);
  const counters = goals.map((goal, bit) =>
    goalCounter(goal, bit, { columns, currency, copies: copies.get(goal.key) }),
  );
  const marks = counters.flatMap(({ mark }) => mark ?? []);
  const keeps = segment ? unitTest(segment, columns) : undefined;
  const groups = breakdown && labels ? new BreakdownGroups(columns, breakdown.by, labels) : undefined;
  const ofGroup = labels?.map(() => new UnitCount(counters, unit)) ?? [];
  const total = new UnitCount(counters, unit);
  const visit: VisitUnit = (journey, first, end, isWhole) => {
    const sessions = unit === "visitor" ? countSessions(journey, range) : isWhole ? 1 : 0;
    total.add(journey, first, end, sessions, isWhole);
    if (!groups) return;
    const group = ofGroup[groups.row(groups.codeOfUnit(journey, first, end))];
    group?.add(journey, first, end, sessions, isWhole);
  };
  const read = scan.forEachJourney((journey) => {
    markRange(journey, unit, range);
    for (const mark of marks) mark(journey);
    forEachUnit(journey, unit, range, keeps, visit);
  });
  if (!labels) return { total: total.totals, read };
  return { total: total.totals, labels, groups: ofGroup.map(({ totals }) => totals), read };
};

/** Counts all goals; what is not about goals is the same in every scan. */
const countAll = (asked: Asked): ConversionsCounts => {
  const goals = goalsOf(asked.question, asked.context.goals);
  const counts = countGoals(goals.slice(0, goalsPerScan), asked);
  for (let g = goalsPerScan; g < goals.length; g += goalsPerScan) {
    const more = countGoals(goals.slice(g, g + goalsPerScan), asked);
    counts.total.goals.push(...more.total.goals);
    for (const [row, group] of (counts.groups ?? []).entries())
      group.goals.push(...(more.groups?.[row]?.goals ?? []));
  }
  return counts;
};

export const foldConversions = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly ConversionsSurvey[],
): ConversionsPartial =>
  rangesOf(question, context).map((range, place) => {
    const copies = dropCopies(surveys.flatMap(({ keyed }) => keyed[place] ?? []));
    const { breakdown } = question;
    if (!breakdown || place > 0) {
      const whole = { ...question, breakdown: undefined };
      return countAll({ question: whole, range, part, context, copies, labels: undefined });
    }
    const sizes = surveys.flatMap((survey) => survey.sizes ?? []);
    const labels = rankGroups(sizes, breakdown.limit);
    return countAll({ question, range, part, context, copies, labels });
  });
