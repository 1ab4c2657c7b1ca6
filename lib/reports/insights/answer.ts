import { fieldsOfMatcher } from "@/lib/matching/rules";
import type { Warning } from "../definition";
import { fieldsOfGoal } from "../goal-counter";
import { countsByKey } from "../keyed-events";
import { needsOf } from "../lookback";
import { resolveRange } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { type Aim, aimOf, matchersOf } from "./aim";
import { comparisonsOf } from "./comparisons";
import { costsOf, meanValue } from "./cost";
import type { Finding, InsightsAnswer, Question } from "./definition";
import { columnsOf } from "./fields";
import { foldInsights, type InsightsPartial, type InsightsSurvey, surveyInsights } from "./fold";
import { joinCounts } from "./join-counts";
import { type Judged, judge } from "./judge";
import { notAskedOf } from "./not-asked";
import { funnelBehind, peopleBehind } from "./people-behind";
import { topicOf } from "./question-list";
import { idOf, inWords, kindOf, placeOf, triesOf } from "./words";

type Answer = Omit<InsightsAnswer, "computed"> & { read: Read };

const needs = (question: Question, context: ReportContext): Needs => {
  const aim = aimOf(question, context);
  const fields = columnsOf(question);
  if (aim) {
    for (const step of aim.steps) fieldsOfMatcher({ goal: step.key }, context.rules, fields);
    fieldsOfGoal(aim.macro, context.rules, fields);
  }
  const reach = {
    fields,
    bySession: true,
    wholeSessions: true,
    byKey: aim !== undefined && countsByKey([aim.macro]),
    // Which session is the first.
    past: [],
    segments: [question.segment],
    looksFor: {
      matchers: aim ? matchersOf(aim).length + 1 : 1,
      path: "segment",
      hint: "Name fewer in the segment.",
    },
  };
  const range = resolveRange(question, context.project.timezone, context.now);
  return { ...needsOf([range], reach, context), rates: true };
};

type Money = { mean: number | null; currency: string; lengthMs: number };

const findingOf = (judged: Judged, question: Question, aim: Aim, money: Money): Finding => {
  const { exposure, exposed, others, difference, adjusted, pValue, adjustedPValue } = judged;
  const funnel = funnelBehind(judged, question, aim);
  return {
    id: idOf(exposure),
    topic: topicOf(exposure),
    question: kindOf(exposure),
    ...inWords(judged, aim),
    exposed,
    others,
    difference,
    adjusted,
    pValue,
    adjustedPValue,
    ...costsOf(judged, money),
    where: placeOf(exposure, aim),
    try: triesOf(exposure, difference.estimate < 0, aim),
    people: peopleBehind(judged, question, aim),
    ...(funnel ? { funnel } : {}),
  };
};

/** By what it costs at least; what costs nothing by how much it moves. */
const byWeight = (a: Finding, b: Finding): number => {
  const leastOf = ({ cost }: Finding) => cost?.low ?? 0;
  const movedOf = ({ affected, difference }: Finding) => affected * Math.abs(difference.estimate);
  return leastOf(b) - leastOf(a) || movedOf(b) - movedOf(a) || (a.id < b.id ? -1 : 1);
};

const warningsOf = (missing: ReadonlySet<string>): { warnings?: Warning[] } => {
  if (missing.size === 0) return {};
  const message = `There is no rate for some amounts in ${[...missing].sort().join(", ")}: they are left out of what things cost.`;
  return { warnings: [{ code: "not_converted", message }] };
};

const answer = (
  question: Question,
  partials: readonly (InsightsPartial | undefined)[],
  context: ReportContext,
): Answer => {
  const { topics, limit } = question;
  const aim = aimOf(question, context);
  const counts = joinCounts(partials);
  const read = addReads(partials.flatMap((partial) => (partial ? [partial.read] : [])));
  const none = { arrived: [], asked: new Set<never>() };
  if (!aim || !counts)
    return {
      unit: "session",
      macro: null,
      asked: 0,
      found: 0,
      shown: 0,
      findings: [],
      notAsked: notAskedOf(topics, undefined, none),
      read,
    };
  const { asked, found } = judge(comparisonsOf(counts));
  const { from, to, asOf } = resolveRange(question, context.project.timezone, context.now);
  const money = {
    mean: meanValue(counts.earned),
    currency: context.project.currency,
    lengthMs: Math.max(1, Math.min(to, asOf) - from),
  };
  const findings = found.map((one) => findingOf(one, question, aim, money)).sort(byWeight);
  const shown = findings.slice(0, limit);
  return {
    unit: "session",
    macro: { key: aim.macro.key, name: aim.macro.name },
    asked: asked.length,
    found: findings.length,
    shown: shown.length,
    findings: shown,
    notAsked: notAskedOf(topics, aim, {
      arrived: counts.arrived,
      asked: new Set(asked.map(({ exposure }) => topicOf(exposure))),
    }),
    ...warningsOf(counts.earned.missing),
    read,
  };
};

/** What goes together with visits that reach the macro, or with those that do not. */
export const insightsReport: Report<Question, InsightsSurvey, InsightsPartial | undefined, Answer> = {
  // What there is to ask about, and the questions.
  walks: () => 2,
  needs,
  survey: surveyInsights,
  fold: foldInsights,
  answer,
};
