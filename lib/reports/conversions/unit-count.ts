import type { Journey } from "@/lib/journeys/journey";
import type { Converter } from "@/lib/rates/converter";
import { addConverted, type ConvertedSums, joinConverted, newConvertedSums } from "../converted-sums";
import type { Unit } from "../definition";
import type { GoalCounter } from "../goal-counter";
import { addMoney, addSums, type MoneySums } from "../money-sums";

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

const masksOfByte = 256;

/** How often masks came, by the value of each of their bytes: what a bit came to is added up at the end. */
class MaskTally {
  private readonly counts: Uint32Array;

  constructor(private readonly bits: number) {
    this.counts = new Uint32Array(Math.ceil(bits / 8) * masksOfByte);
  }

  add(mask: number): void {
    const { counts } = this;
    for (let base = 0, rest = mask; rest !== 0; base += masksOfByte, rest >>>= 8) {
      const place = base + (rest & 255);
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }

  /** How many of the masks had each bit. */
  ofBits(): number[] {
    return Array.from({ length: this.bits }, (_, bit) => {
      const base = (bit >> 3) * masksOfByte;
      let sum = 0;
      for (let value = 0; value < masksOfByte; value++)
        if ((value & (1 << (bit & 7))) !== 0) sum += this.counts[base + value] ?? 0;
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
  private readonly converters: MaskTally;
  private readonly inRate: MaskTally;
  private readonly values: readonly MoneySums[];
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
    this.converters = new MaskTally(counters.length);
    this.inRate = new MaskTally(counters.length);
    this.values = counters.map(() => new Map());
    this.converted = counters.map(newConvertedSums);
    for (const { flag, worth } of counters) {
      this.own |= flag;
      if (worth) this.valued |= flag;
    }
  }

  /** Adds the events `first ≤ i < end` of a unit, whose masks keep only what counts as a conversion. */
  add(journey: Journey, first: number, end: number, sessions: number, isWhole: boolean): void {
    const { own, valued, conversions } = this;
    const { mask } = journey;
    if (isWhole) {
      this.units++;
      if (journey.visitor !== this.lastVisitor) this.visitors++;
      this.lastVisitor = journey.visitor;
    }
    this.sessions += sessions;
    let any = 0;
    for (let i = first; i < end; i++) {
      const bits = (mask[i] ?? 0) & own;
      if (bits === 0) continue;
      any |= bits;
      conversions.add(bits);
      for (let rest = bits & valued; rest !== 0; rest &= rest - 1)
        this.addValue(31 - Math.clz32(rest & -rest), journey, i);
    }
    // Passive events alone make a visitor that converts, but no session.
    if (isWhole || this.unit === "visitor") this.converters.add(any);
    if (isWhole) this.inRate.add(any);
  }

  private addValue(bit: number, journey: Journey, i: number): void {
    const worth = this.counters[bit]?.worth?.(journey, i);
    const value = this.values[bit];
    const converted = this.converted[bit];
    if (!worth || !value || !converted) return;
    addMoney(value, worth);
    addConverted(converted, worth, journey.at[i] ?? 0, this.convert);
  }

  totals(): UnitTotals {
    const { visitors, sessions, units, values, converted } = this;
    const [conversions, converters, inRate] = [this.conversions, this.converters, this.inRate].map((tally) =>
      tally.ofBits(),
    );
    const goals = this.counters.map((_, bit) => ({
      conversions: conversions?.[bit] ?? 0,
      converters: converters?.[bit] ?? 0,
      inRate: inRate?.[bit] ?? 0,
      value: values[bit] ?? new Map(),
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
