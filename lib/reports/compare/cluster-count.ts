import {
  addCluster,
  type ClusteredSums,
  joinClusteredSums,
  newClusteredSums,
} from "@/lib/statistics/clustered";
import { pairsOf } from "./pairs";

// Hot path: called for every unit, and once more for every visitor; nothing is allocated.

/** Two groups of units by visitor, and how many visitors have units in each. */
export type Clustered = { sums: ClusteredSums; aVisitors: number; bVisitors: number };

/**
 * Every segment, as `a` beside nothing, and every pair without the units that are in both. The `a` of a pair is its
 * second segment, as differences and ratios are those of the second beside the first.
 */
export type ClusteredPairs = { ofSegments: Clustered[]; ofPairs: Clustered[] };

const newClustered = (): Clustered => ({ sums: newClusteredSums(), aVisitors: 0, bVisitors: 0 });

const addVisitor = (
  clustered: Clustered | undefined,
  aPart: number,
  aWhole: number,
  bPart: number,
  bWhole: number,
): void => {
  if (!clustered) return;
  addCluster(clustered.sums, aPart, aWhole, bPart, bWhole);
  if (aWhole > 0) clustered.aVisitors++;
  if (bWhole > 0) clustered.bVisitors++;
};

/** Sums up the units of each visitor by pattern, as they come one visitor after the other. */
export class ClusterCount {
  private readonly ofSegments: readonly Clustered[];
  private readonly ofPairs: readonly { a: number; b: number; clustered: Clustered }[];
  private readonly part: Float64Array;
  private readonly whole: Float64Array;
  /** The patterns of the visitor's units. */
  private readonly patterns: Int32Array;
  private count = 0;
  private visitor = -1;

  constructor(segments: number) {
    this.ofSegments = Array.from({ length: segments }, newClustered);
    this.ofPairs = pairsOf(segments).map((pair) => ({ ...pair, clustered: newClustered() }));
    this.part = new Float64Array(1 << segments);
    this.whole = new Float64Array(1 << segments);
    this.patterns = new Int32Array(1 << segments);
  }

  add(visitor: number, pattern: number, measured: number): void {
    if (visitor !== this.visitor) this.close();
    this.visitor = visitor;
    if (this.whole[pattern] === 0) this.patterns[this.count++] = pattern;
    this.part[pattern] = (this.part[pattern] ?? 0) + measured;
    this.whole[pattern] = (this.whole[pattern] ?? 0) + 1;
  }

  taken(): ClusteredPairs {
    this.close();
    return { ofSegments: [...this.ofSegments], ofPairs: this.ofPairs.map(({ clustered }) => clustered) };
  }

  private close(): void {
    const { part, whole, patterns, count } = this;
    for (let s = 0; s < this.ofSegments.length; s++)
      addVisitor(this.ofSegments[s], this.sumOf(part, s, -1), this.sumOf(whole, s, -1), 0, 0);
    for (let p = 0; p < this.ofPairs.length; p++) {
      const pair = this.ofPairs[p];
      if (!pair) continue;
      const { a, b, clustered } = pair;
      addVisitor(
        clustered,
        this.sumOf(part, b, a),
        this.sumOf(whole, b, a),
        this.sumOf(part, a, b),
        this.sumOf(whole, a, b),
      );
    }
    for (let c = 0; c < count; c++) {
      part[patterns[c] ?? 0] = 0;
      whole[patterns[c] ?? 0] = 0;
    }
    this.count = 0;
  }

  /** What the visitor has in one segment and not in the other, if one is stated. */
  private sumOf(sums: Float64Array, inside: number, outside: number): number {
    let sum = 0;
    for (let c = 0; c < this.count; c++) {
      const pattern = this.patterns[c] ?? 0;
      const isIn = (pattern & (1 << inside)) !== 0;
      if (isIn && (outside < 0 || (pattern & (1 << outside)) === 0)) sum += sums[pattern] ?? 0;
    }
    return sum;
  }
}

const joinClustered = (list: readonly Clustered[]): Clustered => ({
  sums: joinClusteredSums(list.map(({ sums }) => sums)),
  aVisitors: list.reduce((sum, { aVisitors }) => sum + aVisitors, 0),
  bVisitors: list.reduce((sum, { bVisitors }) => sum + bVisitors, 0),
});

/** What several parts of the visitors have together. */
export const joinClusteredPairs = (list: readonly ClusteredPairs[]): ClusteredPairs => {
  const [first] = list;
  return {
    ofSegments:
      first?.ofSegments.map((_, s) => joinClustered(list.flatMap((one) => one.ofSegments[s] ?? []))) ?? [],
    ofPairs: first?.ofPairs.map((_, p) => joinClustered(list.flatMap((one) => one.ofPairs[p] ?? []))) ?? [],
  };
};
