import { allot } from "@/lib/statistics/allot";
import { type Amount, type Credits, type Divided, rowOfKey, untouchedRow } from "./credits";
import type { Weigh } from "./model-weights";
import type { VisitorTouches } from "./visitor-touches";

// Hot path: called for every conversion and model; arrays are kept and grow.

/** Divides amounts by weights so that their parts sum to them exactly. */
export class Divider implements Divided {
  weights: Float64Array = new Float64Array(64);
  parts: Float64Array = new Float64Array(64);
  minors: Float64Array = new Float64Array(64);
  converteds: Float64Array = new Float64Array(64);
  private exchanged: Float64Array = new Float64Array(64);

  room(count: number): void {
    if (count <= this.weights.length) return;
    this.weights = new Float64Array(2 * count);
    this.parts = new Float64Array(2 * count);
    this.minors = new Float64Array(2 * count);
    this.exchanged = new Float64Array(2 * count);
  }

  /** Divides an amount by the first `count` weights, into `parts`, `minors` and `converteds`. */
  divide({ parts, currency, minor, converted }: Amount, count: number): void {
    allot(parts, this.weights, count, this.parts);
    if (currency < 0) return;
    allot(minor, this.weights, count, this.minors);
    // What is in the project's currency is divided already.
    this.converteds = converted === minor ? this.minors : this.exchanged;
    if (Number.isNaN(converted)) this.converteds.fill(Number.NaN, 0, count);
    else if (converted !== minor) allot(converted, this.weights, count, this.converteds);
  }
}

/** Divides amounts among the touches that were found, as a model has it. */
export class TouchDivider {
  private readonly divider = new Divider();

  constructor(private readonly touches: VisitorTouches) {}

  credit(amount: Amount, weigh: Weigh, into: Credits): void {
    const { touches, divider } = this;
    const { found, keys } = touches;
    into.reserve(rowOfKey(touches.highestKey));
    if (found === 0) {
      into.add(untouchedRow, amount);
      return;
    }
    divider.room(found);
    const only = found === 1 ? 0 : weigh(touches, divider.weights);
    if (only >= 0) {
      into.add(rowOfKey(keys[only] ?? 0), amount);
      return;
    }
    divider.divide(amount, found);
    into.addDivided(keys, found, amount, divider);
  }
}
