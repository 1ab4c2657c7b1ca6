import { bucketOf } from "@/lib/calendar/buckets";
import { eventFlags } from "@/lib/journeys/event-flags";
import { groupedBySession, SessionEdges } from "@/lib/journeys/grouped-by-session";
import type { Journey } from "@/lib/journeys/journey";
import type { Converter } from "@/lib/rates/converter";
import type { Money } from "../definition";
import type { GoalCounter } from "../goal-counter";
import type { Range } from "../range";
import type { VisitUnit } from "../units";
import { BucketCounts, type BucketTotals } from "./bucket-counts";
import type { TimeseriesMetric } from "./definition";

// Hot path: called for every unit and event, without allocations.

/** A metric with what it counts. */
export type Series = {
  metric: TimeseriesMetric;
  /** The metric's bit in the masks, 0 for visitors and sessions. */
  flag: number;
  counter: GoalCounter | undefined;
};

/** What was counted of a metric; `money` is minor units of the project's currency. */
export type SeriesCounts = BucketTotals & { money: Float64Array };

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
  /** By bit, in each by bucket. */
  private readonly events: Float64Array;
  private readonly units: Float64Array;
  private readonly money: Float64Array;
  private readonly size: number;
  /** The bits of all series, of rates, and of those that add up what conversions are worth. */
  private readonly own: number;
  private readonly rates: number;
  private readonly valued: number;
  private readonly sessionEdges = new SessionEdges();

  constructor(
    readonly series: readonly Series[],
    private readonly setting: SeriesSetting,
  ) {
    const size = setting.edges.length - 1;
    this.size = size;
    this.visitors = new BucketCounts(size);
    this.sessions = new BucketCounts(size);
    this.events = new Float64Array(size * series.length);
    this.units = new Float64Array(size * series.length);
    this.money = new Float64Array(size * series.length);
    const flagsOf = (counts: readonly string[]): number =>
      series.reduce(
        (bits, { metric, flag }) => ("goal" in metric && counts.includes(metric.count) ? bits | flag : bits),
        0,
      );
    this.own = series.reduce((bits, { flag }) => bits | flag, 0);
    this.rates = flagsOf(["rate"]);
    this.valued = flagsOf(["value"]);
  }

  /** What each of the series came to. */
  counted(): SeriesCounts[] {
    const { events, units, money, size } = this;
    const part = (list: Float64Array, place: number) => list.slice(place * size, (place + 1) * size);
    return this.series.map((_, place) => ({
      events: part(events, place),
      units: part(units, place),
      money: part(money, place),
    }));
  }

  /** Counts the events `first ≤ i < end` in a bucket, each for its series; answers which series there were. */
  private addEvents({ mask }: Journey, first: number, end: number, bucket: number): number {
    const { own, events, size } = this;
    let any = 0;
    for (let i = first; i < end; i++) {
      const bits = (mask[i] ?? 0) & own;
      any |= bits;
      for (let rest = bits; rest !== 0; rest &= rest - 1) {
        const place = (31 - Math.clz32(rest & -rest)) * size + bucket;
        events[place] = (events[place] ?? 0) + 1;
      }
    }
    return any;
  }

  /** Adds what the events `first ≤ i < end` are worth. */
  private addWorths(journey: Journey, first: number, end: number, bucket: number): void {
    const { mask, at } = journey;
    for (let i = first; i < end; i++)
      for (let rest = (mask[i] ?? 0) & this.valued; rest !== 0; rest &= rest - 1) {
        const bit = 31 - Math.clz32(rest & -rest);
        const worth = this.series[bit]?.counter?.worth?.(journey, i);
        if (worth) this.addWorth(worth, at[i] ?? 0, bit * this.size + bucket);
      }
  }

  /**
   * Counts a unit for each series that it has an event of in a bucket. `isWhole`: it is in the bucket's denominator.
   * Passive events alone make a converter, but not of a rate.
   */
  private addUnit(bits: number, bucket: number, isWhole: boolean): void {
    const { units, size } = this;
    for (let rest = isWhole ? bits : bits & ~this.rates; rest !== 0; rest &= rest - 1) {
      const place = (31 - Math.clz32(rest & -rest)) * size + bucket;
      units[place] = (units[place] ?? 0) + 1;
    }
  }

  private addWorth({ minor, currency }: Money, at: number, place: number): void {
    const { money } = this;
    const converted = this.setting.convert(minor, currency, at);
    if (converted === null) this.setting.missing.add(currency);
    else money[place] = (money[place] ?? 0) + converted;
  }

  private addSessions(journey: Journey): void {
    const { sessionEdges } = this;
    const grouped = groupedBySession(journey, sessionEdges);
    for (let k = 0; k < sessionEdges.count; k++) this.addSessionAt(grouped, sessionEdges.at[k] ?? 0);
  }

  private addSessionAt(session: Journey, first: number): void {
    const { range, edges } = this.setting;
    const { from, to } = range;
    const startedAt = session.at[first] ?? 0;
    if (startedAt >= from && startedAt < to)
      this.sessions.addUnit(bucketOf(edges, startedAt), session.session[first] ?? -1);
  }

  /** Counts the visitor's events `first ≤ i < end`, which lie in one bucket. */
  private addInBucket(journey: Journey, first: number, end: number, bucket: number): void {
    const { flags } = journey;
    let active = first;
    while (active < end && ((flags[active] ?? 0) & eventFlags.passive) !== 0) active++;
    const isWhole = active < end;
    if (isWhole) this.visitors.addUnit(bucket, journey.visitor);
    if ((journey.any & this.own) === 0) return;
    const bits = this.addEvents(journey, first, end, bucket);
    if (bits === 0) return;
    this.addUnit(bits, bucket, isWhole);
    if ((bits & this.valued) !== 0) this.addWorths(journey, first, end, bucket);
  }

  readonly addVisitor: VisitUnit = (journey, first, end) => {
    const { edges, countsSessions } = this.setting;
    const { at } = journey;
    const lastAt = at[end - 1] ?? 0;
    for (let from = first, to = first; from < end; from = to) {
      const bucket = bucketOf(edges, at[from] ?? 0);
      const until = edges[bucket + 1] ?? 0;
      // Mostly what is left lies in one bucket.
      if (lastAt < until) to = end;
      else for (to++; (at[to] ?? 0) < until; ) to++;
      this.addInBucket(journey, from, to, bucket);
    }
    if (countsSessions) this.addSessions(journey);
  };

  /** A session counts whole in the bucket of its first event; a passive event outside any is no unit. */
  readonly addWholeSession: VisitUnit = (journey, first, end, isWhole) => {
    const bucket = bucketOf(this.setting.edges, journey.at[first] ?? 0);
    if (isWhole) {
      this.visitors.addUnit(bucket, journey.visitor);
      this.addSessionAt(journey, first);
    }
    const bits = this.addEvents(journey, first, end, bucket);
    if (bits === 0) return;
    if (isWhole) this.addUnit(bits, bucket, true);
    if ((bits & this.valued) !== 0) this.addWorths(journey, first, end, bucket);
  };
}
