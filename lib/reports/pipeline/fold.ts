import type { Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import type { SegmentFilter } from "@/lib/matching/definition";
import { converterOf } from "@/lib/rates/converter";
import { type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import { dropCopies } from "../drop-copies";
import { fieldsOfValue } from "../event-value";
import type { GoalCounter } from "../goal-counter";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { openUnits } from "../open-units";
import type { Range } from "../range";
import type { Read, ReportContext } from "../report";
import type { UnitTest } from "../unit-filter";
import { needsOfGroups, UnitGroups } from "../unit-groups";
import { firstAtOrAfter } from "../units";
import { cellsOfStep, customerMs } from "./cells";
import type { Question } from "./definition";
import { JourneySteps, notInFlight } from "./journey-steps";
import { aWeekBefore, type Moments, momentsOf, present } from "./moments";
import { type PipelineGoals, pipelineGoals } from "./pipeline-goals";
import { addValue, type CellCounts, newTallies, type Tallies } from "./tallies";

// Hot path: one walk for all moments. A visitor's steps are found once; each moment that lies between the first of them
// and the end of the last one's window asks where they stood. Nothing is allocated a visitor.

/** What parts agree on: copies of an order, and the sizes of groups now and a week before where there are many values. */
export type PipelineSurvey = { keyed: KeyedSurvey; sizes?: [GroupSizes, GroupSizes] };

/** Visitors by group and cell at one moment. */
export type GroupCounts = { labels: readonly GroupLabel[]; counts: CellCounts[] };

/** What one part counted: at all moments, and of the groups and segments those in flight now and a week before. */
export type PipelinePartial = {
  tallies: Tallies;
  groups?: [GroupCounts, GroupCounts];
  segments: [CellCounts[], CellCounts[]];
  read: Read;
};

/** With more values than this the largest groups are agreed on before they are counted. */
const mostUnranked = 1_000;

/** What visitors did in the window before a moment. */
const windowBefore = (moment: number, windowMs: number): Range => ({
  from: moment - windowMs + 1,
  to: moment,
  asOf: moment,
});

/** Everything that is looked at. */
export const rangeOf = ({ at }: Moments, windowMs: number): Range => ({
  from: (at[at.length - 1] ?? 0) - Math.max(windowMs, customerMs),
  to: at[present] ?? 0,
  asOf: at[present] ?? 0,
});

/** The segments that a question names, its own first if it has one. */
export const filtersOf = ({ segment, segments = [] }: Question): SegmentFilter[] => [
  ...(segment ? [segment] : []),
  ...segments.map(({ filter }) => filter),
];

type Asked = { question: Question; part: Part; context: ReportContext };

type Opened = {
  goals: PipelineGoals;
  moments: Moments;
  units: ReturnType<typeof openUnits>;
  groupsAt: (place: number, labels?: readonly GroupLabel[]) => UnitGroups | undefined;
};

const open = ({ question, part, context }: Asked): Opened => {
  const { windowMs, by } = question;
  const goals = pipelineGoals(question, context);
  const moments = momentsOf(question, context);
  const fields = new Set<string>();
  if (goals.macro) fieldsOfValue(goals.macro.value, fields);
  const ofGroups = by === undefined ? undefined : needsOfGroups(by);
  for (const column of ofGroups?.columns ?? []) fields.add(column);
  const keys = [...goals.micros.map(({ key }) => key), question.macro];
  const range = rangeOf(moments, windowMs);
  const units = openUnits(
    { question: { ...question, segment: undefined, unit: "visitor" }, range, part, context },
    {
      matchers: keys.map((goal) => ({ goal })),
      fields,
      sessions: ofGroups?.sessions ?? false,
      onlyWith: 2 ** goals.micros.length - 1,
      onlyMatching: by === undefined,
      groups: filtersOf(question),
    },
  );
  const { columns } = units;
  const groupsAt = (place: number, labels?: readonly GroupLabel[]) =>
    by === undefined
      ? undefined
      : new UnitGroups(by, { columns, range: windowBefore(moments.at[place] ?? 0, windowMs), part }, labels);
  return { goals, moments, units, groupsAt };
};

/** Somebody in flight at the moment at `place`; `conversion` is the place of the event that ended it well, or −1. */
type VisitInFlight = (journey: Journey, place: number, cell: number, conversion: number) => void;

/** Visits everybody who was in flight at the moments at these places, the newest first, and whom the segment keeps. */
const forEachInFlight = (
  { question, context }: Asked,
  { goals, moments, units }: Opened,
  { places, prepare }: { places: readonly number[]; prepare: GoalCounter["mark"] },
  visit: VisitInFlight,
): Read => {
  const { windowMs, segment } = question;
  const { at } = moments;
  const rules = {
    micros: goals.micros.length,
    windowMs,
    sessionGapMs: context.project.sessionGapMs,
  };
  const steps = new JourneySteps(rules);
  const tests = places.map(
    (place): UnitTest | undefined =>
      segment && units.testOver(segment, windowBefore(at[place] ?? 0, windowMs)),
  );
  return units.forEachUnit((journey, first, end) => {
    if (!steps.find(journey, first, end)) return;
    const from = steps.firstAt();
    const until = steps.lastAt() + windowMs;
    for (let p = places.length - 1; p >= 0; p--) {
      const place = places[p] ?? 0;
      const moment = at[place] ?? 0;
      if (moment <= from) continue;
      if (moment >= until) return;
      const cell = steps.cellAt(moment);
      if (cell === notInFlight) continue;
      const test = tests[p];
      if (test && !keepsAt(test, journey, moment, windowMs)) continue;
      visit(journey, place, cell, steps.conversion());
    }
  }, prepare);
};

/** Whether a segment keeps the visitor, by what they did in the window before the moment. */
const keepsAt = (test: UnitTest, journey: Journey, moment: number, windowMs: number): boolean => {
  test.open?.(journey);
  return test.keeps(journey, firstAtOrAfter(journey, moment - windowMs + 1), firstAtOrAfter(journey, moment));
};

/** The row of the visitor at the moment, by what they did in the window before. */
const rowAt = (groups: UnitGroups, journey: Journey, moment: number, windowMs: number): number => {
  groups.open?.(journey);
  return groups.row(journey, firstAtOrAfter(journey, moment - windowMs + 1), firstAtOrAfter(journey, moment));
};

const bothMoments = [present, aWeekBefore] as const;

/** How many are in flight by value, now and a week before; `undefined` where all values may be counted. */
const surveySizes = (asked: Asked): [GroupSizes, GroupSizes] | undefined => {
  if (asked.question.by === undefined) return undefined;
  const opened = open(asked);
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

const countAt = (counts: CellCounts[], row: number, cell: number, cells: number): void => {
  counts[row] ??= new Float64Array(cells);
  const ofRow = counts[row];
  ofRow[cell] = (ofRow[cell] ?? 0) + 1;
};

/** Counts groups and segments of those who are in flight at one moment. */
const groupCounter = (
  { question }: Asked,
  { moments, units, groupsAt }: Opened,
  { place, cells, labels }: { place: number; cells: number; labels: readonly GroupLabel[] | undefined },
) => {
  const { windowMs, segments = [] } = question;
  const moment = moments.at[place] ?? 0;
  const groups = groupsAt(place, labels);
  const tests = segments.map(({ filter }) => units.testOver(filter, windowBefore(moment, windowMs)));
  const ofGroups: CellCounts[] = [];
  const ofSegments: CellCounts[] = tests.map(() => new Float64Array(cells));
  return {
    add: (journey: Journey, cell: number): void => {
      if (groups) countAt(ofGroups, rowAt(groups, journey, moment, windowMs), cell, cells);
      for (let s = 0; s < tests.length; s++) {
        const test = tests[s];
        if (test && keepsAt(test, journey, moment, windowMs)) countAt(ofSegments, s, cell, cells);
      }
    },
    groups: (): GroupCounts => {
      const named = groups?.labels ?? [];
      return { labels: named, counts: named.map((_, row) => ofGroups[row] ?? new Float64Array(cells)) };
    },
    segments: ofSegments,
  };
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
  const opened = open(asked);
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
