import { bucketOf } from "@/lib/calendar/buckets";
import { eventFlags } from "@/lib/journeys/event-flags";
import { forEachSession } from "@/lib/journeys/for-each-session";
import type { Journey } from "@/lib/journeys/journey";
import type { GoalCounter } from "../goal-counter";
import type { Range } from "../range";
import type { VisitUnit } from "../units";
import { BucketCounts } from "./bucket-counts";
import type { TimeseriesMetric } from "./definition";

// Hot path: called for every unit and event, without allocations.

/** A metric with what is counted of it. */
export type Series = {
  metric: TimeseriesMetric;
  /** The metric's bit in the masks, 0 for visitors and sessions. */
  flag: number;
  counter: GoalCounter | undefined;
  counts: BucketCounts;
  money: Float64Array;
};

/** Counts the units of one part: visitors, sessions and every series. */
export class SeriesCount {
  readonly visitors: BucketCounts;
  readonly sessions: BucketCounts;
  otherCurrencies = false;

  constructor(
    private readonly series: readonly Series[],
    private readonly range: Range,
    private readonly edges: Float64Array,
    private readonly currency: string,
    private readonly countsSessions: boolean,
  ) {
    this.visitors = new BucketCounts(edges.length - 1);
    this.sessions = new BucketCounts(edges.length - 1);
  }

  /** `isWhole`: the unit is in the bucket's denominator. Passive events alone make a converter, but not of a rate. */
  private addEvent(journey: Journey, i: number, bucket: number, unit: number, isWhole: boolean): void {
    const mask = journey.mask[i] ?? 0;
    if (mask === 0) return;
    for (const { metric, flag, counts, counter, money } of this.series) {
      if ((mask & flag) === 0) continue;
      const count = "goal" in metric ? metric.count : "conversions";
      counts.addEvent(bucket);
      if (unit >= 0 && (isWhole || count !== "rate")) counts.addUnit(bucket, unit);
      if (count !== "value") continue;
      const worth = counter?.worth(journey, i);
      if (worth?.currency === this.currency) money[bucket] = (money[bucket] ?? 0) + worth.minor;
      else if (worth) this.otherCurrencies = true;
    }
  }

  private readonly addSession = (session: Journey, first = session.start): void => {
    const { from, to } = this.range;
    const startedAt = session.at[first] ?? 0;
    if (startedAt >= from && startedAt < to)
      this.sessions.addUnit(bucketOf(this.edges, startedAt), session.session[first] ?? -1);
  };

  readonly addVisitor: VisitUnit = (journey, first, end) => {
    const { visitors, edges } = this;
    const who = journey.visitor;
    for (let i = first; i < end; i++)
      if (((journey.flags[i] ?? 0) & eventFlags.passive) === 0)
        visitors.addUnit(bucketOf(edges, journey.at[i] ?? 0), who);
    for (let i = first; i < end; i++) {
      if (journey.mask[i] === 0) continue;
      const bucket = bucketOf(edges, journey.at[i] ?? 0);
      this.addEvent(journey, i, bucket, who, visitors.has(bucket, who));
    }
    if (this.countsSessions) forEachSession(journey, (session) => this.addSession(session));
  };

  /** A session counts whole in the bucket of its first event; a passive event outside any is no unit. */
  readonly addWholeSession: VisitUnit = (journey, first, end, isWhole) => {
    const bucket = bucketOf(this.edges, journey.at[first] ?? 0);
    const session = isWhole ? (journey.session[first] ?? -1) : -1;
    if (isWhole) {
      this.visitors.addUnit(bucket, journey.visitor);
      this.addSession(journey, first);
    }
    for (let i = first; i < end; i++) this.addEvent(journey, i, bucket, session, isWhole);
  };
}
