import type { Journey } from "@/lib/journeys/journey";
import type { Converter } from "@/lib/rates/converter";
import { addConverted, type ConvertedSums, joinConverted, newConvertedSums } from "../converted-sums";
import type { Unit } from "../definition";
import type { GoalCounter } from "../goal-counter";
import { addSums, type MoneySums, MoneyTally } from "../money-sums";

// Hot path: called for every unit.

/** Counts of one goal. `converters` are units with a conversion; `inRate` of them those of the denominator. */
type GoalTotals = {
  conversions: number;
  converters: number;
  inRate: number;
  value: MoneySums;
  converted: ConvertedSums;
};

/** Counts of a group of units, or of all of them. */
export type UnitTotals = {
  visitors: number;
  sessions: number;
  /** The whole of the rates: visitors or sessions, as the question says. */
  units: number;
  goals: GoalTotals[];
};

/** Masks of so many bits are counted as they are, longer ones by the value of each of their bytes. */
const mostBitsTogether = 11;

/** How often masks came: what a bit came to is added up at the end. */
class MaskTally {
  private readonly width: number;
  private readonly size: number;
  private readonly counts: Uint32Array;

  constructor(private readonly bits: number) {
    this.width = bits <= mostBitsTogether ? Math.max(1, bits) : 8;
    this.size = 1 << this.width;
    this.counts = new Uint32Array(Math.ceil(Math.max(1, bits) / this.width) * this.size);
  }

  add(mask: number): void {
    const { counts, size, width } = this;
    for (let base = 0, rest = mask; rest !== 0; base += size, rest >>>= width) {
      const place = base + (rest & (size - 1));
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }

  /** Adds the masks of the events `first ≤ i < end`, of which only some bits matter; answers which of those there were. */
  addEach(masks: Uint32Array, own: number, first: number, end: number): number {
    const { counts, size, width, bits } = this;
    const low = size - 1;
    let any = 0;
    for (let i = first; i < end; i++) {
      const mask = (masks[i] ?? 0) & own;
      any |= mask;
      counts[mask & low] = (counts[mask & low] ?? 0) + 1;
      if (bits <= width) continue;
      for (let base = size, rest = mask >>> width; rest !== 0; base += size, rest >>>= width) {
        const place = base + (rest & low);
        counts[place] = (counts[place] ?? 0) + 1;
      }
    }
    return any;
  }

  /** How many of the masks had each bit. */
  ofBits(): number[] {
    const { counts, size, width } = this;
    return Array.from({ length: this.bits }, (_, bit) => {
      const base = Math.floor(bit / width) * size;
      const flag = 1 << (bit % width);
      let sum = 0;
      for (let value = 0; value < size; value++) if ((value & flag) !== 0) sum += counts[base + value] ?? 0;
      return sum;
    });
  }
}

/** Running counts of a group of units of one part. */
export class UnitCount {
  private visitors = 0;
  private sessions = 0;
  private units = 0;
  private lastVisitor = -1;
  private readonly conversions: MaskTally;
  /** What units have, once each: those of the denominator, and the others. */
  private readonly inRate: MaskTally;
  private readonly passive: MaskTally;
  private readonly values: readonly MoneyTally[];
  private readonly converted: readonly ConvertedSums[];
  /** The bits of all goals, and of those that have a value. */
  private own = 0;
  private valued = 0;

  constructor(
    private readonly counters: readonly GoalCounter[],
    private readonly unit: Unit,
    private readonly convert: Converter,
  ) {
    this.conversions = new MaskTally(counters.length);
    this.inRate = new MaskTally(counters.length);
    this.passive = new MaskTally(counters.length);
    this.values = counters.map(() => new MoneyTally());
    this.converted = counters.map(newConvertedSums);
    for (const { flag, worth } of counters) {
      this.own |= flag;
      if (worth) this.valued |= flag;
    }
  }

  /** Adds the events `first ≤ i < end` of a unit, whose masks keep only what counts as a conversion. */
  add(journey: Journey, first: number, end: number, sessions: number, isWhole: boolean): void {
    const { visitor } = journey;
    if (isWhole) {
      this.units++;
      if (visitor !== this.lastVisitor) this.visitors++;
      this.lastVisitor = visitor;
    }
    this.sessions += sessions;
    if ((journey.any & this.own) === 0) return;
    const any = this.conversions.addEach(journey.mask, this.own, first, end);
    if (any === 0) return;
    if ((any & this.valued) !== 0) this.addValues(journey, first, end);
    if (isWhole) this.inRate.add(any);
    // Passive events alone make a visitor that converts, but no session.
    else if (this.unit === "visitor") this.passive.add(any);
  }

  private addValues(journey: Journey, first: number, end: number): void {
    const { valued } = this;
    const { mask } = journey;
    for (let i = first; i < end; i++)
      for (let rest = (mask[i] ?? 0) & valued; rest !== 0; rest &= rest - 1)
        this.addValue(31 - Math.clz32(rest & -rest), journey, i);
  }

  private addValue(bit: number, journey: Journey, i: number): void {
    const worth = this.counters[bit]?.worth?.(journey, i);
    const value = this.values[bit];
    const converted = this.converted[bit];
    if (!worth || !value || !converted) return;
    value.add(worth);
    addConverted(converted, worth, journey.at[i] ?? 0, this.convert);
  }

  totals(): UnitTotals {
    const { visitors, sessions, units, values, converted } = this;
    const [conversions, inRate, passive] = [this.conversions, this.inRate, this.passive].map((tally) =>
      tally.ofBits(),
    );
    const goals = this.counters.map((_, bit) => ({
      conversions: conversions?.[bit] ?? 0,
      converters: (inRate?.[bit] ?? 0) + (passive?.[bit] ?? 0),
      inRate: inRate?.[bit] ?? 0,
      value: values[bit]?.totals() ?? new Map(),
      converted: converted[bit] ?? newConvertedSums(),
    }));
    return { visitors, sessions, units, goals };
  }
}

/** What several parts counted of the same goals. */
export const addTotals = (parts: readonly UnitTotals[]): UnitTotals => {
  const [first, ...rest] = structuredClone(parts);
  if (!first) return { visitors: 0, sessions: 0, units: 0, goals: [] };
  for (const part of rest) {
    first.visitors += part.visitors;
    first.sessions += part.sessions;
    first.units += part.units;
    for (const [g, goal] of first.goals.entries()) {
      const more = part.goals[g];
      if (!more) continue;
      goal.conversions += more.conversions;
      goal.converters += more.converters;
      goal.inRate += more.inRate;
      addSums(goal.value, more.value);
      joinConverted(goal.converted, more.converted);
    }
  }
  return first;
};
