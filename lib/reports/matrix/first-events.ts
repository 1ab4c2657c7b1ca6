import type { Journey } from "@/lib/journeys/journey";
import { never } from "./room";

// Hot path: called for every visitor.

/** The place of the lowest of some bits. */
export const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

/**
 * By bit: a visitor's first event from the start of the range on, and of macros, whose bits come after those of the
 * micros, the second. Those after the end of the range count for nothing but its last sessions, which are taken whole.
 */
export class FirstEvents {
  private readonly firstOf: Int32Array;
  private readonly secondOf: Int32Array;
  /** The bits of which there is one, and two. */
  seen = 0;
  private again = 0;

  constructor(
    bits: number,
    private readonly macroBits: number,
  ) {
    this.firstOf = new Int32Array(bits);
    this.secondOf = new Int32Array(bits);
  }

  first(bit: number): number {
    return (this.seen & (1 << bit)) === 0 ? never : (this.firstOf[bit] ?? never);
  }

  second(bit: number): number {
    return (this.again & (1 << bit)) === 0 ? never : (this.secondOf[bit] ?? never);
  }

  /** Looks for some bits. */
  find({ mask, end, any, repeated }: Journey, first: number, wanted: number): void {
    const { firstOf, secondOf } = this;
    // What the visitor has none of is not looked for, nor a second of what there is once.
    const twice = repeated & this.macroBits;
    let missing = wanted & any;
    let seen = 0;
    let again = 0;
    for (let i = first; i < end && missing !== 0; i++) {
      const hit = (mask[i] ?? 0) & missing;
      if (hit === 0) continue;
      for (let bits = hit & ~seen; bits !== 0; bits &= bits - 1) firstOf[31 - Math.clz32(bits & -bits)] = i;
      for (let bits = hit & seen; bits !== 0; bits &= bits - 1) secondOf[31 - Math.clz32(bits & -bits)] = i;
      again |= hit & seen;
      seen |= hit;
      missing &= ~(hit & (again | ~twice));
    }
    this.seen = seen;
    this.again = again;
  }
}
