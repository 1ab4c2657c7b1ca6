import type { Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { GroupLabel } from "../breakdown-groups";
import { fieldsOfValue } from "../event-value";
import type { GoalCounter } from "../goal-counter";
import { openUnits } from "../open-units";
import type { Range } from "../range";
import type { Read, ReportContext } from "../report";
import type { UnitTest } from "../unit-filter";
import { needsOfGroups, UnitGroups } from "../unit-groups";
import { firstAtOrAfter } from "../units";
import { customerMs } from "./cells";
import type { Question } from "./definition";
import { JourneySteps, notInFlight } from "./journey-steps";
import { type Moments, momentsOf, present } from "./moments";
import { type PipelineGoals, pipelineGoals } from "./pipeline-goals";

// Hot path: one walk for all moments. A visitor's steps are found once; each moment that lies between the first of them
// and the end of the last one's window asks where they stood. Nothing is allocated a visitor.

/** What visitors did in the window before a moment. */
export const windowBefore = (moment: number, windowMs: number): Range => ({
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

/** A question to one part of the visitors. */
export type Asked = { question: Question; part: Part; context: ReportContext };

/** What is looked at to answer it. */
export type Opened = {
  goals: PipelineGoals;
  moments: Moments;
  units: ReturnType<typeof openUnits>;
  groupsAt: (place: number, labels?: readonly GroupLabel[]) => UnitGroups | undefined;
};

export const openPipeline = ({ question, part, context }: Asked): Opened => {
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
export type VisitInFlight = (journey: Journey, place: number, cell: number, conversion: number) => void;

/** Visits everybody who was in flight at the moments at these places, the newest first, and whom the segment keeps. */
export const forEachInFlight = (
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
export const keepsAt = (test: UnitTest, journey: Journey, moment: number, windowMs: number): boolean => {
  test.open?.(journey);
  return test.keeps(journey, firstAtOrAfter(journey, moment - windowMs + 1), firstAtOrAfter(journey, moment));
};
