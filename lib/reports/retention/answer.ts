import { checkMatcher } from "@/lib/goals/check-goal";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { proportion } from "@/lib/statistics/wilson";
import type { Rate } from "../definition";
import { needsOf } from "../lookback";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { addBuckets } from "../timeseries/bucket-counts";
import type { Question, RetentionAnswer, RetentionCohort } from "./definition";
import { foldRetention, type RetentionPartial } from "./fold";
import { type Periods, periodsOf } from "./periods";

type Answer = Omit<RetentionAnswer, "computed"> & { read: Read };

const needs = (question: Question, context: ReportContext): Needs => {
  const { first, again, mode, segment } = question;
  checkMatcher(first, "first", context.rules);
  checkMatcher(again, "again", context.rules);
  const fields = new Set<string>();
  for (const matcher of [first, again]) fieldsOfMatcher(matcher, context.rules, fields);
  const { range, edges } = periodsOf(question, context);
  const until = mode === "onOrAfter" ? range.asOf : Math.min(range.asOf, edges.at(-1) ?? range.to);
  const reach = {
    fields,
    bySession: false,
    wholeSessions: false,
    byKey: false,
    aheadMs: Math.max(0, until - range.to),
    segments: [segment],
    looksFor: { matchers: 2, path: "segment", hint: "Name fewer in the segment." },
  };
  const needed = needsOf([range], reach, context);
  // Who comes first at the beginning is known again at the end.
  return { ...needed, spanMs: Math.max(needed.spanMs ?? 0, until - range.from) };
};

/** With `onOrAfter` whoever came back in a later period came back in every one up to it. */
const onOrAfter = (latest: readonly number[]): number[] =>
  latest.map((_, k) => latest.slice(k).reduce((sum, visitors) => sum + visitors, 0));

const cohortOf = (
  { mode, periods }: Question,
  { range, edges }: Periods,
  c: number,
  counted: { size: number; returned: readonly number[] },
): RetentionCohort => {
  const edge = (b: number): number => edges[b] ?? 0;
  const size = counted.size;
  const visitors = mode === "exact" ? counted.returned : onOrAfter(counted.returned);
  const isOver = (k: number): boolean => edge(c + k + 1) <= range.asOf;
  const isRunning = (k: number): boolean => !isOver(k) && edge(c + k) < range.asOf;
  const ofPeriods = <T>(of: (k: number) => T): T[] => Array.from({ length: periods }, (_, k) => of(k));
  return {
    start: new Date(edge(c)).toISOString(),
    end: new Date(edge(c + 1)).toISOString(),
    complete: edge(c) >= range.from && edge(c + 1) <= Math.min(range.to, range.asOf),
    size,
    returned: ofPeriods((k) => (isOver(k) ? (visitors[k] ?? 0) : null)),
    soFar: ofPeriods((k) => (isRunning(k) ? (visitors[k] ?? 0) : null)),
    rates: ofPeriods((k) => (isOver(k) ? proportion(visitors[k] ?? 0, size) : null)),
  };
};

/** Of all who were followed to the end of period `k`. */
const averageOf = (cohorts: readonly RetentionCohort[], k: number): Rate | null => {
  const over = cohorts.flatMap(({ rates }) => rates[k] ?? []);
  if (over.length === 0) return null;
  return proportion(
    over.reduce((sum, { part }) => sum + part, 0),
    over.reduce((sum, { whole }) => sum + whole, 0),
  );
};

const answer = (
  question: Question,
  partials: readonly RetentionPartial[],
  context: ReportContext,
): Answer => {
  const { periods, interval, mode } = question;
  const buckets = periodsOf(question, context);
  const { cohorts: count } = buckets;
  const sizes = addBuckets(
    count,
    partials.map((partial) => partial.sizes),
  );
  const returned = addBuckets(
    count * periods,
    partials.map((partial) => partial.returned),
  );
  const cohorts = Array.from({ length: count }, (_, c) =>
    cohortOf(question, buckets, c, {
      size: sizes[c] ?? 0,
      returned: [...returned.subarray(c * periods, (c + 1) * periods)],
    }),
  );
  return {
    unit: "visitor",
    timezone: context.project.timezone,
    interval,
    mode,
    total: sizes.reduce((sum, size) => sum + size, 0),
    cohorts,
    average: Array.from({ length: periods }, (_, k) => averageOf(cohorts, k)),
    read: addReads(partials.map(({ read }) => read)),
  };
};

/** How many of those who did something first do something again, period after period. */
export const retentionReport: Report<Question, never, RetentionPartial, Answer> = {
  needs,
  survey: () => undefined,
  fold: foldRetention,
  answer,
};
