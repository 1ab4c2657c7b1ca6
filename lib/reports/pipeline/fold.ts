import type { Part } from "@/lib/journeys/part";
import { converterOf } from "@/lib/rates/converter";
import { type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import { dropCopies } from "../drop-copies";
import type { GoalCounter } from "../goal-counter";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import type { Read, ReportContext } from "../report";
import { cellsOfStep } from "./cells";
import type { Question } from "./definition";
import { type GroupCounts, groupCounter, rowAt } from "./group-counts";
import { type Asked, forEachInFlight, type Opened, openPipeline, type VisitInFlight } from "./in-flight";
import { aWeekBefore, momentsOf, present } from "./moments";
import { pipelineGoals } from "./pipeline-goals";
import { addValue, type CellCounts, newTallies, type Tallies } from "./tallies";

/** What parts agree on: copies of an order, and the sizes of groups now and a week before where there are many values. */
export type PipelineSurvey = { keyed: KeyedSurvey; sizes?: [GroupSizes, GroupSizes] };

/** What one part counted: at all moments, and of the groups and segments those in flight now and a week before. */
export type PipelinePartial = {
  tallies: Tallies;
  groups?: [GroupCounts, GroupCounts];
  segments: [CellCounts[], CellCounts[]];
  read: Read;
};

/** With more values than this the largest groups are agreed on before they are counted. */
const mostUnranked = 1_000;

const bothMoments = [present, aWeekBefore] as const;

/** How many are in flight by value, now and a week before; `undefined` where all values may be counted. */
const surveySizes = (asked: Asked): [GroupSizes, GroupSizes] | undefined => {
  if (asked.question.by === undefined) return undefined;
  const opened = openPipeline(asked);
  const groups = bothMoments.flatMap((place) => opened.groupsAt(place) ?? []);
  if (groups.every((one) => one.hasAtMost(mostUnranked))) return undefined;
  const sizes: [number[], number[]] = [[], []];
  forEachInFlight(asked, opened, { places: bothMoments, prepare: undefined }, (journey, place) => {
    const ofMoment = sizes[place];
    const group = groups[place];
    if (!ofMoment || !group) return;
    const row = rowAt(group, journey, opened.moments.at[place] ?? 0, asked.question.windowMs);
    ofMoment[row] = (ofMoment[row] ?? 0) + 1;
  });
  const sizesAt = (place: 0 | 1): GroupSizes =>
    new Map(groups[place]?.labels.map(({ value }, row) => [value, sizes[place][row] ?? 0]));
  return [sizesAt(present), sizesAt(aWeekBefore)];
};

export const surveyPipeline = (
  question: Question,
  part: Part,
  context: ReportContext,
): PipelineSurvey | undefined => {
  const { macro } = pipelineGoals(question, context);
  const sizes = surveySizes({ question, part, context });
  const byKey = macro !== undefined && countsByKey([macro]);
  if (!sizes && !byKey) return undefined;
  const asOf = momentsOf(question, context).at[present] ?? 0;
  const seen = { asOf, includeBots: question.includeBots };
  return { sizes, keyed: byKey ? surveyKeyed([macro], part, seen, context) : new Map() };
};

/** The rows that all parts agree on, where they had to. */
const agreedLabels = ({ limit }: Question, surveys: readonly PipelineSurvey[]): GroupLabel[] | undefined => {
  const sizes = surveys.flatMap((survey) => (survey.sizes ? [survey.sizes] : []));
  if (sizes.length === 0 || sizes.length < surveys.length) return undefined;
  return rankGroups(
    sizes.map(([now]) => now),
    limit,
    sizes.map(([, before]) => before),
  );
};

/** The macro as what ends being in flight: each one, but for copies of an order. */
const macroCounter = (
  { goals, units }: Opened,
  surveys: readonly PipelineSurvey[],
): GoalCounter | undefined => {
  const { macro, micros } = goals;
  if (!macro) return undefined;
  const copies = dropCopies(surveys.map(({ keyed }) => keyed)).get(macro.key);
  const counting = typeof macro.counting === "object" ? macro.counting : "every";
  return units.counterOf({ ...macro, counting }, micros.length, copies);
};

export const foldPipeline = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly PipelineSurvey[],
): PipelinePartial => {
  const asked = { question, part, context };
  const opened = openPipeline(asked);
  const { goals, moments } = opened;
  const { currency, timezone } = context.project;
  const cells = goals.micros.length * cellsOfStep;
  const tallies = newTallies(moments.at.length, cells);
  const convert = converterOf(context.rates, currency, timezone);
  const macro = macroCounter(opened, surveys);
  const labels = agreedLabels(question, surveys);
  const [now, before] = [present, aWeekBefore].map((place) =>
    groupCounter(asked, opened, { place, cells, labels }),
  );
  const places = [...moments.at.keys()];
  const visit: VisitInFlight = (journey, moment, cell, conversion) => {
    const place = moment * cells + cell;
    tallies.visitors[place] = (tallies.visitors[place] ?? 0) + 1;
    if (moment === present) now?.add(journey, cell);
    else if (moment === aWeekBefore) before?.add(journey, cell);
    if (conversion < 0) return;
    tallies.converted[place] = (tallies.converted[place] ?? 0) + 1;
    const money = macro?.worth?.(journey, conversion);
    if (money) addValue(tallies, { moment, place }, { money, at: journey.at[conversion] ?? 0, convert });
  };
  const read = forEachInFlight(asked, opened, { places, prepare: macro?.mark }, visit);
  const nothing: GroupCounts = { labels: [], counts: [] };
  return {
    tallies,
    ...(question.by === undefined ? {} : { groups: [now?.groups() ?? nothing, before?.groups() ?? nothing] }),
    segments: [now?.segments ?? [], before?.segments ?? []],
    read,
  };
};
