import type { Journey } from "@/lib/journeys/journey";
import { type Amount, type CreditColumns, Credits, type Currencies } from "./credits";
import { Divider, type TouchDivider } from "./divider";
import type { Weigh } from "./model-weights";
import type { VisitorTouches } from "./visitor-touches";

// Hot path: called for every conversion; arrays are kept and grow.

/**
 * What the matrix says of the micro goals on the way to the aim, by their place. `weight`: how much likelier the
 * aim is with it; `explains`: the part of a conversion that this accounts for. Both 0 where nothing speaks for it.
 */
export type StageRules = { weight: Float64Array; explains: Float64Array; windowMs: number };

/**
 * Divides conversions among the micro goals that were reached before them, and what each gets among the touches up to
 * it. Micro n has bit n + 1 of the masks.
 */
export class StageCount {
  /** By micro goal, and after them what goes straight to the conversion. */
  private readonly links: readonly Credits[];
  /** By micro goal: where the visitor reached it, and which of these is not too long ago. */
  private readonly places: number[][];
  private readonly next: Int32Array;
  private readonly reached: Int32Array;
  private readonly divider = new Divider();
  private readonly amount: Amount = { parts: 0, currency: -1, minor: 0, converted: 0 };

  private readonly micros: number;

  constructor(
    private readonly rules: StageRules,
    private readonly touches: VisitorTouches,
    private readonly byTouch: { divider: TouchDivider; weigh: Weigh },
    currencies: Currencies,
  ) {
    const micros = rules.weight.length;
    this.micros = micros;
    this.links = Array.from({ length: micros + 1 }, () => new Credits(currencies));
    this.places = Array.from({ length: micros }, () => []);
    this.next = new Int32Array(micros);
    this.reached = new Int32Array(micros);
  }

  /** Looks at a visitor's whole journey, before its conversions in order. */
  open({ mask, start, end }: Journey): void {
    const { places, micros } = this;
    const bits = 2 ** (micros + 1) - 2;
    this.next.fill(0);
    for (let n = 0; n < micros; n++) {
      const own = places[n];
      if (own) own.length = 0;
    }
    for (let i = start; i < end; i++)
      for (let rest = (mask[i] ?? 0) & bits; rest !== 0; rest &= rest - 1)
        places[31 - Math.clz32(rest & -rest) - 1]?.push(i);
  }

  /** The conversion at i, whose touches are found already. */
  add(journey: Journey, i: number, amount: Amount): void {
    const { divider, rules, links, byTouch, touches, micros, reached } = this;
    const count = this.findReached(journey, i);
    let sum = 0;
    let explained = 0;
    for (let k = 0; k < count; k++) {
      const micro = reached[k] ?? 0;
      sum += rules.weight[micro] ?? 0;
      explained = Math.max(explained, rules.explains[micro] ?? 0);
    }
    divider.room(micros + 1);
    divider.weights[0] = 1 - explained;
    for (let k = 0; k < count; k++)
      divider.weights[k + 1] = (explained * (rules.weight[reached[k] ?? 0] ?? 0)) / sum;
    divider.divide(amount, count + 1);
    this.amount.currency = amount.currency;
    for (let k = 0; k <= count; k++) {
      const micro = k === 0 ? micros : (reached[k - 1] ?? 0);
      const into = links[micro];
      if (!into || (divider.weights[k] ?? 0) === 0) continue;
      if (k > 0) touches.look(journey, this.placeOf(micro));
      this.amount.parts = divider.parts[k] ?? 0;
      this.amount.minor = divider.minors[k] ?? 0;
      this.amount.converted = divider.converteds[k] ?? 0;
      byTouch.divider.credit(this.amount, byTouch.weigh, into);
    }
  }

  totals(rows: number): CreditColumns[] {
    return this.links.map((credits) => credits.columns(rows));
  }

  private placeOf(micro: number): number {
    return this.places[micro]?.[this.next[micro] ?? 0] ?? 0;
  }

  /** The micro goals with weight whose first event in the window comes before the conversion at i. */
  private findReached({ at }: Journey, i: number): number {
    const { places, next, rules, reached, micros } = this;
    const earliest = (at[i] ?? 0) - this.rules.windowMs;
    let count = 0;
    for (let micro = 0; micro < micros; micro++) {
      if ((rules.weight[micro] ?? 0) === 0) continue;
      const own = places[micro] ?? [];
      let place = next[micro] ?? 0;
      while (place < own.length && (at[own[place] ?? 0] ?? 0) < earliest) place++;
      next[micro] = place;
      if (place < own.length && (own[place] ?? 0) < i) reached[count++] = micro;
    }
    return count;
  }
}
