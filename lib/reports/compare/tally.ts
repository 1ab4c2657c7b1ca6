import type { Journey } from "@/lib/journeys/journey";
import type { UnitGroups } from "../unit-groups";
import { ClusterCount, type ClusteredPairs } from "./cluster-count";

// Hot path: called for every unit. Units are counted by pattern: bit s says whether the unit is in segment s.

/** What a unit is measured as when its outcome is not known yet. */
export const stillOpen = Number.POSITIVE_INFINITY;

/** Sums by pattern. `part` and `squares` are of what was measured: 1 for a unit that converted, or money. */
export type PatternSums = {
  part: Float64Array;
  squares: Float64Array;
  whole: Float64Array;
  open: Float64Array;
};

const newPatternSums = (patterns: number): PatternSums => ({
  part: new Float64Array(patterns),
  squares: new Float64Array(patterns),
  whole: new Float64Array(patterns),
  open: new Float64Array(patterns),
});

const add = (sums: PatternSums, pattern: number, measured: number): void => {
  const { part, squares, whole } = sums;
  whole[pattern] = (whole[pattern] ?? 0) + 1;
  // Mostly nothing was measured.
  if (measured === 0) return;
  part[pattern] = (part[pattern] ?? 0) + measured;
  squares[pattern] = (squares[pattern] ?? 0) + measured * measured;
};

/** Sums of sets of units without common ones put together. */
export const joinPatternSums = (list: readonly PatternSums[], patterns: number): PatternSums => {
  const joined = newPatternSums(patterns);
  for (const sums of list)
    for (const key of ["part", "squares", "whole", "open"] as const)
      for (let p = 0; p < patterns; p++) joined[key][p] = (joined[key][p] ?? 0) + (sums[key][p] ?? 0);
  return joined;
};

/** Units of one dimension by the text of their value. */
export type Strata = ReadonlyMap<string | null, PatternSums>;

/** What units were counted by. `strata` has one a dimension, `clusters` is there where visitors have several units. */
export type CompareTotals = { all: PatternSums; strata: Strata[]; clusters?: ClusteredPairs };

/** Counts units by the values of one dimension. */
class StrataCount {
  /** By row of the groups. */
  private readonly rows: PatternSums[] = [];

  constructor(
    private readonly groups: UnitGroups,
    private readonly patterns: number,
  ) {}

  add(journey: Journey, first: number, end: number, pattern: number, measured: number): void {
    const row = this.groups.row(journey, first, end);
    let sums = this.rows[row];
    if (!sums) {
      sums = newPatternSums(this.patterns);
      this.rows[row] = sums;
    }
    add(sums, pattern, measured);
  }

  strata(): Strata {
    const { labels } = this.groups;
    return new Map(this.rows.map((sums, row) => [labels[row]?.value ?? null, sums]));
  }
}

/** Counts what units were measured as, by the segments they are in, by dimension and, where asked, by visitor. */
export class CompareTally {
  private readonly all: PatternSums;
  private readonly strata: readonly StrataCount[];
  private readonly clusters: ClusterCount | undefined;

  constructor(segments: number, dimensions: readonly UnitGroups[], clustered: boolean) {
    const patterns = 1 << segments;
    this.all = newPatternSums(patterns);
    this.strata = dimensions.map((groups) => new StrataCount(groups, patterns));
    this.clusters = clustered ? new ClusterCount(segments) : undefined;
  }

  /** Adds the unit `first ≤ i < end`, measured as a number or as `stillOpen`. */
  add(journey: Journey, first: number, end: number, pattern: number, measured: number): void {
    const { all, strata } = this;
    if (measured === stillOpen) {
      all.open[pattern] = (all.open[pattern] ?? 0) + 1;
      return;
    }
    add(all, pattern, measured);
    for (let d = 0; d < strata.length; d++) strata[d]?.add(journey, first, end, pattern, measured);
    this.clusters?.add(journey.visitor, pattern, measured);
  }

  totals(): CompareTotals {
    return {
      all: this.all,
      strata: this.strata.map((one) => one.strata()),
      ...(this.clusters ? { clusters: this.clusters.taken() } : {}),
    };
  }
}
