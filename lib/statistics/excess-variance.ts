/** What was foreseen, the variance that was accounted for, and what came. */
export type Outcome = { estimate: number; variance: number; realised: number };

/** As if `outcomes` had been seen with this relative variance. */
type Prior = { variance: number; outcomes: number };

/**
 * The relative variance by which outcomes miss what was foreseen beyond the variance that was accounted for: the factor
 * that differs from one outcome to the next has a mean of 1 and this variance. Few outcomes say little, so a prior
 * belief is weighed in. Never below 0.
 * Source: the method of moments for a variance between groups (DerSimonian and Laird 1986), for a relative one.
 */
export const excessVariance = (outcomes: readonly Outcome[], prior: Prior): number => {
  let beyond = 0;
  let squares = 0;
  for (const { estimate, variance, realised } of outcomes) {
    beyond += (realised - estimate) ** 2 - variance;
    squares += estimate * estimate;
  }
  const seen = squares === 0 ? 0 : outcomes.length;
  const found = squares === 0 ? 0 : beyond / squares;
  const weight = seen + prior.outcomes;
  return weight === 0 ? 0 : Math.max(0, (seen * found + prior.outcomes * prior.variance) / weight);
};
