import type { Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import { type Converter, converterOf } from "@/lib/rates/converter";
import { type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import { type Copies, dropCopies } from "../drop-copies";
import { fieldsOfValue } from "../event-value";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { earnedAt } from "../macro-revenue";
import { markGoals } from "../mark-goals";
import { type Asked, openUnits } from "../open-units";
import type { Range } from "../range";
import type { Read, ReportContext } from "../report";
import { lookBoth, needsOfGroups, surveySizes, UnitGroups } from "../unit-groups";
import { type Chain, chainOf, matchersOf } from "./chain";
import { comparedRanges } from "./compared-ranges";
import type { Question } from "./definition";
import { type TallyTotals, UnitTally } from "./unit-tally";

type Periods<T> = { before: T; after: T };

/** What parts agree on: the sizes of the groups, where they are many, and the events of goals counted by key. */
export type DecompositionSurvey = { sizes?: GroupSizes[]; keyed: Periods<KeyedSurvey> };

/** What one part counted in one period, group by group in the order of `labels`. */
export type PeriodCounts = TallyTotals & {
  labels: readonly GroupLabel[];
  /** Currencies of amounts that could not be converted. */
  missing: ReadonlySet<string>;
  read: Read;
};
export type DecompositionPartial = Periods<PeriodCounts>;

/** So many groups are counted without knowing which are the largest. */
const mostUnranked = 1_000;

export const surveyDecomposition = (
  question: Question,
  part: Part,
  context: ReportContext,
): DecompositionSurvey => {
  const { macros } = chainOf(question, context);
  const { before, after } = comparedRanges(question, context);
  const sizes = [after, before].map((range) =>
    surveySizes({ question, range, part, context }, question.by, mostUnranked),
  );
  const keyedIn = (range: Range): KeyedSurvey =>
    countsByKey(macros) ? surveyKeyed(macros, part, { ...question, asOf: range.asOf }, context) : new Map();
  return {
    ...(sizes.every((one) => one !== undefined) ? { sizes } : {}),
    keyed: { before: keyedIn(before), after: keyedIn(after) },
  };
};

/** The groups that have units, the largest in both periods together first, so that neither period counts for more. */
export const rankedGroups = (sizes: readonly GroupSizes[], limit: number): GroupLabel[] =>
  rankGroups(
    sizes.map((one) => new Map([...one].filter(([, units]) => units > 0))),
    limit,
  );

const agreedLabels = (
  { limit }: Question,
  surveys: readonly DecompositionSurvey[],
): GroupLabel[] | undefined => {
  const sizes = surveys.flatMap((survey) => (survey.sizes ? [survey.sizes] : []));
  return sizes.length < surveys.length ? undefined : rankedGroups(sizes.flat(), limit);
};

type PeriodAsked = Asked<Question> & {
  chain: Chain;
  copies: ReadonlyMap<string, Copies>;
  convert: Converter;
  labels: readonly GroupLabel[] | undefined;
};

/** The columns and sessions that a period is walked over with. */
export const wantedOf = ({ by }: Question, { macros }: Chain): { fields: Set<string>; sessions: boolean } => {
  const groups = needsOfGroups(by);
  const fields = new Set(groups.columns);
  for (const { value } of macros) fieldsOfValue(value, fields);
  return { fields, sessions: groups.sessions || macros.some(({ counting }) => counting === "session") };
};

const countPeriod = (asked: PeriodAsked): PeriodCounts => {
  const { question, range, part, chain, copies, convert, labels } = asked;
  const { steps, macros } = chain;
  const matchers = matchersOf(chain);
  const units = openUnits(asked, { matchers, ...wantedOf(question, chain) });
  const counters = macros.map((goal, n) => units.counterOf(goal, steps.length + n, copies.get(goal.key)));
  const groups = new UnitGroups(question.by, { columns: units.columns, range, part }, labels);
  const tally = new UnitTally(steps.length + 1);
  const missing = new Set<string>();
  const stepBits = (1 << steps.length) - 1;
  const macroBits = counters.reduce((bits, { flag }) => bits | flag, 0);
  const own = stepBits | macroBits;

  const earned = (journey: Journey, i: number): number => {
    const money = earnedAt(counters, journey, i);
    if (!money) return 0;
    const minor = convert(money.minor, money.currency, journey.at[i] ?? 0);
    if (minor === null) missing.add(money.currency);
    return minor ?? 0;
  };

  const read = units.forEachUnit(
    (journey, first, end, isWhole) => {
      const { mask } = journey;
      let any = 0;
      let minor = 0;
      for (let i = first; i < end; i++) {
        const bits = (mask[i] ?? 0) & own;
        if (bits === 0) continue;
        any |= bits;
        if ((bits & macroBits) !== 0) minor += earned(journey, i);
      }
      if (!isWhole) {
        tally.addUnattended(minor);
        return;
      }
      const furthest = (any & macroBits) !== 0 ? steps.length + 1 : 32 - Math.clz32(any & stepBits);
      tally.add(groups.row(journey, first, end), furthest, minor);
    },
    lookBoth(groups.open, markGoals(macros, counters)),
  );
  return { ...tally.totals(groups.labels.length), labels: groups.labels, missing, read };
};

export const foldDecomposition = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly DecompositionSurvey[],
): DecompositionPartial => {
  const { project, rates } = context;
  const chain = chainOf(question, context);
  const ranges = comparedRanges(question, context);
  const labels = agreedLabels(question, surveys);
  const convert = converterOf(rates, project.currency, project.timezone);
  const count = (period: "before" | "after"): PeriodCounts =>
    countPeriod({
      question,
      range: ranges[period],
      part,
      context,
      chain,
      copies: dropCopies(surveys.map(({ keyed }) => keyed[period])),
      convert,
      labels,
    });
  return { before: count("before"), after: count("after") };
};
