import { meanAndError, type Sample } from "./welch";
import { z95 } from "./z-score";

/** The standard normal quantile at 0.8. */
const z80 = 0.8416212335729143;

/**
 * How many units each of two equal groups needs so that a difference between the rates `aRate` and `bRate` (0 to 1)
 * is found with 80 % power by a two-sided test at 5 %. `null` when they are equal: no number would do.
 * Source: Fleiss 1981, "Statistical methods for rates and proportions", without continuity correction.
 */
export const neededPerGroup = (aRate: number, bRate: number): number | null => {
  if (aRate === bRate) return null;
  const pooled = (aRate + bRate) / 2;
  const ifEqual = Math.sqrt(2 * pooled * (1 - pooled));
  const ifNot = Math.sqrt(aRate * (1 - aRate) + bRate * (1 - bRate));
  return Math.ceil(((z95 * ifEqual + z80 * ifNot) / (aRate - bRate)) ** 2);
};

/**
 * The same for two means, at the difference and the spread observed. `null` when the means are equal, a sample has
 * fewer than two values, or neither has any spread.
 * Source: Snedecor and Cochran 1989, "Statistical methods", 6.14, by the normal approximation.
 */
export const neededPerGroupOfMeans = (a: Sample, b: Sample): number | null => {
  const aKnown = meanAndError(a);
  const bKnown = meanAndError(b);
  if (aKnown === null || bKnown === null || aKnown.mean === bKnown.mean) return null;
  const variances = aKnown.squaredError * a.n + bKnown.squaredError * b.n;
  if (variances === 0) return null;
  return Math.max(2, Math.ceil(((z95 + z80) / (aKnown.mean - bKnown.mean)) ** 2 * variances));
};
