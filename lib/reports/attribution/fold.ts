import type { Part } from "@/lib/journeys/part";
import { converterOf } from "@/lib/rates/converter";
import { rankGroups } from "../breakdown-groups";
import type { ConvertedSums } from "../converted-sums";
import { type Copies, dropCopies } from "../drop-copies";
import { fieldsOfValue } from "../event-value";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { foldMatrix, type MatrixPartial } from "../matrix/fold";
import { openUnits } from "../open-units";
import { resolveRange } from "../range";
import type { Read, ReportContext } from "../report";
import {
  asksForJourneys,
  goalOf,
  halfLifeOf,
  matrixQuestionOf,
  microsOf,
  ruleModelsOf,
  surveysKeys,
} from "./attribution-plan";
import { type CreditColumns, Currencies } from "./credits";
import type { Question } from "./definition";
import { TouchDivider } from "./divider";
import { JourneyCounts, type JourneyCountsPartial, mostStates, States } from "./journey-counts";
import { type MicroWeight, microWeights } from "./micro-weights";
import { weighBy } from "./model-weights";
import { StageCount, type StageRules } from "./stage-count";
import { fieldsOfTouches, TouchKeys } from "./touch-keys";
import { VisitorCount } from "./visitor-count";
import { VisitorTouches } from "./visitor-touches";

/** Sessions that begin in the range, by key. */
type KeySizes = ReadonlyMap<string | null, number>;

/**
 * What parts agree on: copies of orders, the largest keys where models look at all journeys, and the matrix that weighs
 * the micro goals.
 */
export type AttributionSurvey = { keyed?: KeyedSurvey; sizes?: KeySizes; matrix?: MatrixPartial };

/** What one part counted. Rows of credits are `untouchedRow` and the keys after it. */
export type AttributionPartial = {
  keys: (string | null)[];
  sessions: Float64Array;
  /** Conversions without a touch, and with one. */
  all: CreditColumns;
  converted: ConvertedSums;
  /** One a model that divides conversion by conversion. */
  credits: CreditColumns[];
  journeys?: JourneyCountsPartial;
  /** One a micro goal, and one for what goes straight to the conversion. */
  links?: CreditColumns[];
  weights?: MicroWeight[];
  read: Read;
};

/** Counts sessions alone, as for one model. */
const surveySizes = (question: Question, part: Part, context: ReportContext): KeySizes => {
  const plain = { ...question, model: "last" as const, models: undefined, stages: undefined };
  const { keys, sessions } = countPart(plain, part, context, { hasGoal: false });
  return new Map(keys.map((key, number) => [key, sessions[number] ?? 0]));
};

export const surveyAttribution = (
  question: Question,
  part: Part,
  context: ReportContext,
): AttributionSurvey | undefined => {
  const range = resolveRange(question, context.project.timezone, context.now);
  const goal = goalOf(question, context);
  const survey: AttributionSurvey = {};
  if (goal && countsByKey([goal]))
    survey.keyed = surveyKeyed([goal], part, { ...question, ...range }, context);
  if (surveysKeys(question)) survey.sizes = surveySizes(question, part, context);
  const matrix = matrixQuestionOf(question, context);
  if (matrix) survey.matrix = foldMatrix(matrix, part, context);
  return Object.keys(survey).length > 0 ? survey : undefined;
};

type Agreed = {
  hasGoal: boolean;
  copies?: Copies;
  /** The keys that models of all journeys tell apart; absent where they tell all. */
  named?: ReadonlySet<string | null>;
  weights?: MicroWeight[];
};

const stageRules = (weights: readonly MicroWeight[], windowMs: number): StageRules => ({
  weight: Float64Array.from(weights, ({ weight }) => weight ?? 0),
  explains: Float64Array.from(weights, ({ explains }) => explains ?? 0),
  windowMs,
});

const countPart = (
  question: Question,
  part: Part,
  context: ReportContext,
  { hasGoal, copies, named, weights }: Agreed,
): AttributionPartial => {
  const { project, rates } = context;
  const range = resolveRange(question, project.timezone, context.now);
  const goal = hasGoal ? goalOf(question, context) : undefined;
  const micros = weights ? microsOf(question, context) : [];
  const matchers = goal ? [goal, ...micros].map(({ key }) => ({ goal: key })) : [];
  const fields = new Set<string>(fieldsOfTouches(question.by));
  if (goal) fieldsOfValue(goal.value, fields);
  const units = openUnits({ question, range, part, context }, { matchers, fields, sessions: true });
  const counter = goal && units.counterOf(goal, 0, copies);
  const currencies = new Currencies();
  const touchKeys = new TouchKeys(question.by, units.columns);
  const touches = new VisitorTouches(touchKeys, question.lookbackMs);
  const weighs = ruleModelsOf(question).flatMap((model) => weighBy(model, halfLifeOf(question)) ?? []);
  const [main] = weighs;
  const byTouch = main && { divider: new TouchDivider(touches), weigh: main };
  const rules = question.stages && weights && stageRules(weights, question.stages.windowMs);
  const stages = rules && byTouch && new StageCount(rules, touches, byTouch, currencies);
  const journeys = asksForJourneys(question)
    ? new JourneyCounts(new States(touchKeys.texts, named))
    : undefined;
  const convert = converterOf(rates, project.currency, project.timezone);
  const count = new VisitorCount(touches, currencies, {
    counter,
    convert,
    range,
    models: weighs,
    journeys,
    stages,
  });
  const read = units.forEachUnit((journey, first, end) => count.add(journey, first, end), counter?.mark);
  const keys = touchKeys.texts;
  return {
    keys,
    sessions: count.sessionsOf(keys.length),
    all: count.all.columns(2),
    converted: count.converted,
    credits: count.credits.map((credits) => credits.columns(keys.length + 1)),
    journeys: journeys?.totals(),
    links: stages?.totals(keys.length + 1),
    weights,
    read,
  };
};

const agreedKeys = (surveys: readonly AttributionSurvey[]): ReadonlySet<string | null> | undefined => {
  const sizes = surveys.flatMap((survey) => survey.sizes ?? []);
  if (sizes.length === 0) return undefined;
  const labels = rankGroups(sizes, mostStates);
  return new Set(labels.flatMap(({ value, other }) => (other ? [] : [value])));
};

export const foldAttribution = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly AttributionSurvey[],
): AttributionPartial => {
  const copies = dropCopies(surveys.flatMap(({ keyed }) => keyed ?? [])).get(question.goal);
  const partials = surveys.flatMap(({ matrix }) => matrix ?? []);
  const weights = question.stages && microWeights(question, partials, context);
  return countPart(question, part, context, { hasGoal: true, copies, named: agreedKeys(surveys), weights });
};
