import { readAdCosts } from "@/lib/ad-costs/store";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { listConverted } from "../converted-sums";
import { fieldsOfGoal } from "../goal-counter";
import { countsByKey } from "../keyed-events";
import { needsOf } from "../lookback";
import { matrixReport } from "../matrix/answer";
import { resolveRange } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { goalOf, matrixQuestionOf, microsOf, modelsOf, ruleModelsOf, surveysKeys } from "./attribution-plan";
import { type Spending, spendingOf, withCosts } from "./costs";
import { type CreditColumns, noCredits, rowOfKey } from "./credits";
import type { AttributionAnswer, AttributionModel, Credit, Question, StageMicro } from "./definition";
import { type AttributionPartial, type AttributionSurvey, foldAttribution, surveyAttribution } from "./fold";
import { type Joined, joinPartials } from "./join-partials";
import { type JourneyCredits, markovCredits, shapleyCredits } from "./journey-models";
import type { MicroWeight } from "./micro-weights";
import { creditOf, type Group, groupsOf, linksOf, rowsOf, type Words } from "./rows";
import { fieldsOfTouches } from "./touch-keys";

type Answer = Omit<AttributionAnswer, "computed"> & { read: Read; spending?: Spending };

const both = (a: Needs, b: Needs | undefined): Needs =>
  b
    ? {
        fields: new Set([...a.fields, ...b.fields]),
        from: Math.min(a.from, b.from),
        to: Math.max(a.to, b.to),
        rates: a.rates === true || b.rates === true,
        spanMs: Math.max(a.spanMs ?? 0, b.spanMs ?? 0),
      }
    : a;

const needs = (question: Question, context: ReportContext): Needs => {
  const { lookbackMs, stages, by, segment } = question;
  const range = resolveRange(question, context.project.timezone, context.now);
  const goal = goalOf(question, context);
  const micros = microsOf(question, context);
  const fields = new Set(fieldsOfTouches(by));
  if (goal) fieldsOfGoal(goal, context.rules, fields);
  for (const { match } of micros) fieldsOfMatcher(match, context.rules, fields);
  const reach = {
    fields,
    bySession: true,
    wholeSessions: false,
    byKey: goal ? countsByKey([goal]) : false,
    segments: [segment],
    looksFor: {
      matchers: 1 + micros.length,
      path: stages ? "stages.micros" : "segment",
      hint: stages ? "Name fewer micro goals." : "Name fewer in the segment.",
    },
  };
  const earlier = { ...range, from: range.from - lookbackMs - (stages?.windowMs ?? 0) };
  const own = { ...needsOf([earlier], reach, context), rates: true };
  const matrix = matrixQuestionOf(question, context);
  return both(own, matrix && matrixReport.needs(matrix, context));
};

const creditsBy = (
  model: AttributionModel,
  joined: Joined,
  rules: ReadonlyMap<AttributionModel, CreditColumns>,
): JourneyCredits => {
  if (model === "markov") return markovCredits(joined);
  if (model === "shapley") return shapleyCredits(joined);
  return { credits: rules.get(model) ?? noCredits(joined.rows) };
};

type Told = { joined: Joined; groups: readonly Group[]; words: Words };

/** What goes back to the micro goals on the way, and from there to the touches. */
const stagesOf = (weights: readonly MicroWeight[], { joined, groups, words }: Told) => {
  const { links, rows } = joined;
  const all = Array.from({ length: rows }, (_, row) => row);
  const micros: Omit<StageMicro, keyof Credit>[] = [
    ...weights,
    { micro: null, weight: null, explains: null },
  ];
  const credited = micros.map((micro, n) => ({ ...micro, credits: links[n] ?? noCredits(rows) }));
  return {
    links: credited.flatMap(({ micro, credits }) => linksOf(credits, micro, groups, words)),
    micros: credited.map(({ credits, ...micro }) => ({ ...micro, ...creditOf(credits, all, words) })),
  };
};

const isInOthers = ({ keys }: Joined, groups: readonly Group[]): Set<string | null> => {
  const others = new Set(groups.flatMap(({ other, rows }) => (other ? rows : [])));
  return new Set(keys.filter((_, place) => others.has(rowOfKey(place))));
};

const answer = (
  question: Question,
  partials: readonly AttributionPartial[],
  context: ReportContext,
): Answer => {
  const { goal, model, models, by, limit, stages } = question;
  const { currency } = context.project;
  const joined = joinPartials(partials);
  const rules = new Map(
    ruleModelsOf(question).map((one, m) => [one, joined.credits[m] ?? noCredits(joined.rows)]),
  );
  const found = new Map(modelsOf(question).map((one) => [one, creditsBy(one, joined, rules)]));
  const converted = listConverted(joined.converted, currency);
  const hasValue = !("none" in (goalOf(question, context)?.value ?? { none: true }));
  const words = {
    currencies: [...joined.all.money.keys()].sort(),
    currency,
    isConverted: hasValue && converted !== null,
  };
  const credited = [...found.values()].map(({ credits }) => credits);
  const groups = groupsOf(joined, [...credited, ...joined.links], limit);
  const told = new Map([...found].map(([one, credits]) => [one, rowsOf(joined, credits, groups, words)]));
  const ofModel = (one: AttributionModel) =>
    told.get(one) ?? { rows: [], untouched: creditOf(noCredits(1), [0], words) };
  const range = resolveRange(question, context.project.timezone, context.now);
  return {
    unit: "visitor",
    goal,
    model,
    by,
    ...creditOf(joined.all, [0, 1], words),
    converted: hasValue ? converted : null,
    ...ofModel(model),
    ...(models ? { byModel: models.map((one) => ({ model: one, ...ofModel(one) })) } : {}),
    ...(stages ? { stages: stagesOf(partials[0]?.weights ?? [], { joined, groups, words }) } : {}),
    spending: spendingOf(question, range, isInOthers(joined, groups), context),
    read: addReads(partials.map(({ read }) => read)),
  };
};

/** Which touches the conversions of a goal go back to. */
export const attributionReport: Report<Question, AttributionSurvey, AttributionPartial, Answer> = {
  walks: (question) => 1 + (surveysKeys(question) ? 1 : 0) + (question.stages ? 1 : 0),
  needs,
  survey: surveyAttribution,
  fold: foldAttribution,
  answer,
  complete: async (found, scope) =>
    withCosts(found, found.spending ? await readAdCosts(scope, found.spending.days) : []),
};
