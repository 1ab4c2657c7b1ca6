/**
 * Fisher's exact test that `aPart` of `aWhole` and `bPart` of `bWhole` have the same rate: the two-sided p-value, in
 * (0, 1], which is the sum over all tables with the same margins that are at most as probable as this one. 1 when a
 * whole is 0 or nobody or everybody is part: there is no other table.
 *
 * Probabilities are taken relative to the most probable table's and found by going outwards from it, which needs no
 * factorials and ends where they are too small to count.
 * Source: Fisher 1935, "The logic of inductive inference"; tables count as equally probable within 1e-7, as in R.
 */
export const fisher = (aPart: number, aWhole: number, bPart: number, bWhole: number): number => {
  const parts = aPart + bPart;
  const lowest = Math.max(0, parts - bWhole);
  const highest = Math.min(parts, aWhole);
  /** How many times as probable as `k` of `aWhole` one more is. */
  const oneMore = (k: number) => ((aWhole - k) * (parts - k)) / ((k + 1) * (bWhole - parts + k + 1));
  const mode = Math.floor(((aWhole + 1) * (parts + 1)) / (aWhole + bWhole + 2));

  let observed = 1;
  for (let k = mode; k < aPart; k++) observed *= oneMore(k);
  for (let k = mode; k > aPart; k--) observed /= oneMore(k - 1);
  const limit = observed * (1 + 1e-7);

  let all = 1;
  let asExtreme = limit >= 1 ? 1 : 0;
  const count = (probability: number) => {
    all += probability;
    if (probability <= limit) asExtreme += probability;
  };
  let probability = 1;
  for (let k = mode; k < highest && probability > 0; k++) {
    probability *= oneMore(k);
    count(probability);
  }
  probability = 1;
  for (let k = mode; k > lowest && probability > 0; k--) {
    probability /= oneMore(k - 1);
    count(probability);
  }
  return Math.max(asExtreme / all, Number.MIN_VALUE);
};
