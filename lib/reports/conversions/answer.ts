import type { Goal } from "@/lib/goals/definition";
import { columnOf } from "@/lib/matching/column";
import { fieldsOfFilter } from "@/lib/matching/truth";
import { proportion } from "@/lib/statistics/wilson";
import { fieldsOfGoal } from "../goal-counter";
import { countsByKey } from "../keyed-events";
import { needsOf } from "../lookback";
import { listMoney } from "../money-sums";
import { rangesOf } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import type { ConversionsAnswer, GoalNumbers } from "./definition";
import {
  type ConversionsCounts,
  type ConversionsPartial,
  type ConversionsSurvey,
  foldConversions,
  goalsOf,
  type Question,
  surveyConversions,
} from "./fold";
import { addTotals, type UnitTotals } from "./unit-count";

type Answer = Omit<ConversionsAnswer, "computed"> & { read: Read };

const needs = (question: Question, context: ReportContext): Needs => {
  const fields = new Set<string>();
  const goals = goalsOf(question, context.goals);
  for (const goal of goals) fieldsOfGoal(goal, context.rules, fields);
  if (question.segment) fieldsOfFilter(question.segment, fields);
  if (question.breakdown) fields.add(columnOf(question.breakdown.by));
  return needsOf(rangesOf(question, context), {
    fields,
    bySession: true,
    wholeSessions: question.unit === "session",
    byKey: countsByKey(goals),
  });
};

const goalNumbers = (goal: Goal, total: UnitTotals, g: number): GoalNumbers => {
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
  };
};

const numbersOf = (goals: readonly Goal[], parts: readonly UnitTotals[]) => {
  const total = addTotals(parts);
  return {
    visitors: total.visitors,
    sessions: total.sessions,
    goals: goals.map((goal, g) => goalNumbers(goal, total, g)),
  };
};

const answer = (
  question: Question,
  partials: readonly ConversionsPartial[],
  context: ReportContext,
): Answer => {
  const goals = goalsOf(question, context.goals);
  const [, before] = rangesOf(question, context);
  const countsOf = (place: number): ConversionsCounts[] =>
    partials.flatMap((partial) => partial[place] ?? []);
  const counts = countsOf(0);
  const numbers = numbersOf(
    goals,
    counts.map(({ total }) => total),
  );
  const labels = counts[0]?.labels;
  const breakdown = labels?.map((label, row) => ({
    ...label,
    ...numbersOf(
      goals,
      counts.flatMap(({ groups }) => groups?.[row] ?? []),
    ),
  }));
  const read = addReads(counts.map((one) => one.read));
  if (!before) return { unit: question.unit, ...numbers, breakdown, read };
  const previous = numbersOf(
    goals,
    countsOf(1).map(({ total }) => total),
  );
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
