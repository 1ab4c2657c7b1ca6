import { normalPValue } from "./normal";
import { wilson } from "./wilson";
import { z95 } from "./z-score";

const sumNames = [
  "clusters",
  "aPart",
  "aWhole",
  "bPart",
  "bWhole",
  "aPart2",
  "aPartWhole",
  "aWhole2",
  "bPart2",
  "bPartWhole",
  "bWhole2",
  "aPartbPart",
  "aPartbWhole",
  "aWholebPart",
  "aWholebWhole",
] as const;

/**
 * What is needed of two groups of units to compare their rates when units come in clusters: sums over the clusters of
 * parts and wholes, and of their products within the cluster (`aPart2` is the sum of aPart², and so on). A cluster
 * may have units in both groups.
 */
export type ClusteredSums = Record<(typeof sumNames)[number], number>;

export const newClusteredSums = (): ClusteredSums => ({
  clusters: 0,
  aPart: 0,
  aWhole: 0,
  bPart: 0,
  bWhole: 0,
  aPart2: 0,
  aPartWhole: 0,
  aWhole2: 0,
  bPart2: 0,
  bPartWhole: 0,
  bWhole2: 0,
  aPartbPart: 0,
  aPartbWhole: 0,
  aWholebPart: 0,
  aWholebWhole: 0,
});

/** Adds the counts of a cluster, or of so many that are alike; one without units does not count. Hot: nothing is allocated. */
export const addCluster = (
  sums: ClusteredSums,
  aPart: number,
  aWhole: number,
  bPart: number,
  bWhole: number,
  times = 1,
): void => {
  if (aWhole + bWhole === 0) return;
  sums.clusters += times;
  sums.aPart += times * aPart;
  sums.aWhole += times * aWhole;
  sums.bPart += times * bPart;
  sums.bWhole += times * bWhole;
  sums.aPart2 += times * aPart * aPart;
  sums.aPartWhole += times * aPart * aWhole;
  sums.aWhole2 += times * aWhole * aWhole;
  sums.bPart2 += times * bPart * bPart;
  sums.bPartWhole += times * bPart * bWhole;
  sums.bWhole2 += times * bWhole * bWhole;
  sums.aPartbPart += times * aPart * bPart;
  sums.aPartbWhole += times * aPart * bWhole;
  sums.aWholebPart += times * aWhole * bPart;
  sums.aWholebWhole += times * aWhole * bWhole;
};

/** The sums of disjoint sets of clusters put together. */
export const joinClusteredSums = (list: readonly ClusteredSums[]): ClusteredSums => {
  const joined = newClusteredSums();
  for (const sums of list) for (const name of sumNames) joined[name] += sums[name];
  return joined;
};

/**
 * The difference of two rates, `a − b`, whose units come in clusters, with its 95 % interval and two-sided p-value.
 * The interval is symmetric and may leave [−1, 1]. When any of the four cells (parts and remainders) is 0, the variance, not the estimate, is computed with ½ added to
 * every cell.
 *
 * `null` when nothing can be said about chance: a group is empty or is all one cluster, or the clusters do not differ
 * (which includes two groups that are the same units).
 * Source: Cochran 1977, "Sampling techniques", ratio estimators by Taylor linearisation; Deng, Knoblich and Lu 2018,
 * "Applying the delta method in metric analytics".
 */
export const clusteredDifference = (
  sums: ClusteredSums,
): { estimate: number; low: number; high: number; pValue: number } | null => {
  if (!canBeJudged(sums)) return null;
  const variance = varianceOf(hasZeroCell(sums) ? withHalfAdded(sums) : sums, 1, 1);
  if (variance === 0) return null;
  const estimate = sums.aPart / sums.aWhole - sums.bPart / sums.bWhole;
  const half = z95 * Math.sqrt(variance);
  return {
    estimate,
    low: estimate - half,
    high: estimate + half,
    pValue: normalPValue(estimate / Math.sqrt(variance)),
  };
};

/**
 * How many times the rate of `a` is the rate of `b` when units come in clusters, with its 95 % log interval. `ratio`
 * alone is `null` when the second rate is 0. When any of the four cells is 0, the interval, not the ratio, is
 * computed with ½ added to every cell. `null` and source: as for `clusteredDifference`.
 */
export const clusteredRatio = (
  sums: ClusteredSums,
): { ratio: number | null; low: number; high: number } | null => {
  if (!canBeJudged(sums)) return null;
  const cells = hasZeroCell(sums) ? withHalfAdded(sums) : sums;
  const aRate = cells.aPart / cells.aWhole;
  const bRate = cells.bPart / cells.bWhole;
  const variance = varianceOf(cells, 1 / aRate, 1 / bRate);
  if (variance === 0) return null;
  const spread = Math.exp(z95 * Math.sqrt(variance));
  return {
    ratio: sums.bPart === 0 ? null : sums.aPart / sums.aWhole / (sums.bPart / sums.bWhole),
    low: aRate / bRate / spread,
    high: (aRate / bRate) * spread,
  };
};

/**
 * One group's rate when units come in clusters, with its 95 % interval: Wilson's for as many independent units as
 * would vary as much, never more than there are. `null` when the group is empty or is all one cluster.
 * Source: Kish 1965, "Survey sampling", for the effective number of units; Korn and Graubard 1998, "Confidence
 * intervals for proportions with small expected number of positive counts estimated from survey data", for its use.
 */
export const clusteredRate = (
  sums: ClusteredSums,
  group: "a" | "b",
): { rate: number; low: number; high: number } | null => {
  const [part, whole, whole2] =
    group === "a" ? [sums.aPart, sums.aWhole, sums.aWhole2] : [sums.bPart, sums.bWhole, sums.bWhole2];
  if (isOneCluster(whole, whole2)) return null;
  const rate = part / whole;
  const variance = group === "a" ? varianceOf(sums, 1, 0) : varianceOf(sums, 0, 1);
  const units = variance === 0 ? whole : Math.min(whole, (rate * (1 - rate)) / variance);
  return { rate, ...wilson(rate * units, units) };
};

/**
 * How many times as large the variance of the difference of two rates is as if all units were independent: at least 1,
 * which is also the answer where nothing can be said about clusters.
 * Source: Kish 1965, "Survey sampling"; Rao and Scott 1992, "A simple method for the analysis of clustered binary data".
 */
export const designEffect = (sums: ClusteredSums): number => {
  if (!canBeJudged(sums)) return 1;
  const cells = hasZeroCell(sums) ? withHalfAdded(sums) : sums;
  const aRate = cells.aPart / cells.aWhole;
  const bRate = cells.bPart / cells.bWhole;
  const independent = (aRate * (1 - aRate)) / cells.aWhole + (bRate * (1 - bRate)) / cells.bWhole;
  return Math.max(1, varianceOf(cells, 1, 1) / independent);
};

/** An empty group has no cluster, and one with a single cluster has the square of its sum as sum of squares. */
const isOneCluster = (whole: number, whole2: number): boolean => whole * whole === whole2;

const canBeJudged = ({ aWhole, aWhole2, bWhole, bWhole2 }: ClusteredSums): boolean =>
  !isOneCluster(aWhole, aWhole2) && !isOneCluster(bWhole, bWhole2);

const hasZeroCell = ({ aPart, aWhole, bPart, bWhole }: ClusteredSums): boolean =>
  aPart === 0 || aPart === aWhole || bPart === 0 || bPart === bWhole;

/** As if each group had two more clusters of one unit, a part and one that is not, each counting for half a unit. */
const withHalfAdded = (sums: ClusteredSums): ClusteredSums => ({
  ...sums,
  aPart: sums.aPart + 0.5,
  aWhole: sums.aWhole + 1,
  bPart: sums.bPart + 0.5,
  bWhole: sums.bWhole + 1,
  aPart2: sums.aPart2 + 0.5,
  aPartWhole: sums.aPartWhole + 0.5,
  aWhole2: sums.aWhole2 + 1,
  bPart2: sums.bPart2 + 0.5,
  bPartWhole: sums.bPartWhole + 0.5,
  bWhole2: sums.bWhole2 + 1,
});

/**
 * The variance of `aScale · aRate − bScale · bRate`: the sum over clusters of the squares of
 * `aScale · (aPart − aRate · aWhole) / (all of aWhole)` less the same of b, times k / (k − 1).
 */
const varianceOf = (sums: ClusteredSums, aScale: number, bScale: number): number => {
  const { aPart2, aPartWhole, aWhole2, bPart2, bPartWhole, bWhole2 } = sums;
  const aRate = sums.aPart / (sums.aWhole || 1);
  const bRate = sums.bPart / (sums.bWhole || 1);
  const aWeight = aScale / (sums.aWhole || 1);
  const bWeight = bScale / (sums.bWhole || 1);
  const a = aWeight ** 2 * (aPart2 - 2 * aRate * aPartWhole + aRate ** 2 * aWhole2);
  const b = bWeight ** 2 * (bPart2 - 2 * bRate * bPartWhole + bRate ** 2 * bWhole2);
  const both =
    aWeight *
    bWeight *
    (sums.aPartbPart -
      bRate * sums.aPartbWhole -
      aRate * sums.aWholebPart +
      aRate * bRate * sums.aWholebWhole);
  const squares = a + b - 2 * both;
  // Clusters that do not differ would otherwise differ by what rounding leaves of the subtractions.
  const rounding = 1e-12 * (aWeight ** 2 * aPart2 + bWeight ** 2 * bPart2);
  return squares > rounding ? (squares * sums.clusters) / (sums.clusters - 1) : 0;
};
