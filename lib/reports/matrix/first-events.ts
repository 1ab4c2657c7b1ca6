import type { Journey } from "@/lib/journeys/journey";
import { never } from "./range-sessions";

// Hot path: called for every visitor.

/** The place of the lowest of some bits. */
export const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

/**
 * By bit: a visitor's first event from the start of the range on, and of macros, whose bits come after those of the
 * micros, the second. Those after the end of the range count for nothing but its last sessions, which are taken whole.
 */
export class FirstEvents {
  readonly firstOf: Int32Array;
  readonly secondOf: Int32Array;
  /** The bits of which there is one; the others' places are `never`. */
  seen = 0;
  private readonly all: number;

  constructor(
    private readonly micros: number,
    macros: number,
  ) {
    this.firstOf = new Int32Array(micros + macros).fill(never);
    this.secondOf = new Int32Array(micros + macros).fill(never);
    this.all = micros + macros === 32 ? -1 : (1 << (micros + macros)) - 1;
  }

  find({ mask, end, any, repeated }: Journey, first: number): void {
    const { firstOf, secondOf, micros } = this;
    for (let bits = this.seen; bits !== 0; bits &= bits - 1) {
      const bit = lowestBit(bits);
      firstOf[bit] = never;
      secondOf[bit] = never;
    }
    // What the visitor has none of is not looked for, nor a second of what there is once.
    let missing = this.all & any;
    let seen = 0;
    for (let i = first; i < end && missing !== 0; i++) {
      const hit = (mask[i] ?? 0) & missing;
      for (let bits = hit; bits !== 0; bits &= bits - 1) {
        const bit = lowestBit(bits);
        const isFirst = firstOf[bit] === never;
        if (isFirst) firstOf[bit] = i;
        else secondOf[bit] = i;
        if (!isFirst || bit < micros || (repeated & (1 << bit)) === 0) missing &= ~(1 << bit);
      }
      seen |= hit;
    }
    this.seen = seen;
  }
}
