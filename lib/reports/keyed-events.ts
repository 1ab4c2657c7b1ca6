import type { Goal } from "@/lib/goals/definition";
import type { Part } from "@/lib/journeys/part";
import { collectKeyed, type KeyedEvents, type Seen } from "./collect-keyed";
import { keptKeyed, mostLists, settledRows } from "./kept-keyed";
import type { ReportContext } from "./report";

/** By the goal's key, in several lists; goals that do not count by key are not there. */
export type KeyedSurvey = ReadonlyMap<string, readonly KeyedEvents[]>;

const isByKey = (goal: Goal): boolean => typeof goal.counting === "object";

/** Whether any of the goals is counted by key. */
export const countsByKey = (goals: readonly Goal[]): boolean => goals.some(isByKey);

/**
 * The events of every goal that is counted by key, on any visitor, at any time before `asOf`: whether one is a copy
 * depends on all of them.
 */
export const surveyKeyed = (
  goals: readonly Goal[],
  part: Part,
  seen: Seen,
  context: ReportContext,
): KeyedSurvey => {
  const keyed = [...new Set(goals.filter(isByKey))];
  const { settled, others } = settledRows(part);
  const kept = keyed.map((goal, place) =>
    place < mostLists ? keptKeyed(goal, settled, seen, context) : undefined,
  );
  const found = new Map<string, readonly KeyedEvents[]>();
  const collect = (some: readonly Goal[], from: Part): void => {
    for (const [key, events] of collectKeyed(some, from, seen, context)) found.set(key, [events]);
  };
  collect(
    keyed.filter((_, place) => kept[place] !== undefined),
    others,
  );
  collect(
    keyed.filter((_, place) => kept[place] === undefined),
    part,
  );
  for (const [place, { key }] of keyed.entries())
    found.set(key, [...(found.get(key) ?? []), ...(kept[place] ?? [])]);
  return found;
};
