import { addCluster, type ClusteredSums, newClusteredSums } from "@/lib/statistics/clustered";
import { BitTally } from "./bit-tally";
import { lowestBit } from "./first-events";

// Hot path: called for every visitor.

/** Whoever has as many moments, or more, is rare and summed one by one. */
const many = 8;
const kinds = many * many;

/** What the micro's first event says of a visitor: none whose window is over, or one without or with the macro. */
export const reach = { none: 0, alone: 1, converted: 2 } as const;
export type Reach = (typeof reach)[keyof typeof reach];
const reaches = 3;

const aPartOf = (a: number): number => (a === reach.converted ? 1 : 0);
const aWholeOf = (a: number): number => (a === reach.none ? 0 : 1);

/**
 * Clustered sums by cell (row × micros + micro), of visitors most of whom are like others: who is alike is counted, and
 * multiplied in the end.
 */
export class ClusterCounts {
  /** By row and moments: visitors by the micros they reached. */
  private readonly visitors: BitTally;
  /** By row, what came of the micros and moments: visitors by micros they reached. */
  private readonly reached: BitTally;
  private readonly rare: readonly ClusteredSums[];

  constructor(
    rows: number,
    private readonly micros: number,
  ) {
    this.visitors = new BitTally(micros).reserve(rows * kinds);
    this.reached = new BitTally(micros).reserve(rows * reaches * kinds);
    this.rare = Array.from({ length: rows * micros }, newClusteredSums);
  }

  /** Adds so many visitors for the micros that were not reached: for each of them all moments count. */
  addVisitor(row: number, reached: number, part: number, whole: number, times: number): void {
    if (whole < many) {
      this.visitors.add(row * kinds + part * many + whole, reached, times);
      return;
    }
    for (let micro = 0; micro < this.micros; micro++) {
      const rare = this.rare[row * this.micros + micro];
      if (rare && (reached & (1 << micro)) === 0) addCluster(rare, 0, 0, part, whole, times);
    }
  }

  /** Adds so many visitors for micros (a set) that were reached, and the moments before them. */
  addMicros(row: number, a: Reach, part: number, whole: number, micros: number, times: number): void {
    if (whole < many) {
      this.reached.add((row * reaches + a) * kinds + part * many + whole, micros, times);
      return;
    }
    for (let bits = micros; bits !== 0; bits &= bits - 1) {
      const rare = this.rare[row * this.micros + lowestBit(bits)];
      if (rare) addCluster(rare, aPartOf(a), aWholeOf(a), part, whole, times);
    }
  }

  /** The sums of a row, micro by micro. */
  sums(row: number): ClusteredSums[] {
    const sums = this.rare.slice(row * this.micros, (row + 1) * this.micros).map((rare) => ({ ...rare }));
    for (let kind = 0; kind < kinds; kind++) {
      const { all, having } = this.visitors.at(row * kinds + kind);
      for (const [micro, sum] of sums.entries())
        this.addAlike(sum, reach.none, kind, all - (having[micro] ?? 0));
      for (let a = 0; a < reaches; a++) {
        const reached = this.reached.at((row * reaches + a) * kinds + kind);
        for (const [micro, sum] of sums.entries()) this.addAlike(sum, a, kind, reached.having[micro] ?? 0);
      }
    }
    return sums;
  }

  private addAlike(sums: ClusteredSums, a: number, kind: number, times: number): void {
    addCluster(sums, aPartOf(a), aWholeOf(a), Math.floor(kind / many), kind % many, times);
  }
}
