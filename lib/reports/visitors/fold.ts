import type { z } from "zod";
import type { Goal } from "@/lib/goals/definition";
import type { Part } from "@/lib/journeys/part";
import type { GroupSizes } from "../breakdown-groups";
import { dropCopies } from "../drop-copies";
import { surveyAttempts } from "../funnel/fold";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { type Range, resolveRange } from "../range";
import { askedGoal, type Read, type ReportContext } from "../report";
import { openBehind } from "./behind";
import { readCursor } from "./cursor";
import type { visitorsQuestion } from "./definition";
import { listedGoals, readDetails, type VisitorDetails } from "./details";
import { Newest } from "./newest";

export type Question = z.output<typeof visitorsQuestion>;
export type Of = Question["of"];

/** What parts agree on: the sizes of a funnel's groups, and the events of goals counted by key. */
export type VisitorsSurvey = { sizes?: GroupSizes; keyed?: KeyedSurvey };

/** How many visitors of one part are behind the number, and those who may be on the page. */
export type VisitorsPartial = { total: number; visitors: VisitorDetails[]; read: Read };

/** What is asked about units. */
export const askedOf = (of: Of) => ("funnel" in of ? of.funnel : of);

export const rangeOf = (of: Of, { project, now }: ReportContext): Range =>
  resolveRange(askedOf(of), project.timezone, now);

/** The goals that decide who is listed, and what is said of them. Throws `invalid` for one that never was. */
export const goalsOf = (of: Of, context: ReportContext): Goal[] => {
  const asked = "goal" in of ? askedGoal(of.goal, "goal", context) : undefined;
  return [...listedGoals(context.goals).counted, ...(asked ? [asked] : [])];
};

export const surveyVisitors = (
  { of }: Question,
  part: Part,
  context: ReportContext,
): VisitorsSurvey | undefined => {
  const goals = goalsOf(of, context);
  const sizes = "funnel" in of && of.other ? surveyAttempts(of.funnel, part, context) : undefined;
  const { includeBots } = askedOf(of);
  const { asOf } = rangeOf(of, context);
  const keyed = countsByKey(goals) ? surveyKeyed(goals, part, { asOf, includeBots }, context) : undefined;
  return sizes || keyed ? { ...(sizes ? { sizes } : {}), ...(keyed ? { keyed } : {}) } : undefined;
};

export const foldVisitors = (
  { of, limit, cursor }: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly VisitorsSurvey[],
): VisitorsPartial => {
  const range = rangeOf(of, context);
  const copies = dropCopies(surveys.flatMap(({ keyed }) => keyed ?? []));
  const sizes = surveys.flatMap((survey) => survey.sizes ?? []);
  const { units, isBehind, mark } = openBehind(of, { range, part, context, copies, sizes });
  const newest = new Newest(limit + 1, cursor === undefined ? undefined : readCursor(cursor));
  let total = 0;
  let counted = -1;
  let lastSeen = 0;
  const read = units.forEachUnit(
    (journey, first, end, isWhole) => {
      const { visitor } = journey;
      if (visitor === counted || !isBehind(journey, first, end, isWhole)) return;
      counted = visitor;
      total++;
      newest.add(lastSeen, visitor);
    },
    (journey) => {
      lastSeen = journey.at[journey.end - 1] ?? 0;
      mark?.(journey);
    },
  );
  const listed = new Set(newest.taken().map(({ visitor }) => visitor));
  const { includeBots, basis } = askedOf(of);
  const visitors = readDetails(listed, part, { asOf: range.asOf, includeBots, basis, copies }, context);
  return { total, visitors, read };
};
