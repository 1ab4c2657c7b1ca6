import { Temporal } from "temporal-polyfill";
import { startOfDate } from "./local-date";

type Interval = "hour" | "day" | "week" | "month";

const hourMs = 3_600_000;

/**
 * The edges (ms since 1970) of the buckets that cover `from` (inclusive) to `to` (exclusive), both whole
 * milliseconds: bucket i runs from `edges[i]` to `edges[i + 1]`, so there is one edge more than buckets and the last
 * one is where the last bucket ends. The first bucket contains `from`. Days run from the first instant of a local
 * date to that of the next, hours are 3,600 s steps from local midnight (the last of a day ends with it), weeks start
 * on Monday. An empty range has the one edge `from` and no bucket.
 */
export const buckets = (from: number, to: number, interval: Interval, timezone: string): Float64Array => {
  if (from >= to) return Float64Array.of(from);
  const date = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timezone).toPlainDate();
  switch (interval) {
    case "hour":
      return hourEdges(from, to, dateEdges(from, to, date, { days: 1 }, timezone));
    case "day":
      return Float64Array.from(dateEdges(from, to, date, { days: 1 }, timezone));
    case "week": {
      const monday = date.subtract({ days: date.dayOfWeek - 1 });
      return Float64Array.from(dateEdges(from, to, monday, { days: 7 }, timezone));
    }
    case "month":
      return Float64Array.from(dateEdges(from, to, date.with({ day: 1 }), { months: 1 }, timezone));
  }
};

/** The index of the bucket in which an instant falls, or -1 outside of all. Allocates nothing: called per event. */
export const bucketOf = (edges: Float64Array, at: number): number => {
  const size = edges.length - 1;
  const from = edges[0] ?? Number.NaN;
  const to = edges[size] ?? Number.NaN;
  if (!(at >= from && at < to)) return -1;
  // Buckets are about as long as each other, so this is it or nearly.
  let bucket = Math.floor(((at - from) / (to - from)) * size);
  while (bucket >= size || at < (edges[bucket] ?? Number.NaN)) bucket--;
  while (at >= (edges[bucket + 1] ?? Number.NaN)) bucket++;
  return bucket;
};

const dateEdges = (
  from: number,
  to: number,
  first: Temporal.PlainDate,
  step: { days: number } | { months: number },
  timezone: string,
): number[] => {
  let date = first;
  let last = startOfDate(date, timezone);
  let edges = [last];
  while (last < to) {
    date = date.add(step);
    const next = startOfDate(date, timezone);
    // A clock set back across midnight repeats the end of a date, so `from` may already lie in the next one.
    if (next <= from) edges = [next];
    // A date that the zone skipped has no length.
    else if (next > last) edges.push(next);
    last = next;
  }
  return edges;
};

const hourEdges = (from: number, to: number, days: number[]): Float64Array => {
  const edges: number[] = [];
  let end = from;
  for (const [i, nextDay] of days.slice(1).entries()) {
    for (let start = days[i] ?? nextDay; start < nextDay && start < to; start = end) {
      end = Math.min(start + hourMs, nextDay);
      if (end > from) edges.push(start);
    }
  }
  edges.push(end);
  return Float64Array.from(edges);
};
