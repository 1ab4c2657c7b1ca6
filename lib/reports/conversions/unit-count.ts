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

/** Running counts of a group of units of one part. */
export class UnitCount {
  readonly totals: UnitTotals;
  private lastVisitor = -1;

  constructor(
    private readonly counters: readonly GoalCounter[],
    private readonly unit: Unit,
    private readonly convert: Converter,
  ) {
    const newGoal = (): GoalTotals => ({
      conversions: 0,
      converters: 0,
      inRate: 0,
      value: new Map(),
      converted: newConvertedSums(),
    });
    this.totals = { visitors: 0, sessions: 0, units: 0, goals: counters.map(newGoal) };
  }

  /** Adds the events `first ≤ i < end` of a unit, whose masks keep only what counts as a conversion. */
  add(journey: Journey, first: number, end: number, sessions: number, isWhole: boolean): void {
    const { totals, counters } = this;
    if (isWhole) {
      totals.units++;
      if (journey.visitor !== this.lastVisitor) totals.visitors++;
      this.lastVisitor = journey.visitor;
    }
    totals.sessions += sessions;
    let any = 0;
    for (let i = first; i < end; i++) {
      const mask = journey.mask[i] ?? 0;
      any |= mask;
      for (let rest = mask; rest !== 0; rest &= rest - 1) {
        const bit = 31 - Math.clz32(rest & -rest);
        const goal = totals.goals[bit];
        if (!goal) continue;
        goal.conversions++;
        const worth = counters[bit]?.worth(journey, i);
        if (!worth) continue;
        addMoney(goal.value, worth);
        addConverted(goal.converted, worth, journey.at[i] ?? 0, this.convert);
      }
    }
    for (let rest = any; rest !== 0; rest &= rest - 1) {
      const goal = totals.goals[31 - Math.clz32(rest & -rest)];
      if (!goal) continue;
      // Passive events alone make a visitor that converts, but no session.
      if (isWhole || this.unit === "visitor") goal.converters++;
      if (isWhole) goal.inRate++;
    }
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
