import { normalPValue } from "./normal";
import { z95 } from "./z-score";

/** The parts and wholes of two groups among units that are alike in some respect. */
export type Stratum = { aPart: number; aWhole: number; bPart: number; bWhole: number };

/**
 * How many times the rate of group a is that of group b among units that are alike: the risk ratio over all strata
 * with its 95 % log interval, and the two-sided p-value of the test that no stratum has a difference (without
 * continuity correction; 1 when no stratum could have shown one). `used` and `skipped` count strata; skipped are
 * those in which a group is empty.
 *
 * `null` when no stratum is left; `ratio` alone is `null` when the second rate is 0. When, over all strata, any of
 * the four cells (parts and remainders) is 0 or none of them could vary, the interval is computed with ½ added to
 * every cell, shared out over the strata by their size: for one stratum it is `rateRatio`'s.
 * Source: Mantel and Haenszel 1959, "Statistical aspects of the analysis of data from retrospective studies of
 * disease"; Greenland and Robins 1985, "Estimation of a common effect parameter from sparse follow-up data".
 */
export const mantelHaenszel = (
  strata: readonly Stratum[],
): {
  ratio: number | null;
  low: number;
  high: number;
  pValue: number;
  used: number;
  skipped: number;
} | null => {
  const usable = strata.filter(({ aWhole, bWhole }) => aWhole > 0 && bWhole > 0);
  if (usable.length === 0) return null;
  const raw = riskRatio(usable);
  const { ratio, variance } =
    hasZeroCell(usable) || raw.variance === 0 ? riskRatio(withHalfAdded(usable)) : raw;
  const spread = Math.exp(z95 * Math.sqrt(variance));
  return {
    ratio: Number.isFinite(raw.ratio) ? raw.ratio : null,
    low: ratio / spread,
    high: ratio * spread,
    pValue: testOfNoDifference(usable),
    used: usable.length,
    skipped: strata.length - usable.length,
  };
};

/** The risk ratio and the variance of its log; neither is finite without parts in both groups. */
const riskRatio = (strata: readonly Stratum[]): { ratio: number; variance: number } => {
  let a = 0;
  let b = 0;
  let spread = 0;
  for (const { aPart, aWhole, bPart, bWhole } of strata) {
    const all = aWhole + bWhole;
    a += (aPart * bWhole) / all;
    b += (bPart * aWhole) / all;
    spread += ((aPart + bPart) * (aWhole / all) * bWhole - aPart * bPart) / all;
  }
  return { ratio: a / b, variance: spread / (a * b) };
};

/** (ΣA − ΣE)² / ΣV of the hypergeometric distributions within the strata. */
const testOfNoDifference = (strata: readonly Stratum[]): number => {
  let excess = 0;
  let variance = 0;
  for (const { aPart, aWhole, bPart, bWhole } of strata) {
    const all = aWhole + bWhole;
    const parts = aPart + bPart;
    excess += aPart - (parts * aWhole) / all;
    variance += (((parts * aWhole) / all) * ((all - parts) / all) * bWhole) / (all - 1);
  }
  return variance === 0 ? 1 : normalPValue(excess / Math.sqrt(variance));
};

const total = (strata: readonly Stratum[], count: (stratum: Stratum) => number): number =>
  strata.reduce((sum, stratum) => sum + count(stratum), 0);

const hasZeroCell = (strata: readonly Stratum[]): boolean =>
  total(strata, ({ aPart }) => aPart) === 0 ||
  total(strata, ({ bPart }) => bPart) === 0 ||
  total(strata, ({ aPart, aWhole }) => aWhole - aPart) === 0 ||
  total(strata, ({ bPart, bWhole }) => bWhole - bPart) === 0;

const withHalfAdded = (strata: readonly Stratum[]): Stratum[] => {
  const all = total(strata, ({ aWhole, bWhole }) => aWhole + bWhole);
  return strata.map(({ aPart, aWhole, bPart, bWhole }) => {
    const added = (aWhole + bWhole) / all;
    return {
      aPart: aPart + added / 2,
      aWhole: aWhole + added,
      bPart: bPart + added / 2,
      bWhole: bWhole + added,
    };
  });
};
