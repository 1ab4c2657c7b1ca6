// Hot path: called for every event.

/** What is counted a bucket; units are distinct. */
export type BucketTotals = { events: Float64Array; units: Float64Array };

/** Counts events in buckets, and each unit once a bucket; the events of a unit come one after the other. */
export class BucketCounts {
  readonly totals: BucketTotals;
  private readonly lastUnit: Int32Array;

  constructor(buckets: number) {
    this.totals = { events: new Float64Array(buckets), units: new Float64Array(buckets) };
    this.lastUnit = new Int32Array(buckets).fill(-1);
  }

  addUnit(bucket: number, unit: number): void {
    if (this.lastUnit[bucket] === unit) return;
    this.lastUnit[bucket] = unit;
    const { units } = this.totals;
    units[bucket] = (units[bucket] ?? 0) + 1;
  }
}

/** Lists of the same length, added place by place. */
export const addBuckets = (size: number, lists: readonly Float64Array[]): Float64Array => {
  const sums = new Float64Array(size);
  for (const list of lists) for (let i = 0; i < size; i++) sums[i] = (sums[i] ?? 0) + (list[i] ?? 0);
  return sums;
};
