import { addCluster, type ClusteredSums, newClusteredSums } from "@/lib/statistics/clustered";

// Hot path: called for every visitor.

/** Whoever has as many moments, or more, is rare and summed one by one. */
const many = 8;

/** What the micro's first event says of a visitor: none whose window is over, or one without or with the macro. */
export const reach = { none: 0, alone: 1, converted: 2 } as const;
export type Reach = (typeof reach)[keyof typeof reach];

const aPartOf = (a: number): number => (a === reach.converted ? 1 : 0);
const aWholeOf = (a: number): number => (a === reach.none ? 0 : 1);

/** Clustered sums of visitors, most of whom are like others: who is alike is counted, and multiplied in the end. */
export class ClusterCounts {
  private readonly alike = new Int32Array(3 * many * many);
  private readonly rare = newClusteredSums();

  /** Adds so many visitors, fewer than none to take some away, who have as many moments, `bPart` of them converted. */
  add(times: number, a: Reach, bPart: number, bWhole: number): void {
    if (bWhole >= many) {
      addCluster(this.rare, aPartOf(a), aWholeOf(a), bPart, bWhole, times);
      return;
    }
    const kind = (a * many + bPart) * many + bWhole;
    this.alike[kind] = (this.alike[kind] ?? 0) + times;
  }

  sums(): ClusteredSums {
    const sums = { ...this.rare };
    for (const [kind, times] of this.alike.entries()) {
      if (times === 0) continue;
      const a = Math.floor(kind / many ** 2);
      addCluster(sums, aPartOf(a), aWholeOf(a), Math.floor(kind / many) % many, kind % many, times);
    }
    return sums;
  }
}
