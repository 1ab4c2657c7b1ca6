import type { z } from "zod";
import type { Goal } from "@/lib/goals/definition";
import type { Part } from "@/lib/journeys/part";
import { type Converter, converterOf } from "@/lib/rates/converter";
import { type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import type { Unit } from "../definition";
import { type Copies, dropCopies } from "../drop-copies";
import { fieldsOfValue } from "../event-value";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { markGoals } from "../mark-goals";
import { type Asked, openUnits, roomForMatchers } from "../open-units";
import { rangesOf } from "../range";
import { askedGoal, type Read, type ReportContext } from "../report";
import { restatementOf } from "../restatement";
import { lookBoth, needsOfGroups, surveySizes, UnitGroups } from "../unit-groups";
import { countSessions, type VisitUnit } from "../units";
import type { conversionsQuestion } from "./definition";
import { addTotals, UnitCount, type UnitTotals } from "./unit-count";

export type Question = z.output<typeof conversionsQuestion>;
type AskedUnits = Asked<Question>;

/**
 * What parts agree on, by range: the sizes of the breakdown's groups, absent where they are so few that all of them are
 * counted; and the events of goals counted by key.
 */
export type ConversionsSurvey = { sizes?: GroupSizes[]; keyed: KeyedSurvey[] };

/** What one part counted in one range; `groups` and their labels only where the question has a breakdown. */
export type ConversionsCounts = {
  total: UnitTotals;
  labels?: readonly GroupLabel[];
  groups?: UnitTotals[];
  /** Without what became of orders, where that is told apart. */
  gross?: UnitTotals;
  read: Read;
};
/** One a range: the asked one, and the one before if the question compares. */
export type ConversionsPartial = ConversionsCounts[];

/** The goals that are asked for, without those that were deleted. Throws `invalid` for one that never was. */
export const goalsOf = (question: Question, context: ReportContext): readonly Goal[] =>
  question.goals?.flatMap((key, place) => askedGoal(key, `goals.${place}`, context) ?? []) ?? context.goals;

/**
 * So many groups are counted without knowing which are the largest. With unit session a visitor may be in several, so
 * what they count does not add up to all others.
 */
const mostUnranked: Record<Unit, number> = { visitor: 1_000, session: -1 };

const surveyGroups = (question: Question, part: Part, context: ReportContext): GroupSizes[] | undefined => {
  if (!question.breakdown) return undefined;
  const { by } = question.breakdown;
  const sizes = rangesOf(question, context).map((range) =>
    surveySizes({ question, range, part, context }, by, mostUnranked[question.unit]),
  );
  return sizes.every((one) => one !== undefined) ? sizes : undefined;
};

export const surveyConversions = (
  question: Question,
  part: Part,
  context: ReportContext,
): ConversionsSurvey | undefined => {
  const goals = goalsOf(question, context);
  const sizes = surveyGroups(question, part, context);
  const byKey = countsByKey(goals);
  if (!question.breakdown && !byKey) return undefined;
  const seen = rangesOf(question, context).map(({ asOf }) => ({ asOf, includeBots: question.includeBots }));
  return { sizes, keyed: byKey ? seen.map((one) => surveyKeyed(goals, part, one, context)) : [] };
};

type GoalsAsked = AskedUnits & {
  copies: ReadonlyMap<string, Copies>;
  convert: Converter;
  /** The rows of the breakdown, where they were agreed on. */
  labels: readonly GroupLabel[] | undefined;
};

/** Counts as many goals as fit in one scan. */
const countGoals = (goals: readonly Goal[], asked: GoalsAsked): ConversionsCounts => {
  const { question, range, part, copies, convert, labels } = asked;
  const { unit, breakdown } = question;
  const fields = new Set<string>();
  for (const goal of goals) fieldsOfValue(goal.value, fields);
  if (breakdown) for (const column of needsOfGroups(breakdown.by).columns) fields.add(column);
  const matchers = goals.map(({ key }) => ({ goal: key }));
  const units = openUnits(asked, { matchers, fields, sessions: true });
  const { columns } = units;
  const counters = goals.map((goal, bit) => units.counterOf(goal, bit, copies.get(goal.key)));
  const newCount = (): UnitCount => new UnitCount(counters, unit, convert);
  const groups = breakdown && new UnitGroups(breakdown.by, { columns, range, part }, labels);
  const ofGroup = groups?.labels.map(newCount) ?? [];
  const total = newCount();
  // A visitor is in one group, so groups add up to all; a visitor's sessions may be in several.
  const isSum = groups !== undefined && unit === "visitor";
  const visit: VisitUnit = (journey, first, end, isWhole) => {
    const sessions = unit === "visitor" ? countSessions(journey, range) : isWhole ? 1 : 0;
    if (!isSum) total.add(journey, first, end, sessions, isWhole);
    if (!groups) return;
    const row = groups.row(journey, first, end);
    ofGroup[row] ??= newCount();
    ofGroup[row]?.add(journey, first, end, sessions, isWhole);
  };
  const read = units.forEachUnit(visit, lookBoth(groups?.open, markGoals(goals, counters)));
  if (!groups) return { total: total.totals(), read };
  const counted = ofGroup.map((group) => group.totals());
  return {
    total: isSum ? addTotals([total.totals(), ...counted]) : total.totals(),
    labels: groups.labels,
    groups: counted,
    read,
  };
};

/** Counts all goals; what is not about goals is the same in every scan. */
const countAll = (asked: GoalsAsked): ConversionsCounts => {
  const { question, context } = asked;
  const goals = goalsOf(question, context);
  const goalsPerScan = roomForMatchers([question.segment], context);
  const counts = countGoals(goals.slice(0, goalsPerScan), asked);
  for (let g = goalsPerScan; g < goals.length; g += goalsPerScan) {
    const more = countGoals(goals.slice(g, g + goalsPerScan), { ...asked, labels: counts.labels });
    counts.total.goals.push(...more.total.goals);
    for (const [row, group] of (counts.groups ?? []).entries())
      group.goals.push(...(more.groups?.[row]?.goals ?? []));
  }
  return counts;
};

/** Counts net beside gross, where adjustments tell them apart. */
const countBoth = (asked: GoalsAsked): ConversionsCounts => {
  const { question, range, context } = asked;
  const counts = countAll(asked);
  if (question.basis === "gross" || context.adjustments.length === 0) return counts;
  if (!restatementOf(context, "net", range.asOf)) return { ...counts, gross: counts.total };
  const ofGross = { ...question, basis: "gross" as const, breakdown: undefined };
  return { ...counts, gross: countAll({ ...asked, question: ofGross, labels: undefined }).total };
};

/** The rows of the breakdown, where all parts say how large the groups are. */
const agreedLabels = (
  { breakdown }: Question,
  surveys: readonly ConversionsSurvey[],
): GroupLabel[] | undefined => {
  const sizes = surveys.flatMap((survey) => (survey.sizes ? [survey.sizes] : []));
  if (!breakdown || sizes.length === 0 || sizes.length < surveys.length) return undefined;
  const inRange = (place: number) => sizes.flatMap((ofPart) => ofPart[place] ?? []);
  return rankGroups(inRange(0), breakdown.limit, inRange(1));
};

export const foldConversions = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly ConversionsSurvey[],
): ConversionsPartial => {
  const { project, rates } = context;
  const convert = converterOf(rates, project.currency, project.timezone);
  const labels = agreedLabels(question, surveys);
  return rangesOf(question, context).map((range, place) => {
    const copies = dropCopies(surveys.flatMap(({ keyed }) => keyed[place] ?? []));
    return countBoth({ question, range, part, context, copies, convert, labels });
  });
};
