import { previousRange } from "@/lib/calendar/previous-range";
import { resolveInstant } from "../range";
import type { ReportContext } from "../report";
import type { Question } from "./definition";

/** How many weeks a back-test looks at. */
const backTestWeeks = 8;

/** The place of the moment that is asked for, and of the one a week before. */
export const present = 0;
export const aWeekBefore = 1;

/** A moment, and the weeks whose outcome was known then: those it is foreseen from, the newest first. */
export type Forecast = { moment: number; learnedFrom: readonly number[] };

/** One weekday and time of the day, week by week, by place: the newest first. */
export type Moments = {
  /** ms since 1970. */
  at: Float64Array;
  /** By place, of those that are foreseen; absent for the others. */
  forecasts: ReadonlyMap<number, Forecast>;
  /** Places of the newest weeks whose windows are over, the newest first; none if no back-test was asked for. */
  backTest: readonly number[];
};

/** The same local time a week before. */
const weekBefore = (at: number, timezone: string): number =>
  previousRange({ from: at - 1, to: at, asOf: at }, timezone).asOf;

/** The moments that a question looks at. Everything that was in flight at one has come to its end `windowMs` later. */
export const momentsOf = (
  question: Pick<Question, "asOf" | "windowMs" | "backTest" | "trainingWeeks">,
  { project: { timezone }, now }: Pick<ReportContext, "project" | "now">,
): Moments => {
  const { windowMs, trainingWeeks } = question;
  const at = [question.asOf === undefined ? now : resolveInstant(question.asOf, timezone, "asOf")];
  const momentAt = (place: number): number => {
    while (at.length <= place) at.push(weekBefore(at.at(-1) ?? 0, timezone));
    return at[place] ?? 0;
  };
  /** The newest place whose outcome is known at another. */
  const newestKnownAt = (place: number): number => {
    let known = place + 1;
    while (momentAt(known) + windowMs > momentAt(place)) known++;
    return known;
  };
  const placesFrom = (first: number, count: number) => Array.from({ length: count }, (_, n) => first + n);
  const backTest = question.backTest ? placesFrom(newestKnownAt(present), backTestWeeks) : [];
  const forecasts = new Map<number, Forecast>();
  for (const moment of [present, aWeekBefore, ...backTest]) {
    const learnedFrom = placesFrom(newestKnownAt(moment), trainingWeeks);
    momentAt(learnedFrom.at(-1) ?? 0);
    forecasts.set(moment, { moment, learnedFrom });
  }
  return { at: Float64Array.from(at), forecasts, backTest };
};
