import { allot } from "@/lib/statistics/allot";
import type { Amount, Credits } from "./credits";
import type { Weigh } from "./model-weights";
import type { VisitorTouches } from "./visitor-touches";

// Hot path: called for every conversion and model; arrays are kept and grow.

/** The row of what has no touch; after it come the keys. */
export const untouchedRow = 0;
export const rowOfKey = (key: number): number => key + 1;

/** Divides amounts by weights so that their parts sum to them exactly. */
export class Divider {
  weights: Float64Array = new Float64Array(64);
  parts: Float64Array = new Float64Array(64);
  minors: Float64Array = new Float64Array(64);
  converteds: Float64Array = new Float64Array(64);

  room(count: number): void {
    if (count <= this.weights.length) return;
    this.weights = new Float64Array(2 * count);
    this.parts = new Float64Array(2 * count);
    this.minors = new Float64Array(2 * count);
    this.converteds = new Float64Array(2 * count);
  }

  /** Divides an amount by the first `count` weights, into `parts`, `minors` and `converteds`. */
  divide({ parts, currency, minor, converted }: Amount, count: number): void {
    allot(parts, this.weights, count, this.parts);
    if (currency < 0) return;
    allot(minor, this.weights, count, this.minors);
    if (Number.isNaN(converted)) this.converteds.fill(Number.NaN, 0, count);
    else allot(converted, this.weights, count, this.converteds);
  }
}

/** Divides amounts among the touches that were found, as a model has it. */
export class TouchDivider {
  private readonly divider = new Divider();
  private readonly piece = { currency: -1, minor: 0, converted: 0 };

  constructor(private readonly touches: VisitorTouches) {}

  credit(amount: Amount, weigh: Weigh, into: Credits): void {
    const { touches, divider, piece } = this;
    const { found, keys } = touches;
    if (found === 0) {
      into.add(untouchedRow, amount.parts, amount);
      return;
    }
    if (found === 1) {
      into.add(rowOfKey(keys[0] ?? 0), amount.parts, amount);
      return;
    }
    divider.room(found);
    weigh(touches, divider.weights);
    divider.divide(amount, found);
    piece.currency = amount.currency;
    for (let k = 0; k < found; k++) {
      if ((divider.weights[k] ?? 0) === 0) continue;
      piece.minor = divider.minors[k] ?? 0;
      piece.converted = divider.converteds[k] ?? 0;
      into.add(rowOfKey(keys[k] ?? 0), divider.parts[k] ?? 0, piece);
    }
  }
}
