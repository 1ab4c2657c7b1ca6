import { z95 } from "./z-score";

/**
 * How many times the rate `aPart / aWhole` is the rate `bPart / bWhole`, with the 95 % log interval. `null` when a
 * whole is 0; `ratio` alone is `null` when the second rate is 0. When any of the four cells (parts and remainders)
 * is 0, the interval, not the ratio, is computed with ½ added to every cell.
 * Source: Katz, Baptista, Azen and Pike 1978, "Obtaining confidence intervals for the risk ratio in cohort studies".
 */
export const rateRatio = (
  aPart: number,
  aWhole: number,
  bPart: number,
  bWhole: number,
): { ratio: number | null; low: number; high: number } | null => {
  if (aWhole === 0 || bWhole === 0) return null;
  const ratio = bPart === 0 ? null : aPart / aWhole / (bPart / bWhole);
  const hasZeroCell = aPart === 0 || aPart === aWhole || bPart === 0 || bPart === bWhole;
  return { ratio, ...katzInterval(aPart, aWhole, bPart, bWhole, hasZeroCell ? 0.5 : 0) };
};

const katzInterval = (aPart: number, aWhole: number, bPart: number, bWhole: number, added: number) => {
  const a = aPart + added;
  const m = aWhole + 2 * added;
  const b = bPart + added;
  const n = bWhole + 2 * added;
  const centre = a / m / (b / n);
  const spread = Math.exp(z95 * Math.sqrt(1 / a - 1 / m + 1 / b - 1 / n));
  return { low: centre / spread, high: centre * spread };
};
