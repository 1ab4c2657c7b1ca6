import { buckets } from "@/lib/calendar/buckets";
import { AppError } from "@/lib/errors";
import { type Range, resolveRange } from "../range";
import type { ReportContext } from "../report";
import type { Question } from "./definition";

/** The cohorts of a question and the buckets that their periods lie in. */
export type Periods = {
  range: Range;
  /** Bucket b runs from `edges[b]` to `edges[b + 1]`; period k of cohort c is bucket c + k. */
  edges: Float64Array;
  cohorts: number;
};

const hourMs = 3_600_000;
/** No bucket is longer, whatever the clocks do. */
const longestMs = { day: 26 * hourMs, week: 8 * 24 * hourMs, month: 32 * 24 * hourMs };

const mostCells = 25_000;

/** The buckets of the range, and so many more that every cohort has all its periods. Throws `invalid` for too many. */
export const periodsOf = (question: Question, { project, now }: ReportContext): Periods => {
  const { interval, periods } = question;
  const range = resolveRange(question, project.timezone, now);
  const { from, to } = range;
  const edges = buckets(from, to + periods * longestMs[interval], interval, project.timezone);
  const cohorts = edges.findIndex((edge) => edge >= to);
  if (cohorts * periods > mostCells)
    throw new AppError(
      "invalid",
      `These are ${cohorts} cohorts of ${periods} periods; ask for at most ${mostCells} numbers, with fewer periods, a longer interval or a shorter range.`,
      "periods",
    );
  return { range, edges: edges.slice(0, cohorts + periods), cohorts };
};
