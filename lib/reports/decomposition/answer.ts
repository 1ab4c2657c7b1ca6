import { fieldsOfMatcher } from "@/lib/matching/rules";
import { proportion } from "@/lib/statistics/wilson";
import type { GroupLabel } from "../breakdown-groups";
import type { Warning } from "../definition";
import { fieldsOfGoal } from "../goal-counter";
import { countsByKey } from "../keyed-events";
import { needsOf } from "../lookback";
import type { Range } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { needsOfGroups } from "../unit-groups";
import { biggestDriver } from "./biggest-driver";
import { chainOf, chainWords, matchersOf } from "./chain";
import { comparedRanges } from "./compared-ranges";
import type { DecompositionAnswer, DecompositionPeriod, DecompositionStep, Question } from "./definition";
import { driverMessage } from "./driver-message";
import {
  type DecompositionPartial,
  type DecompositionSurvey,
  foldDecomposition,
  surveyDecomposition,
  wantedOf,
} from "./fold";
import { listFactors } from "./list-factors";
import { peopleBehind } from "./people-behind";
import { type PeriodTotals, reachedIn, totalsOf } from "./period-totals";

type Answer = Omit<DecompositionAnswer, "computed"> & { read: Read };

const needs = (question: Question, context: ReportContext): Needs => {
  const chain = chainOf(question, context);
  const { fields, sessions } = wantedOf(question, chain);
  for (const step of chain.steps) fieldsOfMatcher(step, context.rules, fields);
  for (const goal of chain.macros) fieldsOfGoal(goal, context.rules, fields);
  const { before, after } = comparedRanges(question, context);
  const reach = {
    fields,
    bySession: sessions || question.unit === "session",
    wholeSessions: question.unit === "session",
    byKey: countsByKey(chain.macros),
    past: needsOfGroups(question.by).past,
    segments: [question.segment],
    looksFor: {
      matchers: matchersOf(chain).length,
      path: "macros",
      hint: "Name fewer goals in macros, or fewer steps.",
    },
  };
  return { ...needsOf([after, before], reach, context), rates: true };
};

const periodOf = (range: Range, totals: PeriodTotals, currency: string): DecompositionPeriod => ({
  from: new Date(range.from).toISOString(),
  to: new Date(range.to).toISOString(),
  asOf: new Date(Math.min(range.asOf, range.to)).toISOString(),
  units: totals.units,
  revenue: { currency, minor: totals.earned + totals.unattended.minor },
});

const stepsOf = (
  words: readonly Pick<DecompositionStep, "label" | "tier">[],
  { before, after }: { before: PeriodTotals; after: PeriodTotals },
): DecompositionStep[] => {
  const rate = ({ reached }: PeriodTotals, place: number) =>
    proportion(reached[place + 1] ?? 0, reached[place] ?? 0);
  return words.map((one, place) => ({ ...one, before: rate(before, place), after: rate(after, place) }));
};

const groupsOf = (
  labels: readonly GroupLabel[],
  { before, after }: { before: PeriodTotals; after: PeriodTotals },
  currency: string,
): DecompositionAnswer["groups"] => {
  const numbers = (totals: PeriodTotals, g: number) => {
    const [units = 0, ...reached] = reachedIn(totals, g);
    return { units, reached, revenue: { currency, minor: totals.revenue[g] ?? 0 } };
  };
  return labels.map((label, g) => ({ ...label, before: numbers(before, g), after: numbers(after, g) }));
};

type Periods = Pick<DecompositionAnswer, "before" | "after">;

const warningsOf = ({ before, after }: Periods, missing: readonly string[], earns: boolean): Warning[] => {
  if (!earns)
    return [
      {
        code: "no_value",
        message: "No macro goal has a value, so there is no revenue to explain. Give the aim a value.",
      },
    ];
  const without = [before, after].filter(({ revenue }) => revenue.minor === 0);
  const spans = without.map(({ from, to }) => `from ${from} to ${to}`).join(", nor ");
  return [
    ...(without.length > 0
      ? [
          {
            code: "no_revenue",
            message: `There was no revenue ${spans}. What nobody got to then cannot be compared: its contribution is null, and the change falls on the rest.`,
          },
        ]
      : []),
    ...(missing.length > 0
      ? [
          {
            code: "not_converted",
            message: `There is no rate for some amounts in ${missing.join(", ")}: they are left out of the revenue.`,
          },
        ]
      : []),
  ];
};

const answer = (
  question: Question,
  partials: readonly DecompositionPartial[],
  context: ReportContext,
): Answer => {
  const { currency } = context.project;
  const { unit, limit } = question;
  const chain = chainOf(question, context);
  const ranges = comparedRanges(question, context);
  const words = chainWords(chain, context.goals);
  const { labels, ...totals } = totalsOf(partials, { steps: words.length, limit });
  const periods = {
    before: periodOf(ranges.before, totals.before, currency),
    after: periodOf(ranges.after, totals.after, currency),
  };
  const change = periods.after.revenue.minor - periods.before.revenue.minor;
  const earns = chain.macros.length > 0;
  const factors = earns
    ? listFactors(totals, labels, { change, currency, unit, words: words.map(({ label }) => label) })
    : [];
  const driver = biggestDriver(factors, change);
  const counts = partials.flatMap(({ before, after }) => [before, after]);
  const missing = [...new Set(counts.flatMap((part) => [...part.missing]))].sort();
  const warnings = warningsOf(periods, missing, earns);
  return {
    unit,
    ...periods,
    change: { currency, minor: change },
    steps: stepsOf(earns ? words : words.slice(0, -1), totals),
    factors,
    biggest: driver
      ? {
          ...driver,
          message: driverMessage(driver, unit),
          people: peopleBehind(driver, { question, chain, ranges, labels }),
        }
      : null,
    groups: groupsOf(labels, totals, currency),
    ...(warnings.length > 0 ? { warnings } : {}),
    read: addReads(partials.map(({ after }) => after.read)),
  };
};

/** Why macro revenue changed between two periods. */
export const decompositionReport: Report<Question, DecompositionSurvey, DecompositionPartial, Answer> = {
  needs,
  survey: surveyDecomposition,
  fold: foldDecomposition,
  answer,
};
