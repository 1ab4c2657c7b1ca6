import { t95, tPValue } from "./student-t";

/** What is needed of some values to judge their mean: how many, their sum, the sum of their squares. */
export type Sample = { n: number; sum: number; sumOfSquares: number };

/** Mean, and its squared standard error s²/n; `null` for fewer than two values, which have no spread to speak of. */
export const meanAndError = ({
  n,
  sum,
  sumOfSquares,
}: Sample): { mean: number; squaredError: number } | null => {
  if (n < 2) return null;
  const mean = sum / n;
  const squares = sumOfSquares - sum * mean;
  // Equal values would otherwise differ by what rounding leaves of the subtraction.
  const spread = squares > 1e-12 * sumOfSquares ? squares : 0;
  return { mean, squaredError: spread / (n - 1) / n };
};

/**
 * The mean with its 95 % t interval; `null` for fewer than two values. Equal values give an interval without width.
 * Source: Student 1908, "The probable error of a mean".
 */
export const meanOf = (sample: Sample): { mean: number; low: number; high: number } | null => {
  const known = meanAndError(sample);
  if (known === null) return null;
  const half = t95(sample.n - 1) * Math.sqrt(known.squaredError);
  return { mean: known.mean, low: known.mean - half, high: known.mean + half };
};

/**
 * The difference of two means, `a − b`, with its 95 % interval and two-sided p-value, without assuming equal
 * variances. `null` when either sample has fewer than two values or neither has any spread.
 * Source: Welch 1947, "The generalization of 'Student's' problem when several different population variances are
 * involved"; Satterthwaite 1946 for the degrees of freedom.
 */
export const welch = (
  a: Sample,
  b: Sample,
): { estimate: number; low: number; high: number; pValue: number } | null => {
  const aKnown = meanAndError(a);
  const bKnown = meanAndError(b);
  if (aKnown === null || bKnown === null) return null;
  const squaredError = aKnown.squaredError + bKnown.squaredError;
  if (squaredError === 0) return null;
  // As shares, since squares of very small errors would vanish.
  const aShare = aKnown.squaredError / squaredError;
  const bShare = bKnown.squaredError / squaredError;
  const degreesOfFreedom = 1 / (aShare ** 2 / (a.n - 1) + bShare ** 2 / (b.n - 1));
  const estimate = aKnown.mean - bKnown.mean;
  const error = Math.sqrt(squaredError);
  const half = t95(degreesOfFreedom) * error;
  return {
    estimate,
    low: estimate - half,
    high: estimate + half,
    pValue: tPValue(estimate / error, degreesOfFreedom),
  };
};
