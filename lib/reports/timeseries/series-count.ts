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
  /** By bit, by bucket. */
  private readonly events: readonly Float64Array[];
  private readonly units: readonly Float64Array[];
  /** The bits of all series, of rates, and of those that add up what conversions are worth. */
  private readonly own: number;
  private readonly rates: number;
  private readonly valued: number;

  constructor(
    readonly series: readonly Series[],
    private readonly setting: SeriesSetting,
  ) {
    const size = setting.edges.length - 1;
    this.visitors = new BucketCounts(size);
    this.sessions = new BucketCounts(size);
    this.events = series.map(({ counts }) => counts.totals.events);
    this.units = series.map(({ counts }) => counts.totals.units);
    const flagsOf = (counts: readonly string[]): number =>
      series.reduce(
        (bits, { metric, flag }) => ("goal" in metric && counts.includes(metric.count) ? bits | flag : bits),
        0,
      );
    this.own = series.reduce((bits, { flag }) => bits | flag, 0);
    this.rates = flagsOf(["rate"]);
    this.valued = flagsOf(["value"]);
  }

  /** Counts an event for each of its series; `bits` are not none. */
  private addEvent(journey: Journey, i: number, bits: number, bucket: number): void {
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const events = this.events[31 - Math.clz32(rest & -rest)];
      if (events) events[bucket] = (events[bucket] ?? 0) + 1;
    }
    for (let rest = bits & this.valued; rest !== 0; rest &= rest - 1) {
      const one = this.series[31 - Math.clz32(rest & -rest)];
      const worth = one?.counter?.worth?.(journey, i);
      if (one && worth) this.addWorth(worth, journey.at[i] ?? 0, one.money, bucket);
    }
  }

  /**
   * Counts a unit for each series that it has an event of in a bucket. `isWhole`: it is in the bucket's denominator.
   * Passive events alone make a converter, but not of a rate.
   */
  private addUnit(bits: number, bucket: number, isWhole: boolean): void {
    for (let rest = isWhole ? bits : bits & ~this.rates; rest !== 0; rest &= rest - 1) {
      const units = this.units[31 - Math.clz32(rest & -rest)];
      if (units) units[bucket] = (units[bucket] ?? 0) + 1;
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
    let bucket = -1;
    let low = 0;
    let high = 0;
    // What the visitor has in the bucket so far.
    let bits = 0;
    let isWhole = false;
    for (let i = first; i < end; i++) {
      const time = at[i] ?? 0;
      if (time < low || time >= high) {
        if (bits !== 0) this.addUnit(bits, bucket, isWhole);
        bucket = bucketOf(edges, time);
        low = edges[bucket] ?? 0;
        high = edges[bucket + 1] ?? 0;
        bits = 0;
        isWhole = false;
      }
      if (!isWhole && ((flags[i] ?? 0) & eventFlags.passive) === 0) {
        isWhole = true;
        visitors.addUnit(bucket, journey.visitor);
      }
      const satisfied = (mask[i] ?? 0) & own;
      if (satisfied === 0) continue;
      bits |= satisfied;
      this.addEvent(journey, i, satisfied, bucket);
    }
    if (bits !== 0) this.addUnit(bits, bucket, isWhole);
    if (countsSessions) forEachSession(journey, this.addSession);
  };

  /** A session counts whole in the bucket of its first event; a passive event outside any is no unit. */
  readonly addWholeSession: VisitUnit = (journey, first, end, isWhole) => {
    const bucket = bucketOf(this.setting.edges, journey.at[first] ?? 0);
    if (isWhole) {
      this.visitors.addUnit(bucket, journey.visitor);
      this.addSessionAt(journey, first);
    }
    let bits = 0;
    for (let i = first; i < end; i++) {
      const satisfied = (journey.mask[i] ?? 0) & this.own;
      bits |= satisfied;
      if (satisfied !== 0) this.addEvent(journey, i, satisfied, bucket);
    }
    if (isWhole) this.addUnit(bits, bucket, true);
  };
}
