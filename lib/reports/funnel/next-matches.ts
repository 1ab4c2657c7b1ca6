import type { Journey } from "@/lib/journeys/journey";

// Hot path: filled once a unit in one pass from its end, so that no attempt walks over events.

/** Says which event comes next. */
export type Lookup = {
  /** The first event after i that satisfies the matcher with this bit, −1 when none does. */
  after: (bit: number, i: number) => number;
};

/** Knows of each event which one comes next for each matcher. */
export class NextMatches implements Lookup {
  /** `next[bit][i]` */
  private next: Int32Array[] = [];

  /** `inverted`: the bits that are looked for where they are not set. */
  constructor(
    private readonly bits: number,
    private readonly inverted = 0,
  ) {}

  /** Looks at the events `first ≤ i < end`. */
  prepare({ mask }: Journey, first: number, end: number): void {
    const { bits, inverted } = this;
    if ((this.next[0]?.length ?? 0) < end)
      this.next = Array.from({ length: bits }, () => new Int32Array(2 * end));
    for (let bit = 0; bit < bits; bit++) {
      const next = this.next[bit];
      if (!next) continue;
      const flag = 1 << bit;
      let following = -1;
      for (let i = end - 1; i >= first; i--) {
        next[i] = following;
        if ((((mask[i] ?? 0) ^ inverted) & flag) !== 0) following = i;
      }
    }
  }

  after(bit: number, i: number): number {
    return this.next[bit]?.[i] ?? -1;
  }
}
