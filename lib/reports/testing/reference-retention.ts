import { buckets } from "@/lib/calendar/buckets";
import { proportion } from "@/lib/statistics/wilson";
import type { Rate } from "../definition";
import type { Question, RetentionCohort } from "../retention/definition";
import { inOrder, type Seen } from "./reference-journeys";
import { matches } from "./reference-matching";
import { rangeOf, sceneOf } from "./reference-units";
import type { World } from "./world";

type Bucket = { start: number; end: number };

const has = ({ start, end }: Bucket, { at }: Seen): boolean => start <= at && at < end;

export const referenceRetention = (question: Question, world: World) => {
  const { interval, periods, mode, first, again } = question;
  const { timezone } = world.project;
  const range = rangeOf(question, world);
  const { judged, units } = sceneOf(world, question, range);

  const bucketAt = (at: number): Bucket => {
    const [start = 0, end = 0] = buckets(at, at + 1, interval, timezone);
    return { start, end };
  };
  /** So many buckets from one on, each found by itself. */
  const bucketsFrom = (bucket: Bucket, count: number): Bucket[] =>
    count === 0 ? [] : [bucket, ...bucketsFrom(bucketAt(bucket.end), count - 1)];

  const people = units.flatMap(({ visitor, events, whole }) => {
    const entry = whole ? events.find((event) => matches(event, first, judged)) : undefined;
    if (!entry) return [];
    const later = visitor.events.filter((event) => inOrder(entry, event) < 0 && event !== entry);
    return [{ entry, returns: later.filter((event) => matches(event, again, judged)) }];
  });

  const cohortOf = (bucket: Bucket): RetentionCohort => {
    const members = people.filter(({ entry }) => has(bucket, entry));
    const cells = bucketsFrom(bucket, periods).map((period) => {
      const isBack = (event: Seen) => (mode === "exact" ? has(period, event) : event.at >= period.start);
      const visitors = members.filter(({ returns }) => returns.some(isBack)).length;
      const isOver = period.end <= range.asOf;
      return {
        returned: isOver ? visitors : null,
        soFar: !isOver && period.start < range.asOf ? visitors : null,
        rate: isOver ? proportion(visitors, members.length) : null,
      };
    });
    return {
      start: new Date(bucket.start).toISOString(),
      end: new Date(bucket.end).toISOString(),
      complete: bucket.start >= range.from && bucket.end <= range.to && bucket.end <= range.asOf,
      size: members.length,
      returned: cells.map(({ returned }) => returned),
      soFar: cells.map(({ soFar }) => soFar),
      rates: cells.map(({ rate }) => rate),
    };
  };

  const cohorts: RetentionCohort[] = [];
  for (let bucket = bucketAt(range.from); bucket.start < range.to; bucket = bucketAt(bucket.end))
    cohorts.push(cohortOf(bucket));

  const averageOf = (k: number): Rate | null => {
    const over = cohorts.filter(({ returned }) => typeof returned[k] === "number");
    if (over.length === 0) return null;
    let [part, whole] = [0, 0];
    for (const { returned, size } of over) {
      part += returned[k] ?? 0;
      whole += size;
    }
    return proportion(part, whole);
  };
  return {
    unit: "visitor",
    timezone,
    interval,
    mode,
    total: people.length,
    cohorts,
    average: Array.from({ length: periods }, (_, k) => averageOf(k)),
  };
};
