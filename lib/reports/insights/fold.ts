import type { Part } from "@/lib/journeys/part";
import { converterOf } from "@/lib/rates/converter";
import { addConverted, type ConvertedSums, newConvertedSums } from "../converted-sums";
import { dropCopies } from "../drop-copies";
import { fieldsOfValue } from "../event-value";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { openUnits } from "../open-units";
import { resolveRange } from "../range";
import type { Read, ReportContext } from "../report";
import { lookBoth, UnitGroups } from "../unit-groups";
import { aimOf, matchersOf } from "./aim";
import { type Agreed, agreeOn, type Candidates, surveyCandidates } from "./candidates";
import type { CellTotals } from "./cell-counts";
import { CellPlan, mostRows } from "./cell-plan";
import type { Question } from "./definition";
import { EventReader, tellingEvents } from "./event-reader";
import { columnsOf, strataFields, unitFieldsOf } from "./fields";
import { type Exposure, stepFields } from "./question-list";
import { VisitCount } from "./visit-count";
import { VisitStrata } from "./visit-strata";

/** What parts agree on: what is asked about, and the events of a macro that is counted by key. */
export type InsightsSurvey = { candidates: Candidates; keyed: KeyedSurvey };

/** What one part counted. `strata` name the places in the cells; `earned` is what the first macros of visits brought. */
export type InsightsPartial = {
  agreed: Agreed;
  strata: string[];
  landmarks: { name: string; totals: CellTotals }[];
  exposures: { exposure: Exposure; totals: CellTotals }[];
  arrived: Float64Array;
  /** Visits. */
  units: number;
  earned: ConvertedSums;
  read: Read;
};

export const surveyInsights = (
  question: Question,
  part: Part,
  context: ReportContext,
): InsightsSurvey | undefined => {
  const aim = aimOf(question, context);
  const candidates = surveyCandidates(question, part, context);
  if (!aim || !candidates) return undefined;
  const { asOf } = resolveRange(question, context.project.timezone, context.now);
  const keyed = countsByKey([aim.macro])
    ? surveyKeyed([aim.macro], part, { ...question, asOf }, context)
    : new Map();
  return { candidates, keyed };
};

/** The values that turned up at steps, with what was counted of them. */
const valueExposures = (
  plan: CellPlan,
  groups: readonly UnitGroups[],
  steps: number,
  totals: readonly (CellTotals | undefined)[],
): InsightsPartial["exposures"] =>
  Array.from({ length: steps }, (_, step) =>
    groups.flatMap(({ labels }, f) =>
      labels.slice(0, mostRows).flatMap(({ value }, row) => {
        const counted = totals[plan.valueCell(step, f, row)];
        const by = stepFields[f];
        return counted && by && value !== null
          ? [{ exposure: { kind: "value" as const, step, by, value }, totals: counted }]
          : [];
      }),
    ),
  ).flat();

/** `undefined` without a macro to ask about. */
export const foldInsights = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly InsightsSurvey[],
): InsightsPartial | undefined => {
  const aim = aimOf(question, context);
  if (!aim) return undefined;
  const { macro, steps } = aim;
  const { project, rates } = context;
  const range = resolveRange(question, project.timezone, context.now);
  const copies = dropCopies(surveys.map(({ keyed }) => keyed));
  const agreed = agreeOn(surveys.map(({ candidates }) => candidates));
  const fields = columnsOf(question);
  fieldsOfValue(macro.value, fields);
  const asked = { question, range, part, context };
  const units = openUnits(asked, {
    matchers: [...matchersOf(aim), tellingEvents(question)],
    fields,
    sessions: true,
  });
  const counter = units.counterOf(macro, steps.length, copies.get(macro.key));
  const facts = { columns: units.columns, range, part };
  const byField = new Map(unitFieldsOf(question).map((field) => [field, new UnitGroups(field, facts)]));
  const groupsOf = (names: readonly string[]) => names.flatMap((field) => byField.get(field) ?? []);
  const stepGroups = question.topics.includes("checkout") ? groupsOf(stepFields) : [];
  const strata = new VisitStrata(groupsOf(strataFields));
  const plan = new CellPlan(question, agreed, steps.length);
  const count = new VisitCount(
    plan,
    new EventReader(units.columns, question),
    strata,
    stepGroups,
    steps.length,
  );
  const earned = newConvertedSums();
  const convert = converterOf(rates, project.currency, project.timezone);
  const opens = [...byField.values()].flatMap(({ open }) => open ?? []);
  let visits = 0;
  const read = units.forEachUnit(
    (journey, first, end, isWhole) => {
      if (!isWhole) return;
      visits++;
      count.add(journey, first, end);
      const { macroAt } = count;
      const money = macroAt < 0 ? null : (counter.worth?.(journey, macroAt) ?? null);
      if (money) addConverted(earned, money, journey.at[macroAt] ?? 0, convert);
    },
    opens.reduce(lookBoth, counter.mark),
  );
  const { landmarks, exposures } = count.counts.totals(strata.count);
  return {
    agreed,
    strata: strata.labels(),
    landmarks: plan.landmarks.flatMap((name, place) => {
      const totals = landmarks[place];
      return totals ? [{ name, totals }] : [];
    }),
    exposures: [
      ...plan.exposures.flatMap((exposure, place) => {
        const totals = exposures[place];
        return totals ? [{ exposure, totals }] : [];
      }),
      ...valueExposures(plan, stepGroups, steps.length, exposures),
    ],
    arrived: count.arrived,
    units: visits,
    earned,
    read,
  };
};
