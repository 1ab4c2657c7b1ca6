import { lowestBit } from "./first-events";

// Hot path: called for every session. Sets are counted as they are, eight bits at a time, and taken apart in the end: a set
// costs no more for having many bits.

const atOnce = 8;

/** Counts sets of bits by place, and says in the end in how many of them each bit was. */
export class BitTally {
  /** By place, group of eight bits and what they are: how often that was. Of all groups but the first, 0 is not counted. */
  private counts = new Int32Array(0);
  private readonly patterns: number;
  private readonly groups: number;
  /** How many counts a place has. */
  private readonly width: number;

  constructor(private readonly bits: number) {
    this.patterns = 2 ** Math.min(bits, atOnce);
    this.groups = Math.max(1, Math.ceil(bits / atOnce));
    this.width = this.groups * this.patterns;
  }

  /** Makes room for so many places. */
  reserve(places: number): this {
    const larger = new Int32Array(places * this.width);
    larger.set(this.counts);
    this.counts = larger;
    return this;
  }

  /** Counts a set so many times. */
  add(place: number, bits: number, times: number): void {
    const { counts, groups, patterns, width } = this;
    let at = place * width + (bits & (patterns - 1));
    counts[at] = (counts[at] ?? 0) + times;
    for (let group = 1; group < groups; group++) {
      const pattern = (bits >> (group * atOnce)) & (patterns - 1);
      at = (place * groups + group) * patterns + pattern;
      if (pattern !== 0) counts[at] = (counts[at] ?? 0) + times;
    }
  }

  /** How many sets were counted at a place, and in how many of them each bit was. */
  at(place: number): { all: number; having: readonly number[] } {
    const { counts, groups, patterns } = this;
    const having = Array.from({ length: this.bits }, () => 0);
    let all = 0;
    for (let group = 0; group < groups; group++)
      for (let pattern = 0; pattern < patterns; pattern++) {
        const count = counts[(place * groups + group) * patterns + pattern] ?? 0;
        if (count === 0) continue;
        if (group === 0) all += count;
        for (let left = pattern; left !== 0; left &= left - 1) {
          const bit = group * atOnce + lowestBit(left);
          having[bit] = (having[bit] ?? 0) + count;
        }
      }
    return { all, having };
  }
}
