import jStat from "jstat";

const tailFrom = 4;
const tailTerms = 60;

/**
 * The two-sided p-value of a standard normal score, for any `z` but NaN. It is in (0, 1]: what is too small for a
 * number is the smallest number there is.
 * Source for the tail: Laplace's continued fraction, in Abramowitz and Stegun 1964, 26.2.14.
 */
export const normalPValue = (z: number): number => {
  const distance = Math.abs(z);
  const p = distance < tailFrom ? 2 * jStat.normal.cdf(-distance, 0, 1) : 2 * farTail(distance);
  return Math.max(p, Number.MIN_VALUE);
};

/** jStat's own tail is 1 minus something: it loses its digits, and is 0 beyond 9 standard deviations. */
const farTail = (z: number): number => {
  let fraction = z;
  for (let term = tailTerms; term >= 1; term--) fraction = z + term / fraction;
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / fraction;
};
