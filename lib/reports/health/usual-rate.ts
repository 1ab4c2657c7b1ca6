import { poissonDispersion } from "@/lib/statistics/dispersion";
import { noEvents, type QuietStratum } from "@/lib/statistics/no-events";
import { comparePoissonRates } from "@/lib/statistics/poisson-rates";
import type { Watched } from "./definition";
import { hourMs, type Watch } from "./health-goals";

const hoursOfDay = 24;
const daysOfWeek = 7;
const hoursOfWeek = daysOfWeek * hoursOfDay;

/**
 * By hour of the watch: how many visitors had it, and how many were there. `lastAt` is when it last happened, infinite if
 * never.
 */
export type Hours = { reachedIn: Uint32Array; visitorsIn: Uint32Array | readonly number[]; lastAt: number };

const sumOf = (hours: Uint32Array | readonly number[], first: number, end: number): number => {
  let sum = 0;
  for (let h = first; h < end; h++) sum += hours[h] ?? 0;
  return sum;
};

/** What is known of each hour of the week, of the hours from `first` to before `end`. */
const profileOf = ({ reachedIn, visitorsIn }: Hours, first: number, end: number): QuietStratum[] => {
  const strata = Array.from({ length: hoursOfWeek }, (): QuietStratum => ({ count: 0, before: 0, since: 0 }));
  for (let h = first; h < end; h++) {
    // Which hours of the week belong together does not depend on where a week begins.
    const stratum = strata[h % hoursOfWeek];
    if (!stratum) continue;
    stratum.count += reachedIn[h] ?? 0;
    stratum.before += visitorsIn[h] ?? 0;
  }
  return strata;
};

/** How days scatter around what their hours of the week let one expect, which takes a number for each day of the week. */
const dispersionOf = (hours: Hours, first: number, end: number): number => {
  const profile = profileOf(hours, first, end);
  const days = Array.from(
    { length: Math.floor((end - first) / hoursOfDay) },
    (_, d) => first + d * hoursOfDay,
  );
  const expected = (day: number): number => {
    let sum = 0;
    for (let h = day; h < day + hoursOfDay; h++) {
      const { count = 0, before = 0 } = profile[h % hoursOfWeek] ?? {};
      if (before > 0) sum += (count / before) * (hours.visitorsIn[h] ?? 0);
    }
    return sum;
  };
  const counts = days.map((day) => sumOf(hours.reachedIn, day, day + hoursOfDay));
  return poissonDispersion(counts, days.map(expected), daysOfWeek);
};

/** What is known up to `end`: the first one only says when to begin, so it does not count. */
const watched = ({ reachedIn, visitorsIn }: Hours, first: number, end: number): Watched => ({
  reached: Math.max(0, sumOf(reachedIn, first, end) - 1),
  visitorHours: sumOf(visitorsIn, first, end),
});

export type Quiet = {
  hours: number;
  expected: number;
  probability: number;
  pValue: number;
  dispersion: number;
  before: Watched;
  visitorHours: number;
};

/**
 * Whether it is surprising that nothing came after the last one, for the visitors who were there since: each hour of the
 * week has its own rate. `null` where it never came. Hours that are not over say nothing yet.
 */
export const quietSince = (hours: Hours, { start, end }: Watch): Quiet | null => {
  const { reachedIn, visitorsIn, lastAt } = hours;
  const first = reachedIn.findIndex((count) => count > 0);
  if (first < 0) return null;
  const since = Math.floor((lastAt - start) / hourMs) + 1;
  const over = Math.floor((end - start) / hourMs);
  const strata = profileOf(hours, first, since);
  // The first one only says when to begin.
  const ofFirst = strata[first % hoursOfWeek];
  if (ofFirst) ofFirst.count--;
  for (let h = since; h < over; h++) {
    const stratum = strata[h % hoursOfWeek];
    if (stratum) stratum.since += visitorsIn[h] ?? 0;
  }
  const dispersion = dispersionOf(hours, first, since);
  return {
    hours: Math.max(0, end - lastAt) / hourMs,
    ...noEvents(strata, dispersion),
    dispersion,
    before: watched(hours, first, since),
    visitorHours: sumOf(visitorsIn, since, over),
  };
};

export type Change = {
  since: number;
  ratio: number;
  low: number;
  high: number;
  pValue: number;
  dispersion: number;
  before: Watched;
  recent: Watched;
};

/** The last seven days against all before since it first came; `null` without a week of those, or of any visitors. */
export const lastWeek = (hours: Hours, { start, end }: Watch): Change | null => {
  const { reachedIn, visitorsIn } = hours;
  const first = reachedIn.findIndex((count) => count > 0);
  const over = Math.floor((end - start) / hourMs);
  const since = over - hoursOfWeek;
  if (first < 0 || since - first < hoursOfWeek) return null;
  const before = watched(hours, first, since);
  const recent = {
    reached: sumOf(reachedIn, since, over),
    visitorHours: sumOf(visitorsIn, since, over),
  };
  const dispersion = dispersionOf(hours, first, since);
  const asRate = ({ reached, visitorHours }: Watched) => ({
    count: reached / dispersion,
    exposure: visitorHours,
  });
  const found = comparePoissonRates(asRate(recent), asRate(before));
  if (!found || found.ratio === null) return null;
  const { ratio, low, high, pBelow } = found;
  return { since: start + since * hourMs, ratio, low, high, pValue: pBelow, dispersion, before, recent };
};
