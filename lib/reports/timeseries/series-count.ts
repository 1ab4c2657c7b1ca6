import { bucketOf } from "@/lib/calendar/buckets";
import { eventFlags } from "@/lib/journeys/event-flags";
import { forEachSession } from "@/lib/journeys/for-each-session";
import type { Journey } from "@/lib/journeys/journey";
import type { Converter } from "@/lib/rates/converter";
import type { Money } from "../definition";
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

/** Everything that series of one range share. */
export type SeriesSetting = {
  range: Range;
  edges: Float64Array;
  /** Whether a metric counts sessions. */
  countsSessions: boolean;
  convert: Converter;
  /** Takes the currencies that have no rate. */
  missing: Set<string>;
};

/** Counts units of one part: visitors, sessions and every series. */
export class SeriesCount {
  readonly visitors: BucketCounts;
  readonly sessions: BucketCounts;

  constructor(
    readonly series: readonly Series[],
    private readonly setting: SeriesSetting,
  ) {
    const size = setting.edges.length - 1;
    this.visitors = new BucketCounts(size);
    this.sessions = new BucketCounts(size);
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
      if (worth) this.addWorth(worth, journey.at[i] ?? 0, money, bucket);
    }
  }

  private addWorth({ minor, currency }: Money, at: number, money: Float64Array, bucket: number): void {
    const converted = this.setting.convert(minor, currency, at);
    if (converted === null) this.setting.missing.add(currency);
    else money[bucket] = (money[bucket] ?? 0) + converted;
  }

  private readonly addSession = (session: Journey, first = session.start): void => {
    const { range, edges } = this.setting;
    const { from, to } = range;
    const startedAt = session.at[first] ?? 0;
    if (startedAt >= from && startedAt < to)
      this.sessions.addUnit(bucketOf(edges, startedAt), session.session[first] ?? -1);
  };

  readonly addVisitor: VisitUnit = (journey, first, end) => {
    const { visitors } = this;
    const { edges, countsSessions } = this.setting;
    const who = journey.visitor;
    for (let i = first; i < end; i++)
      if (((journey.flags[i] ?? 0) & eventFlags.passive) === 0)
        visitors.addUnit(bucketOf(edges, journey.at[i] ?? 0), who);
    for (let i = first; i < end; i++) {
      if (journey.mask[i] === 0) continue;
      const bucket = bucketOf(edges, journey.at[i] ?? 0);
      this.addEvent(journey, i, bucket, who, visitors.has(bucket, who));
    }
    if (countsSessions) forEachSession(journey, (session) => this.addSession(session));
  };

  /** A session counts whole in the bucket of its first event; a passive event outside any is no unit. */
  readonly addWholeSession: VisitUnit = (journey, first, end, isWhole) => {
    const bucket = bucketOf(this.setting.edges, journey.at[first] ?? 0);
    const session = isWhole ? (journey.session[first] ?? -1) : -1;
    if (isWhole) {
      this.visitors.addUnit(bucket, journey.visitor);
      this.addSession(journey, first);
    }
    for (let i = first; i < end; i++) this.addEvent(journey, i, bucket, session, isWhole);
  };
}
