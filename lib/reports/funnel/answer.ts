import { AppError } from "@/lib/errors";
import { columnOf } from "@/lib/matching/column";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { fieldsOfFilter } from "@/lib/matching/truth";
import { fieldsOfValue } from "../event-value";
import { needsOf } from "../lookback";
import { rangesOf } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import type { FunnelAnswer, FunnelGroup } from "./definition";
import {
  type FunnelCounts,
  type FunnelPartial,
  type FunnelSurvey,
  foldFunnel,
  type Question,
  surveyFunnel,
  worthOf,
} from "./fold";
import { addTotals, type FunnelTotals } from "./funnel-count";
import { stepNumbers } from "./step-numbers";
import { labelOf, tierOf } from "./step-words";

type Answer = Omit<FunnelAnswer, "computed"> & { read: Read };

/** Says which step names a goal that is not there. */
const needs = (question: Question, context: ReportContext): Needs => {
  const fields = new Set<string>();
  for (const [place, step] of question.steps.entries()) {
    try {
      fieldsOfMatcher(step, context.rules, fields);
    } catch (error) {
      throw error instanceof AppError ? new AppError("invalid", error.message, `steps.${place}.goal`) : error;
    }
    fieldsOfValue(worthOf(step, context.goals), fields);
  }
  if (question.segment) fieldsOfFilter(question.segment, fields);
  if (question.breakdown) fields.add(columnOf(question.breakdown.by));
  const bySession = question.unit === "session";
  return needsOf(rangesOf(question, context), {
    fields,
    bySession,
    wholeSessions: bySession,
    byKey: false,
    aheadMs: bySession ? 0 : question.windowMs,
  });
};

/** Groups add up to all units, so those are not counted beside them. */
const totalsOf = (counts: FunnelCounts): FunnelTotals[] =>
  "total" in counts ? [counts.total] : [...counts.groups, counts.notReached];

const answer = (question: Question, partials: readonly FunnelPartial[], context: ReportContext): Answer => {
  const [, before] = rangesOf(question, context);
  const words = question.steps.map((step) => ({
    label: labelOf(step, context.goals),
    tier: tierOf(step, context.goals),
  }));
  const numbersOf = (parts: readonly FunnelTotals[]) => {
    const total = addTotals(parts, words.length);
    const steps = stepNumbers(total, words, question.windowMs);
    return { entered: total.steps[0]?.reached ?? 0, steps };
  };
  const countsOf = (place: number): FunnelCounts[] => partials.flatMap((partial) => partial[place] ?? []);
  const rowsOf = (counts: readonly FunnelCounts[]): FunnelGroup[] => {
    const grouped = counts.flatMap((one) => ("labels" in one ? one : []));
    const rows: FunnelGroup[] = (grouped[0]?.labels ?? []).map((label, row) => ({
      ...label,
      ...numbersOf(grouped.flatMap(({ groups }) => groups[row] ?? [])),
    }));
    const others = numbersOf(grouped.map(({ notReached }) => notReached));
    return others.entered > 0 ? [...rows, { value: null, notReached: true, ...others }] : rows;
  };
  const counts = countsOf(0);
  return {
    unit: question.unit,
    ...numbersOf(counts.flatMap(totalsOf)),
    ...(question.breakdown ? { breakdown: rowsOf(counts) } : {}),
    ...(before
      ? {
          previous: {
            from: new Date(before.from).toISOString(),
            to: new Date(before.to).toISOString(),
            unit: question.unit,
            ...numbersOf(countsOf(1).flatMap(totalsOf)),
          },
        }
      : {}),
    read: addReads(counts.map((one) => one.read)),
  };
};

/** How far the units get along the steps. */
export const funnelReport: Report<Question, FunnelSurvey, FunnelPartial, Answer> = {
  needs,
  survey: surveyFunnel,
  fold: foldFunnel,
  answer,
};
