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
  /** The bits of all series. */
  private readonly own: number;

  constructor(
    readonly series: readonly Series[],
    private readonly setting: SeriesSetting,
  ) {
    const size = setting.edges.length - 1;
    this.visitors = new BucketCounts(size);
    this.sessions = new BucketCounts(size);
    this.own = series.reduce((bits, { flag }) => bits | flag, 0);
  }

  /** `isWhole`: the unit is in the bucket's denominator. Passive events alone make a converter, but not of a rate. */
  private addEvent(journey: Journey, i: number, bucket: number, unit: number, isWhole: boolean): void {
    for (let rest = (journey.mask[i] ?? 0) & this.own; rest !== 0; rest &= rest - 1) {
      const one = this.series[31 - Math.clz32(rest & -rest)];
      if (one === undefined) continue;
      const { metric, counts } = one;
      const count = "goal" in metric ? metric.count : "conversions";
      counts.addEvent(bucket);
      if (unit >= 0 && (isWhole || count !== "rate")) counts.addUnit(bucket, unit);
      if (count !== "value") continue;
      const worth = one.counter?.worth?.(journey, i);
      if (worth) this.addWorth(worth, journey.at[i] ?? 0, one.money, bucket);
    }
  }

  /** Adds the events of a visitor, whose buckets are known to have it where they do. */
  private addEvents(journey: Journey, first: number, end: number): void {
    const { visitors, own } = this;
    const { edges } = this.setting;
    const { at, mask } = journey;
    const who = journey.visitor;
    let low = 0;
    let high = 0;
    let bucket = -1;
    let isWhole = false;
    for (let i = first; i < end; i++) {
      if (((mask[i] ?? 0) & own) === 0) continue;
      const time = at[i] ?? 0;
      if (time < low || time >= high) {
        bucket = bucketOf(edges, time);
        low = edges[bucket] ?? 0;
        high = edges[bucket + 1] ?? 0;
        isWhole = visitors.has(bucket, who);
      }
      this.addEvent(journey, i, bucket, who, isWhole);
    }
  }

  private addWorth({ minor, currency }: Money, at: number, money: Float64Array, bucket: number): void {
    const converted = this.setting.convert(minor, currency, at);
    if (converted === null) this.setting.missing.add(currency);
    else money[bucket] = (money[bucket] ?? 0) + converted;
  }

  private readonly addSession = (session: Journey): void => this.addSessionAt(session, session.start);

  private addSessionAt(session: Journey, first: number): void {
    const { range, edges } = this.setting;
    const { from, to } = range;
    const startedAt = session.at[first] ?? 0;
    if (startedAt >= from && startedAt < to)
      this.sessions.addUnit(bucketOf(edges, startedAt), session.session[first] ?? -1);
  }

  readonly addVisitor: VisitUnit = (journey, first, end) => {
    const { visitors, own } = this;
    const { edges, countsSessions } = this.setting;
    const { at, flags, mask } = journey;
    const who = journey.visitor;
    let any = 0;
    // The bucket of the event before: mostly the next one's, too.
    let low = 0;
    let high = 0;
    for (let i = first; i < end; i++) {
      any |= mask[i] ?? 0;
      const time = at[i] ?? 0;
      if ((time >= low && time < high) || ((flags[i] ?? 0) & eventFlags.passive) !== 0) continue;
      const bucket = bucketOf(edges, time);
      low = edges[bucket] ?? 0;
      high = edges[bucket + 1] ?? 0;
      visitors.addUnit(bucket, who);
    }
    if ((any & own) !== 0) this.addEvents(journey, first, end);
    if (countsSessions) forEachSession(journey, this.addSession);
  };

  /** A session counts whole in the bucket of its first event; a passive event outside any is no unit. */
  readonly addWholeSession: VisitUnit = (journey, first, end, isWhole) => {
    const bucket = bucketOf(this.setting.edges, journey.at[first] ?? 0);
    const session = isWhole ? (journey.session[first] ?? -1) : -1;
    if (isWhole) {
      this.visitors.addUnit(bucket, journey.visitor);
      this.addSessionAt(journey, first);
    }
    for (let i = first; i < end; i++) this.addEvent(journey, i, bucket, session, isWhole);
  };
}
