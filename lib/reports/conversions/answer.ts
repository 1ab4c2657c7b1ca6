import type { Goal } from "@/lib/goals/definition";
import { proportion } from "@/lib/statistics/wilson";
import { listConverted, newConvertedSums } from "../converted-sums";
import { fieldsOfGoal } from "../goal-counter";
import { countsByKey } from "../keyed-events";
import { needsOf } from "../lookback";
import { listMoney } from "../money-sums";
import { rangesOf } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { needsOfGroups } from "../unit-groups";
import type { ConversionsAnswer, GoalNumbers, GrossNumbers } from "./definition";
import {
  type ConversionsCounts,
  type ConversionsPartial,
  type ConversionsSurvey,
  foldConversions,
  goalsOf,
  type Question,
  surveyConversions,
} from "./fold";
import { rowsOf } from "./rows-of";
import { addTotals, type UnitTotals } from "./unit-count";

type Answer = Omit<ConversionsAnswer, "computed"> & { read: Read };

const needs = (question: Question, context: ReportContext): Needs => {
  const fields = new Set<string>();
  const goals = goalsOf(question, context);
  for (const goal of goals) fieldsOfGoal(goal, context.rules, fields);
  const groups = question.breakdown && needsOfGroups(question.breakdown.by);
  for (const column of groups?.columns ?? []) fields.add(column);
  const reach = {
    fields,
    bySession: true,
    past: groups?.past,
    wholeSessions: question.unit === "session",
    byKey: countsByKey(goals),
    segments: [question.segment],
  };
  return {
    ...needsOf(rangesOf(question, context), reach, context),
    rates: goals.some(({ value }) => !("none" in value)),
  };
};

const goalNumbers = (goal: Goal, total: UnitTotals, g: number, currency: string): GoalNumbers => {
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
    value: count ? listMoney(count.value) : [],
    converted: "none" in goal.value ? null : listConverted(count?.converted ?? newConvertedSums(), currency),
  };
};

const grossNumbers = (goal: Goal, total: UnitTotals, g: number, currency: string): GrossNumbers => {
  const { conversions, converters, value, converted } = goalNumbers(goal, total, g, currency);
  return { conversions, converters, value, converted };
};

const answer = (
  question: Question,
  partials: readonly ConversionsPartial[],
  context: ReportContext,
): Answer => {
  const goals = goalsOf(question, context);
  const [, before] = rangesOf(question, context);
  const { currency } = context.project;
  const numbersOf = (parts: readonly UnitTotals[], grossParts: readonly UnitTotals[] = []) => {
    const total = addTotals(parts);
    const gross = grossParts.length > 0 ? addTotals(grossParts) : undefined;
    const { visitors, sessions } = total;
    const ofGoals = goals.map((goal, g) => ({
      ...goalNumbers(goal, total, g, currency),
      ...(gross ? { gross: grossNumbers(goal, gross, g, currency) } : {}),
    }));
    return { visitors, sessions, goals: ofGoals };
  };
  const countsOf = (place: number): ConversionsCounts[] =>
    partials.flatMap((partial) => partial[place] ?? []);
  const [counts, earlier] = [countsOf(0), countsOf(1)];
  const totalsOf = (some: readonly ConversionsCounts[]) =>
    numbersOf(
      some.map(({ total }) => total),
      some.flatMap(({ gross }) => gross ?? []),
    );
  const numbers = totalsOf(counts);
  const groups = question.breakdown && rowsOf(counts, earlier, question.breakdown.limit);
  const breakdown = groups?.map(({ label, now, before: earlier }) => ({
    ...label,
    ...numbersOf(now),
    ...(before ? { previous: numbersOf(earlier) } : {}),
  }));
  const read = addReads(counts.map((one) => one.read));
  if (!before) return { unit: question.unit, ...numbers, breakdown, read };
  const previous = totalsOf(earlier);
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
    read,
  };
};

/** How often each goal was reached, by how many, and what it was worth. */
export const conversionsReport: Report<Question, ConversionsSurvey, ConversionsPartial, Answer> = {
  needs,
  survey: surveyConversions,
  fold: foldConversions,
  answer,
};
