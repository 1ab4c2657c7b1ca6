import { wilson } from "./wilson";
import { z95 } from "./z-score";

/**
 * The share that has the event by `horizon` (inclusive), judged fairly although some were watched for less: 1 − S
 * with its 95 % interval. Of `total` people, some had the event, at the times `events`, and some were watched without
 * one for the times `censored`; all others are watched without event up to the horizon. Times come in any order; at
 * equal times events come first. `watched` is how many could be watched for the whole horizon, those with an early
 * event included.
 *
 * `null` unless someone could be watched for the whole horizon. At 0 and 1, where Greenwood's variance is 0, the
 * interval is Wilson's on those watched so long.
 * Source: Kaplan and Meier 1958, "Nonparametric estimation from incomplete observations"; Greenwood 1926 for the
 * variance; Kalbfleisch and Prentice 1980 for the log-log interval.
 */
export const kaplanMeier = (
  { events, censored, total }: { events: Float64Array; censored: Float64Array; total: number },
  horizon: number,
  watched: number,
): { rate: number; low: number; high: number } | null => {
  if (watched === 0) return null;
  const early = censored.filter((time) => time < horizon).sort();
  const { survival, greenwood } = productLimit(eventsBetween(events, early, horizon), total);
  if (survival === 0) return { rate: 1, ...wilson(watched, watched) };
  if (survival === 1) return { rate: 0, ...wilson(0, watched) };
  const spread = Math.exp((z95 * Math.sqrt(greenwood)) / -Math.log(survival));
  return { rate: 1 - survival, low: 1 - survival ** (1 / spread), high: 1 - survival ** spread };
};

const cells = 4096;

/** By cells of equal width up to the horizon: how many of the ascending times lie before the cell. */
const countedBefore = (times: Float64Array, horizon: number): Float64Array => {
  const before = new Float64Array(cells + 1);
  let count = 0;
  for (let cell = 0; cell <= cells; cell++) {
    while (count < times.length && (times[count] ?? 0) < (cell / cells) * horizon) count++;
    before[cell] = count;
  }
  return before;
};

/** How many events happened after so many had been censored, by that number. */
const eventsBetween = (events: Float64Array, censored: Float64Array, horizon: number): Float64Array => {
  const between = new Float64Array(censored.length + 1);
  if (censored.length === 0) {
    for (let i = 0; i < events.length; i++)
      if ((events[i] ?? 0) <= horizon) between[0] = (between[0] ?? 0) + 1;
    return between;
  }
  const before = countedBefore(censored, horizon);
  for (let i = 0; i < events.length; i++) {
    const time = events[i] ?? 0;
    if (time > horizon) continue;
    let gone = before[Math.floor((time / horizon) * cells)] ?? 0;
    // A cell's border may be rounded to either side of a time that lies on it.
    while (gone > 0 && (censored[gone - 1] ?? 0) >= time) gone--;
    while (gone < censored.length && (censored[gone] ?? 0) < time) gone++;
    between[gone] = (between[gone] ?? 0) + 1;
  }
  return between;
};

/**
 * While nobody is censored, (n − 1)/n · (n − 2)/(n − 1) … is (n − d)/n, and Greenwood's terms add up to
 * 1/(n − d) − 1/n: the order of the events in between does not matter.
 */
const productLimit = (between: Float64Array, total: number) => {
  let survival = 1;
  let greenwood = 0;
  let before = 0;
  for (let gone = 0; gone < between.length; gone++) {
    const had = between[gone] ?? 0;
    if (had === 0) continue;
    const atRisk = total - before - gone;
    survival *= (atRisk - had) / atRisk;
    greenwood += had / (atRisk * (atRisk - had));
    before += had;
  }
  return { survival, greenwood };
};
