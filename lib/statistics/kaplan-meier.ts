import { wilson } from "./wilson";
import { z95 } from "./z-score";

/**
 * The share that has the event by `horizon` (inclusive), judged fairly although some were watched for less: 1 − S
 * with its 95 % interval. `times[i]` is the time of the event (`observed[i]` 1) or how long was watched without one
 * (0); who can no longer have it is watched without event up to the horizon. At equal times events come first.
 * `watched` is how many could be watched for the whole horizon, those with an early event included.
 *
 * `null` unless someone could be watched for the whole horizon. At 0 and 1, where Greenwood's variance is 0, the
 * interval is Wilson's on those watched so long.
 * Source: Kaplan and Meier 1958, "Nonparametric estimation from incomplete observations"; Greenwood 1926 for the
 * variance; Kalbfleisch and Prentice 1980 for the log-log interval.
 */
export const kaplanMeier = (
  times: Float64Array,
  observed: Uint8Array,
  horizon: number,
  watched: number,
): { rate: number; low: number; high: number } | null => {
  if (watched === 0) return null;
  const events = times.filter((time, i) => observed[i] === 1 && time <= horizon).sort();
  const censored = times.filter((time, i) => observed[i] === 0 && time < horizon).sort();
  const { survival, greenwood } = productLimit(events, censored, times.length);
  if (survival === 0) return { rate: 1, ...wilson(watched, watched) };
  if (survival === 1) return { rate: 0, ...wilson(0, watched) };
  const spread = Math.exp((z95 * Math.sqrt(greenwood)) / -Math.log(survival));
  return { rate: 1 - survival, low: 1 - survival ** (1 / spread), high: 1 - survival ** spread };
};

const productLimit = (events: Float64Array, censored: Float64Array, total: number) => {
  let survival = 1;
  let greenwood = 0;
  let gone = 0;
  let first = 0;
  while (first < events.length) {
    const time = events[first];
    let next = first;
    while (next < events.length && events[next] === time) next++;
    while (gone < censored.length && Number(censored[gone]) < Number(time)) gone++;
    const atRisk = total - first - gone;
    const had = next - first;
    survival *= (atRisk - had) / atRisk;
    greenwood += had / (atRisk * (atRisk - had));
    first = next;
  }
  return { survival, greenwood };
};
