import jStat from "jstat";

/** Events that were counted, and how much they were watched for (hours, visitors): at least 0, need not be whole. */
type CountedRate = { count: number; exposure: number };

const tail = 0.025;

/**
 * How many times as high the rate `a` is as the rate `b`, with the exact 95 % interval, and `pBelow`, the one-sided
 * p-value of "a is at least b": given both counts together, a's is binomial. `ratio` alone is `null` when b counts
 * nothing. `null` when an exposure or both counts are 0: cannot say.
 * Source: Przyborowski and Wilenski 1940, "Homogeneity of results in testing samples from Poisson series"; Clopper and
 * Pearson 1934 for the interval of the binomial.
 */
export const comparePoissonRates = (
  a: CountedRate,
  b: CountedRate,
): { ratio: number | null; low: number; high: number; pBelow: number } | null => {
  const all = a.count + b.count;
  if (a.exposure <= 0 || b.exposure <= 0 || all <= 0) return null;
  const odds = b.exposure / a.exposure;
  const low = a.count === 0 ? 0 : jStat.ibetainv(tail, a.count, b.count + 1);
  const high = b.count === 0 ? 1 : jStat.ibetainv(1 - tail, a.count + 1, b.count);
  return {
    ratio: b.count === 0 ? null : (a.count / b.count) * odds,
    low: (low / (1 - low)) * odds,
    high: b.count === 0 ? Number.MAX_VALUE : (high / (1 - high)) * odds,
    pBelow: pBelow(a, b),
  };
};

/** P(X ≤ a.count), X binomial, by the incomplete beta function, which also takes counts that are not whole. */
const pBelow = (a: CountedRate, b: CountedRate): number => {
  if (b.count === 0) return 1;
  const share = b.exposure / (a.exposure + b.exposure);
  return Math.min(1, Math.max(jStat.ibeta(share, b.count, a.count + 1), Number.MIN_VALUE));
};
