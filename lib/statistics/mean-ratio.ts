import { meanAndError, type Sample } from "./welch";
import { z95 } from "./z-score";

/**
 * How many times the mean of `a` is the mean of `b`, with its 95 % interval on the log scale. `null` when either
 * sample has fewer than two values or a mean that is not above 0, neither has any spread, or a mean so near 0
 * that the upper end is beyond all numbers.
 * Source: the delta method; Cox 1990, "Fieller's theorem, the likelihood and the delta method".
 */
export const meanRatio = (a: Sample, b: Sample): { ratio: number; low: number; high: number } | null => {
  const aKnown = meanAndError(a);
  const bKnown = meanAndError(b);
  if (aKnown === null || bKnown === null || aKnown.mean <= 0 || bKnown.mean <= 0) return null;
  const squaredError = aKnown.squaredError / aKnown.mean ** 2 + bKnown.squaredError / bKnown.mean ** 2;
  if (squaredError === 0) return null;
  const ratio = aKnown.mean / bKnown.mean;
  const spread = Math.exp(z95 * Math.sqrt(squaredError));
  return Number.isFinite(ratio * spread) ? { ratio, low: ratio / spread, high: ratio * spread } : null;
};
