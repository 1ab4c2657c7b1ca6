import type { Distribution } from "./definition";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Seconds, as people speak of them; the last one is the longest window. */
const humanBounds = [
  ...[1, 5, 15, 30, minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute],
  ...[hour, 3 * hour, 12 * hour, day, 3 * day, 7 * day, 14 * day, 30 * day, 90 * day, 180 * day, 366 * day],
];

/** Counts times (ms) that are no longer than the window: bounds go up to the first that holds all of them. */
export const histogram = (times: Float64Array, windowMs: number): Distribution => {
  const last = humanBounds.findIndex((bound) => bound * 1000 >= windowMs);
  const bounds = humanBounds.slice(0, last + 1);
  const counts = bounds.map(() => 0);
  for (let i = 0; i < times.length; i++) {
    const seconds = (times[i] ?? 0) / 1000;
    let place = 0;
    while (place < last && seconds > (bounds[place] ?? 0)) place++;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return { bounds, counts };
};
