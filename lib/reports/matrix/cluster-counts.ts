import {
  addCluster,
  type ClusteredSums,
  joinClusteredSums,
  newClusteredSums,
} from "@/lib/statistics/clustered";

// Hot path: called for every visitor.

/** Whoever has as many moments, or more, is rare and summed one by one. */
const many = 8;
const kinds = 3 * many * many;

/** What the micro's first event says of a visitor: none whose window is over, or one without or with the macro. */
export const reach = { none: 0, alone: 1, converted: 2 } as const;
export type Reach = (typeof reach)[keyof typeof reach];

const aPartOf = (a: number): number => (a === reach.converted ? 1 : 0);
const aWholeOf = (a: number): number => (a === reach.none ? 0 : 1);

/**
 * Clustered sums by cell, of visitors most of whom are like others: who is alike is counted, and multiplied in the end.
 */
export class ClusterCounts {
  private readonly alike: Int32Array;
  private readonly rare: readonly ClusteredSums[];

  constructor(cells: number) {
    this.alike = new Int32Array(cells * kinds);
    this.rare = Array.from({ length: cells }, newClusteredSums);
  }

  /** Adds so many visitors, fewer than none to take some away, who have as many moments, `bPart` of them converted. */
  add(cell: number, times: number, a: Reach, bPart: number, bWhole: number): void {
    if (bWhole >= many) {
      const rare = this.rare[cell];
      if (rare) addCluster(rare, aPartOf(a), aWholeOf(a), bPart, bWhole, times);
      return;
    }
    const { alike } = this;
    const kind = cell * kinds + (a * many + bPart) * many + bWhole;
    alike[kind] = (alike[kind] ?? 0) + times;
  }

  sums(cell: number): ClusteredSums {
    const sums = joinClusteredSums(this.rare.slice(cell, cell + 1));
    for (const [kind, times] of this.alike.subarray(cell * kinds, (cell + 1) * kinds).entries()) {
      if (times === 0) continue;
      const a = Math.floor(kind / many ** 2);
      addCluster(sums, aPartOf(a), aWholeOf(a), Math.floor(kind / many) % many, kind % many, times);
    }
    return sums;
  }
}
