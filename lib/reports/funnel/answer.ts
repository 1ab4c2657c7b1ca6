import { checkMatcher } from "@/lib/goals/check-goal";
import { columnOf } from "@/lib/matching/column";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { fieldsOfValue } from "../event-value";
import { needsOf } from "../lookback";
import { type Range, rangesOf } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { matchersOf, pathOfMatcher } from "./attempts";
import type { FunnelAnswer, FunnelGroup, FunnelNumbers, Question } from "./definition";
import {
  type FunnelCounts,
  type FunnelPartial,
  type FunnelSurvey,
  foldFunnel,
  surveyFunnel,
  worthOf,
} from "./fold";
import { addTotals, type FunnelTotals } from "./funnel-count";
import { requiredSteps, rowsOf } from "./funnel-plan";
import { rowsOfGroups } from "./group-rows";
import { histogram } from "./histogram";
import { stepNumbers } from "./step-numbers";
import { wordsOf } from "./step-words";
import { trendEdges, trendPoints } from "./trend";

type Answer = Omit<FunnelAnswer, "computed"> & { read: Read };

/** Says which step or exclusion cannot be used. */
const addMatcherFields = (question: Question, { rules }: ReportContext, fields: Set<string>): void => {
  for (const [place, matcher] of matchersOf(question).entries()) {
    checkMatcher(matcher, pathOfMatcher(question, place), rules);
    fieldsOfMatcher(matcher, rules, fields);
  }
};

const needs = (question: Question, context: ReportContext): Needs => {
  const { steps, breakdown, holdConstant, unit, windowMs, segment } = question;
  const fields = new Set(holdConstant.map(columnOf));
  addMatcherFields(question, context, fields);
  for (const step of steps) fieldsOfValue(worthOf(step, context.goals), fields);
  if (breakdown) fields.add(columnOf(breakdown.by));
  const ranges = rangesOf(question, context);
  for (const range of ranges) trendEdges(question, range, context.project.timezone);
  const bySession = unit === "session";
  const aheadMs = bySession ? 0 : windowMs;
  const reach = {
    fields,
    bySession,
    wholeSessions: bySession,
    byKey: false,
    aheadMs,
    segments: [segment],
    looksFor: { matchers: matchersOf(question).length, path: "steps" },
  };
  return needsOf(ranges, reach, context);
};

/** Groups add up to all units, so those are not counted beside them. */
const totalsOf = (counts: FunnelCounts): FunnelTotals[] =>
  "total" in counts ? [counts.total] : [...counts.groups, counts.notReached];

/** Turns what was counted into the numbers of the total or of a group. */
const numbersFor = (question: Question, context: ReportContext) => {
  const { windowMs, distribution } = question;
  const rows = rowsOf(question);
  const words = wordsOf(question, context.goals);
  const last = requiredSteps(question).at(-1) ?? 0;
  return (parts: readonly FunnelTotals[]) => {
    const total = addTotals(parts, rows.length);
    const times = total.steps[last]?.fromEntry ?? new Float64Array();
    return {
      entered: total.steps[0]?.reached ?? 0,
      steps: stepNumbers(total, { rows, words, windowMs, distribution }),
      ...(distribution ? { distribution: histogram(times, windowMs) } : {}),
    };
  };
};

const answer = (question: Question, partials: readonly FunnelPartial[], context: ReportContext): Answer => {
  const [range, before] = rangesOf(question, context);
  const numbersOf = numbersFor(question, context);
  const countsOf = (place: number): FunnelCounts[] => partials.flatMap((partial) => partial[place] ?? []);
  const wholeOf = (counts: readonly FunnelCounts[], asked: Range | undefined): FunnelNumbers => {
    const edges = asked && trendEdges(question, asked, context.project.timezone);
    const trends = counts.flatMap(({ trend }) => trend ?? []);
    return {
      unit: question.unit,
      ...numbersOf(counts.flatMap(totalsOf)),
      ...(edges ? { trend: trendPoints(edges, trends, asked, question.windowMs) } : {}),
    };
  };
  const groupsOf = (counts: readonly FunnelCounts[]): FunnelGroup[] => {
    const grouped = counts.flatMap((one) => ("labels" in one ? one : []));
    const groups: FunnelGroup[] = rowsOfGroups(grouped, question.breakdown?.limit ?? 0).map(
      ({ label, totals }) => ({ ...label, ...numbersOf(totals) }),
    );
    const others = numbersOf(grouped.map(({ notReached }) => notReached));
    return others.entered > 0 ? [...groups, { value: null, notReached: true, ...others }] : groups;
  };
  const counts = countsOf(0);
  return {
    ...wholeOf(counts, range),
    ...(question.breakdown ? { breakdown: groupsOf(counts) } : {}),
    ...(before
      ? {
          previous: {
            from: new Date(before.from).toISOString(),
            to: new Date(before.to).toISOString(),
            ...wholeOf(countsOf(1), before),
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
