import type { Journey } from "@/lib/journeys/journey";
import { never } from "./room";

// Hot path: called for every visitor.

/** The place of the lowest of some bits. */
export const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

/**
 * By bit: a visitor's first event from the start of the range on. Those after the end of the range count for nothing but
 * its last sessions, which are taken whole.
 */
export class FirstEvents {
  private readonly firstOf: Int32Array;
  /** The bits that were found. */
  seen = 0;

  constructor(bits: number) {
    this.firstOf = new Int32Array(bits);
  }

  first(bit: number): number {
    return (this.seen & (1 << bit)) === 0 ? never : (this.firstOf[bit] ?? never);
  }

  /** Looks for some bits. */
  find({ mask, end, any }: Journey, first: number, wanted: number): void {
    const { firstOf } = this;
    // What the visitor has none of is not looked for.
    let missing = wanted & any;
    this.seen = 0;
    for (let i = first; i < end && missing !== 0; i++) {
      const found = (mask[i] ?? 0) & missing;
      if (found === 0) continue;
      for (let bits = found; bits !== 0; bits &= bits - 1) firstOf[lowestBit(bits)] = i;
      this.seen |= found;
      missing &= ~found;
    }
  }
}
