import type { Journey } from "@/lib/journeys/journey";
import { cellOf, customerMs, habit, recencyOf } from "./cells";

// Hot path: called for every visitor. Nothing is allocated but for visitors with more steps than any before.

export const notInFlight = -1;

/** A macro among the steps. */
const isMacro = -1;

type Rules = { micros: number; windowMs: number; sessionGapMs: number };

/**
 * The steps of one visitor, and where they stood at moments that are asked in the order of time. Bit k of the masks is
 * the k-th step from the first to the furthest; the bit after them is the macro.
 */
export class JourneySteps {
  /** How many there are. */
  count = 0;
  /** Of the visitor at the moment looked at last: the time of the latest step before it. */
  latestAt = 0;
  private at = new Float64Array(64);
  private step = new Int8Array(64);
  private place = new Int32Array(64);
  private readonly microBits: number;
  private readonly macroBit: number;
  /** Of the moment looked at last: the steps before it, and when the last macro among them was. */
  private passed = 0;
  private macroAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly rules: Rules) {
    this.microBits = 2 ** rules.micros - 1;
    this.macroBit = 1 << rules.micros;
  }

  /** Finds the steps among the events `first ≤ i < end`; answers whether there is a small one. */
  find(journey: Journey, first: number, end: number): boolean {
    const { microBits, macroBit } = this;
    const { mask } = journey;
    let hasMicro = false;
    this.count = 0;
    this.passed = 0;
    this.macroAt = Number.NEGATIVE_INFINITY;
    for (let i = first; i < end; i++) {
      const bits = mask[i] ?? 0;
      if ((bits & (microBits | macroBit)) === 0) continue;
      if ((bits & macroBit) !== 0) this.push(journey, i, isMacro);
      else {
        this.push(journey, i, 31 - Math.clz32(bits & microBits));
        hasMicro = true;
      }
    }
    return hasMicro;
  }

  /** The time of the first step, and the time of the last. */
  firstAt(): number {
    return this.at[0] ?? 0;
  }

  lastAt(): number {
    return this.at[this.count - 1] ?? 0;
  }

  /** The cell of the visitor at a moment, `notInFlight` if they have no small step within the window and since the last macro. */
  cellAt(moment: number): number {
    const { at, step } = this;
    const { windowMs, sessionGapMs } = this.rules;
    while (this.passed < this.count && (at[this.passed] ?? 0) < moment) {
      if (step[this.passed] === isMacro) this.macroAt = at[this.passed] ?? 0;
      this.passed++;
    }
    let furthest = -1;
    let earliest = 0;
    let again = false;
    for (let i = this.passed - 1; i >= 0; i--) {
      const time = at[i] ?? 0;
      const which = step[i] ?? 0;
      if (which === isMacro || time <= moment - windowMs) break;
      if (furthest < 0) this.latestAt = time;
      else if (earliest - time > sessionGapMs) again = true;
      earliest = time;
      if (which > furthest) furthest = which;
    }
    if (furthest < 0) return notInFlight;
    const isCustomer = this.macroAt >= moment - customerMs;
    const ofHabit = isCustomer ? habit.customer : again ? habit.again : habit.once;
    return cellOf(furthest, recencyOf(moment - this.latestAt), ofHabit);
  }

  /** Of the visitor at the moment looked at last: the event that is the next macro within the window after the latest step, −1 if there is none. */
  conversion(): number {
    const until = this.latestAt + this.rules.windowMs;
    for (let i = this.passed; i < this.count && (this.at[i] ?? 0) <= until; i++)
      if (this.step[i] === isMacro) return this.place[i] ?? -1;
    return -1;
  }

  private push(journey: Journey, i: number, step: number): void {
    if (this.count === this.at.length) this.grow();
    this.at[this.count] = journey.at[i] ?? 0;
    this.step[this.count] = step;
    this.place[this.count] = i;
    this.count++;
  }

  private grow(): void {
    const { at, step, place } = this;
    this.at = new Float64Array(2 * at.length);
    this.at.set(at);
    this.step = new Int8Array(2 * step.length);
    this.step.set(step);
    this.place = new Int32Array(2 * place.length);
    this.place.set(place);
  }
}
