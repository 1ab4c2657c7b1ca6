import jStat from "jstat";
import { normalPValue } from "./normal";
import { z95 } from "./z-score";

// Beyond it jStat loses digits, and t and normal agree in five of them.
const normalFrom = 1e6;

/** Student's t quantile at 0.975: half the width of a 95 % interval, in standard errors. */
export const t95 = (degreesOfFreedom: number): number =>
  degreesOfFreedom < normalFrom ? jStat.studentt.inv(0.975, degreesOfFreedom) : z95;

/**
 * The two-sided p-value of a t statistic, in (0, 1]: what is too small for a number is the smallest number there is.
 * Source: the incomplete beta form, Abramowitz and Stegun 1964, 26.5.27; jStat's `studentt.cdf` is another one, which
 * exceeds 1 near t = 0 with many degrees of freedom.
 */
export const tPValue = (t: number, degreesOfFreedom: number): number => {
  if (degreesOfFreedom >= normalFrom) return normalPValue(t);
  const p = jStat.ibeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
  return Math.min(1, Math.max(p, Number.MIN_VALUE));
};
