/** Events that came while it was watched for so long, and for how long none has come since; units alike, at least 0. */
export type QuietStratum = { count: number; before: number; since: number };

/**
 * How surprising it is that no event came: `expected` are those that should have, each stratum at its own rate before.
 * `probability` is Poisson's exp(−expected), as if those rates were known; `pValue` is exact for rates that were counted:
 * given its count, each event of a stratum fell into `before` by chance. Strata that were never watched say nothing.
 * `dispersion` (at least 1) says how many times as much counts scatter as Poisson's do; both are tempered by it.
 * Source: Przyborowski and Wilenski 1940, for none against some; Wedderburn 1974 for the dispersion.
 */
export const noEvents = (
  strata: readonly QuietStratum[],
  dispersion = 1,
): { expected: number; probability: number; pValue: number } => {
  let expected = 0;
  let logP = 0;
  for (const { count, before, since } of strata) {
    if (before <= 0 || since <= 0) continue;
    expected += (count * since) / before;
    logP -= count * Math.log1p(since / before);
  }
  return {
    expected,
    probability: Math.exp(-expected / dispersion),
    pValue: Math.max(Math.exp(logP / dispersion), Number.MIN_VALUE),
  };
};
