import { eventFlags } from "@/lib/journeys/event-flags";
import { codeAt, type Journey } from "@/lib/journeys/journey";
import { pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
import type { ColumnSet } from "../column-set";
import { FloatList } from "../float-list";
import type { GoalCounter } from "../goal-counter";
import type { VisitorCount as MatrixCount } from "../matrix/visitor-count";
import { markRange } from "../units";
import type { GoalCounts } from "./health-counts";
import { hourMs, type Watch } from "./health-goals";

// Hot path: called for every visitor. Only goals that an event satisfies are looked at one by one.

export const orderField = "property.order_id";
/** The same goal again this soon is the same thing sent twice. */
const againMs = 2_000;
/** Goals reached within this time of each other are reached together. */
const nearMs = 10 * 60_000;
/** Earlier occurrences among which an order id is looked for. */
const mostBack = 100;

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

/** A goal of the scan: `every` where each occurrence counts, so that a repeat would. */
type CountedGoal = { counter: GoalCounter; every: boolean };

/** Counts goals as they occur, visitor by visitor; bit k of the masks is goal k. */
export class VisitorCount {
  readonly visitorsIn: Uint32Array;
  lastEventAt = Number.NEGATIVE_INFINITY;
  visitors = 0;
  private readonly own: number;
  private readonly every: number;
  private readonly marked: number;
  private readonly reachedIn: readonly Uint32Array[];
  private readonly gaps: readonly FloatList[];
  private readonly firstAt: Float64Array;
  private readonly lastAt: Float64Array;
  private readonly occurrences: Float64Array;
  private readonly conversions: Float64Array;
  private readonly reached: Float64Array;
  private readonly inRate: Float64Array;
  private readonly converters: Float64Array;
  private readonly squares: Float64Array;
  private readonly byKey: Float64Array;
  /** By goal, of the visitor: the last hour with it, and in the range its first time and its last event. */
  private readonly hourOf: Int32Array;
  private readonly firstIn: Float64Array;
  private readonly latest: Int32Array;
  /** a × goals + b, a < b: visitors with both. */
  private readonly both: Float64Array;
  private readonly near: Float64Array;
  private readonly perVisitor: Int32Array;
  private readonly orderPlace: number;
  private readonly orderPath = pathInColumn(orderField);
  /** Bits that the visitor reached: at all, and in the range. */
  private seen = 0;
  private inRange = 0;

  constructor(
    private readonly goals: readonly CountedGoal[],
    private readonly columns: ColumnSet,
    private readonly watch: Watch,
    /** Counts the same visitors in the range alone. */
    private readonly matrix: MatrixCount | undefined,
  ) {
    const count = goals.length;
    const numbers = () => new Float64Array(count);
    this.visitorsIn = new Uint32Array(watch.hours);
    this.own = goals.reduce((bits, { counter }) => bits | counter.flag, 0);
    this.every = goals.reduce((bits, { counter, every }) => (every ? bits | counter.flag : bits), 0);
    this.marked = goals.reduce((bits, { counter }) => (counter.mark ? bits | counter.flag : bits), 0);
    this.reachedIn = goals.map(() => new Uint32Array(watch.hours));
    this.gaps = goals.map(() => new FloatList());
    this.firstAt = numbers().fill(Number.POSITIVE_INFINITY);
    this.lastAt = numbers().fill(Number.NEGATIVE_INFINITY);
    this.occurrences = numbers();
    this.conversions = numbers();
    this.reached = numbers();
    this.inRate = numbers();
    this.converters = numbers();
    this.squares = numbers();
    this.byKey = numbers();
    this.hourOf = new Int32Array(count);
    this.firstIn = numbers();
    this.latest = new Int32Array(count);
    this.both = new Float64Array(count * count);
    this.near = new Float64Array(count * count);
    this.perVisitor = new Int32Array(count);
    this.orderPlace = columns.place(orderField);
  }

  /** Adds a visitor whose events of the watch are `first ≤ i < end`. */
  add(journey: Journey, first: number, end: number): void {
    const { at, mask, flags } = journey;
    const { own, visitorsIn, watch } = this;
    const { start, range } = watch;
    this.seen = 0;
    this.inRange = 0;
    let hour = -1;
    let hourEnd = Number.NEGATIVE_INFINITY;
    let activeHour = -1;
    let isWhole = false;
    let firstInRange = end;
    for (let i = first; i < end; i++) {
      const time = at[i] ?? 0;
      if (time >= hourEnd) {
        hour = Math.floor((time - start) / hourMs);
        hourEnd = start + (hour + 1) * hourMs;
      }
      if (firstInRange === end && time >= range.from) firstInRange = i;
      if (((flags[i] ?? 0) & eventFlags.passive) === 0) {
        if (hour !== activeHour) visitorsIn[hour] = (visitorsIn[hour] ?? 0) + 1;
        activeHour = hour;
        if (time >= range.from) isWhole = true;
      }
      const bits = (mask[i] ?? 0) & own;
      if (bits !== 0) this.reach(journey, i, bits, hour, firstInRange);
    }
    const lastAt = at[end - 1] ?? 0;
    if (lastAt > this.lastEventAt) this.lastEventAt = lastAt;
    if (isWhole) {
      this.visitors++;
      this.matrix?.add(journey, firstInRange, end);
    }
    if (this.inRange === 0) return;
    this.countReached(isWhole);
    this.countConversions(journey, firstInRange, end);
  }

  /** One event of the watch that satisfies goals. */
  private reach(journey: Journey, i: number, bits: number, hour: number, firstInRange: number): void {
    const { hourOf, reachedIn, firstAt, lastAt } = this;
    const time = journey.at[i] ?? 0;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const bit = lowestBit(rest);
      const flag = 1 << bit;
      if ((this.seen & flag) === 0 || hourOf[bit] !== hour) {
        const hours = reachedIn[bit];
        if (hours) hours[hour] = (hours[hour] ?? 0) + 1;
        hourOf[bit] = hour;
      }
      this.seen |= flag;
      if (time < (firstAt[bit] ?? 0)) firstAt[bit] = time;
      if (time > (lastAt[bit] ?? 0)) lastAt[bit] = time;
      if (firstInRange <= i) this.occur(journey, i, bit, firstInRange);
    }
  }

  /** One occurrence of a goal in the range. */
  private occur(journey: Journey, i: number, bit: number, firstInRange: number): void {
    const { occurrences, firstIn, latest } = this;
    const flag = 1 << bit;
    occurrences[bit] = (occurrences[bit] ?? 0) + 1;
    if ((this.inRange & flag) === 0) firstIn[bit] = journey.at[i] ?? 0;
    else if ((this.every & flag) !== 0) this.compare(journey, i, bit, firstInRange);
    this.inRange |= flag;
    latest[bit] = i;
  }

  /** Whether an occurrence repeats an earlier one of the visitor. */
  private compare(journey: Journey, i: number, bit: number, firstInRange: number): void {
    const { at, mask } = journey;
    const time = at[i] ?? 0;
    const before = this.latest[bit] ?? 0;
    const order = this.orderOf(journey, i);
    if (order === undefined) {
      const gap = time - (at[before] ?? 0);
      if (gap <= againMs) this.gaps[bit]?.push(gap);
      return;
    }
    let left = mostBack;
    for (let k = before; k >= firstInRange && left > 0; k--) {
      if (((mask[k] ?? 0) & (1 << bit)) === 0) continue;
      left--;
      if (this.orderOf(journey, k) !== order) continue;
      this.gaps[bit]?.push(time - (at[k] ?? 0));
      this.byKey[bit] = (this.byKey[bit] ?? 0) + 1;
      return;
    }
  }

  private orderOf(journey: Journey, i: number): string | undefined {
    const code = codeAt(journey, this.orderPlace, i);
    if (code < 0) return undefined;
    const [scalar] = scalarsAt(this.columns.dictionary(orderField).value(code), this.orderPath);
    return scalar === undefined ? undefined : String(scalar);
  }

  private countReached(isWhole: boolean): void {
    const { reached, inRate, firstIn, both, near, goals } = this;
    for (let rest = this.inRange; rest !== 0; rest &= rest - 1) {
      const a = lowestBit(rest);
      reached[a] = (reached[a] ?? 0) + 1;
      if (isWhole) inRate[a] = (inRate[a] ?? 0) + 1;
      for (let others = rest & (rest - 1); others !== 0; others &= others - 1) {
        const b = lowestBit(others);
        const pair = a * goals.length + b;
        both[pair] = (both[pair] ?? 0) + 1;
        if (Math.abs((firstIn[a] ?? 0) - (firstIn[b] ?? 0)) <= nearMs) near[pair] = (near[pair] ?? 0) + 1;
      }
    }
  }

  /** What counts is asked last: it takes bits off the masks. */
  private countConversions(journey: Journey, firstInRange: number, end: number): void {
    const { goals, perVisitor, conversions, converters, squares } = this;
    if ((this.inRange & this.marked) !== 0) {
      markRange(journey, "visitor", this.watch.range);
      for (let g = 0; g < goals.length; g++)
        if ((this.inRange & (1 << g)) !== 0) goals[g]?.counter.mark?.(journey);
    }
    for (let i = firstInRange; i < end; i++)
      for (let rest = (journey.mask[i] ?? 0) & this.own; rest !== 0; rest &= rest - 1) {
        const bit = lowestBit(rest);
        perVisitor[bit] = (perVisitor[bit] ?? 0) + 1;
      }
    for (let rest = this.inRange; rest !== 0; rest &= rest - 1) {
      const bit = lowestBit(rest);
      const count = perVisitor[bit] ?? 0;
      if (count === 0) continue;
      conversions[bit] = (conversions[bit] ?? 0) + count;
      converters[bit] = (converters[bit] ?? 0) + 1;
      squares[bit] = (squares[bit] ?? 0) + count * count;
      perVisitor[bit] = 0;
    }
  }

  goalCounts(): GoalCounts[] {
    return this.goals.map((_, bit) => ({
      reachedIn: this.reachedIn[bit] ?? new Uint32Array(0),
      firstAt: this.firstAt[bit] ?? 0,
      lastAt: this.lastAt[bit] ?? 0,
      occurrences: this.occurrences[bit] ?? 0,
      conversions: this.conversions[bit] ?? 0,
      visitors: this.reached[bit] ?? 0,
      inRate: this.inRate[bit] ?? 0,
      converters: this.converters[bit] ?? 0,
      squares: this.squares[bit] ?? 0,
      byKey: this.byKey[bit] ?? 0,
      gaps: this.gaps[bit]?.taken() ?? new Float64Array(0),
    }));
  }

  /** The pairs that any visitor reached both of, by their bits. */
  pairCounts(): { a: number; b: number; both: number; near: number }[] {
    const count = this.goals.length;
    return Array.from({ length: count * count }, (_, pair) => ({
      a: Math.floor(pair / count),
      b: pair % count,
      both: this.both[pair] ?? 0,
      near: this.near[pair] ?? 0,
    })).filter(({ both }) => both > 0);
  }
}
