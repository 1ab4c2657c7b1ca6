import { bucketOf, buckets } from "@/lib/calendar/buckets";
import { AppError } from "@/lib/errors";
import type { Journey } from "@/lib/journeys/journey";
import { proportion } from "@/lib/statistics/wilson";
import type { Range } from "../range";
import type { Attempt } from "./attempt";
import type { FunnelPoint, Question } from "./definition";

const mostBuckets = 5_000;

/** The edges of the buckets that a question's trend has in a range. Throws `invalid` for too many. */
export const trendEdges = (
  { trend }: Pick<Question, "trend">,
  { from, to }: Range,
  timezone: string,
): Float64Array | undefined => {
  if (!trend) return undefined;
  const edges = buckets(from, to, trend.interval, timezone);
  const size = edges.length - 1;
  if (size <= mostBuckets) return edges;
  throw new AppError(
    "invalid",
    `These are ${size} points; ask for at most ${mostBuckets}, with a longer interval.`,
    "trend.interval",
  );
};

/** By bucket: attempts, those that reached all required steps, and those that still may. */
export type TrendTotals = { entered: Float64Array; reached: Float64Array; open: Float64Array };

const zeros = (size: number): TrendTotals => ({
  entered: new Float64Array(size),
  reached: new Float64Array(size),
  open: new Float64Array(size),
});

const addOne = (counts: Float64Array, bucket: number): void => {
  counts[bucket] = (counts[bucket] ?? 0) + 1;
};

/** Counts attempts by the bucket of their entry. */
export class TrendCount {
  readonly totals: TrendTotals;
  private readonly last: number;

  /** `all`: how many steps a complete attempt has. */
  constructor(
    private readonly edges: Float64Array,
    private readonly all: number,
  ) {
    this.last = edges.length - 2;
    this.totals = zeros(edges.length - 1);
  }

  add({ events, reached }: Attempt, isOpen: boolean, journey: Journey): void {
    const bucket = bucketOf(this.edges, journey.at[events[0] ?? 0] ?? 0);
    // A session that begins in the range counts whole, so an entry may come after it.
    const inTrend = bucket < 0 ? this.last : bucket;
    addOne(this.totals.entered, inTrend);
    if (reached === this.all) addOne(this.totals.reached, inTrend);
    if (isOpen) addOne(this.totals.open, inTrend);
  }
}

/** What all parts counted, as points. */
export const trendPoints = (
  edges: Float64Array,
  parts: readonly TrendTotals[],
  { to, asOf }: Range,
  windowMs: number,
): FunnelPoint[] =>
  Array.from({ length: edges.length - 1 }, (_, bucket) => {
    const sumOf = (count: keyof TrendTotals): number =>
      parts.reduce((sum, part) => sum + (part[count][bucket] ?? 0), 0);
    const [entered, reached, open] = [sumOf("entered"), sumOf("reached"), sumOf("open")];
    const end = Math.min(edges[bucket + 1] ?? 0, to);
    return {
      start: new Date(edges[bucket] ?? 0).toISOString(),
      complete: open === 0 && end + windowMs <= asOf,
      entered,
      reached,
      open,
      rate: proportion(reached, entered),
    };
  });
