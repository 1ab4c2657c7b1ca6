import type { Journey } from "@/lib/journeys/scan";
import type { Unit } from "../definition";
import { MoneySum } from "../event-value";
import type { GoalCounter } from "../goal-counter";

/** Running counts of one goal. `converters` are units with a conversion; `inRate` of them those of the denominator. */
class GoalCount {
  conversions = 0;
  converters = 0;
  inRate = 0;
  readonly value = new MoneySum();
}

/** Running counts of a group of units, or of all of them. */
export class UnitCount {
  visitors = 0;
  sessions = 0;
  /** The whole of the rates: visitors or sessions, as the question says. */
  units = 0;
  readonly goals: GoalCount[];
  private lastVisitor = -1;

  constructor(
    private readonly counters: readonly GoalCounter[],
    private readonly unit: Unit,
  ) {
    this.goals = counters.map(() => new GoalCount());
  }

  /** Adds the events `first ≤ i < end` of a unit, whose masks keep only what counts as a conversion. */
  add(journey: Journey, first: number, end: number, sessions: number, isWhole: boolean): void {
    if (isWhole) {
      this.units++;
      if (journey.visitor !== this.lastVisitor) this.visitors++;
      this.lastVisitor = journey.visitor;
    }
    this.sessions += sessions;
    for (let g = 0; g < this.counters.length; g++) {
      const counter = this.counters[g];
      const count = this.goals[g];
      if (!counter || !count) continue;
      let conversions = 0;
      for (let i = first; i < end; i++) {
        if (((journey.mask[i] ?? 0) & counter.flag) === 0) continue;
        conversions++;
        count.value.add(counter.worth(journey, i));
      }
      if (conversions === 0) continue;
      count.conversions += conversions;
      // Passive events alone make a visitor that converts, but no session.
      if (isWhole || this.unit === "visitor") count.converters++;
      if (isWhole) count.inRate++;
    }
  }
}
