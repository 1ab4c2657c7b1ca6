import type { z } from "zod";
import type { Part } from "@/lib/journeys/part";
import { type Copies, dropCopies } from "../drop-copies";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import type { MoneySums } from "../money-sums";
import { type Asked, openUnits } from "../open-units";
import { resolveRange } from "../range";
import type { Read, ReportContext } from "../report";
import { lookBoth, UnitGroups } from "../unit-groups";
import type { compareQuestion } from "./definition";
import { columnsOfDimensions, dimensionsOf } from "./dimensions";
import { openMeasure } from "./measure";
import { metricOf } from "./metric";
import { CompareTally, type CompareTotals } from "./tally";

export type Question = z.output<typeof compareQuestion>;

/** The events of goals that are counted by key. */
export type CompareSurvey = KeyedSurvey;

/** What one part counted. `notConverted`: revenue that has no rate. */
export type CompareCounts = CompareTotals & { notConverted: MoneySums; read: Read };

export const surveyCompare = (
  question: Question,
  part: Part,
  context: ReportContext,
): CompareSurvey | undefined => {
  const { goals } = metricOf(question, context);
  if (!countsByKey(goals)) return undefined;
  const { asOf } = resolveRange(question, context.project.timezone, context.now);
  return surveyKeyed(goals, part, { asOf, includeBots: question.includeBots }, context);
};

/** A filter that keeps everybody. */
const everyone = { and: [] };

const countUnits = (asked: Asked<Question>, copies: ReadonlyMap<string, Copies>): CompareCounts => {
  const { question, range, part, context } = asked;
  const { unit, segments } = question;
  const metric = metricOf(question, context);
  const dimensions = dimensionsOf(unit);
  const units = openUnits(
    { ...asked, question: { ...question, segment: metric.segment } },
    {
      matchers: metric.matchers,
      fields: new Set([...metric.fields, ...columnsOfDimensions(dimensions)]),
      sessions: true,
      groups: segments.map(({ filter }) => filter ?? everyone),
    },
  );
  const { columns } = units;
  const groups = dimensions.map((by) => new UnitGroups(by, { columns, range, part }));
  const tally = new CompareTally(segments.length, groups, unit === "session");
  const notConverted: MoneySums = new Map();
  const measure = openMeasure(metric, { asked, units, copies, notConverted });
  const read = units.forEachUnit(
    (journey, first, end, isWhole) => {
      if (!isWhole) return;
      const pattern = units.membership(journey, first, end);
      if (pattern === 0) return;
      const amount = measure.amount(journey, first, end);
      if (!Number.isNaN(amount)) tally.add(journey, first, end, pattern, amount);
    },
    groups.reduce((look, { open }) => lookBoth(look, open), measure.mark),
  );
  return { ...tally.totals(), notConverted, read };
};

export const foldCompare = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly CompareSurvey[],
): CompareCounts => {
  const range = resolveRange(question, context.project.timezone, context.now);
  return countUnits({ question, range, part, context }, dropCopies(surveys));
};
