/**
 * How many times as much counts scatter as Poisson's do around what was expected of them: Pearson's chi-square by its
 * degrees of freedom, at least 1. `parameters` says how many numbers were taken from the counts to expect them; counts of
 * which none were expected are left out. 1 where too few counts are left.
 * Source: Wedderburn 1974, "Quasi-likelihood functions, generalized linear models, and the Gauss–Newton method";
 * McCullagh and Nelder 1989, 6.2.
 */
export const poissonDispersion = (
  counts: readonly number[],
  expected: readonly number[],
  parameters: number,
): number => {
  let chiSquare = 0;
  let degreesOfFreedom = -parameters;
  for (const [i, count] of counts.entries()) {
    const mean = expected[i] ?? 0;
    if (mean <= 0) continue;
    chiSquare += (count - mean) ** 2 / mean;
    degreesOfFreedom++;
  }
  return degreesOfFreedom < 1 ? 1 : Math.max(1, chiSquare / degreesOfFreedom);
};
