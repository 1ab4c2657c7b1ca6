import type { Stratum } from "./mantel-haenszel";

/** Tables less probable than this, beside the most probable one of their stratum, change no p-value. */
const negligible = 1e-18;

/** Probabilities of `first`, `first + 1`, … parts in group a, given a stratum's margins; they add up to 1. */
type Distribution = { first: number; probabilities: number[] };

/** Found by going outwards from the most probable table, which needs no factorials. */
const hypergeometric = ({ aPart, aWhole, bPart, bWhole }: Stratum): Distribution => {
  const parts = aPart + bPart;
  const lowest = Math.max(0, parts - bWhole);
  const highest = Math.min(parts, aWhole);
  const oneMore = (k: number) => ((aWhole - k) * (parts - k)) / ((k + 1) * (bWhole - parts + k + 1));
  const mode = Math.min(
    highest,
    Math.max(lowest, Math.floor(((aWhole + 1) * (parts + 1)) / (aWhole + bWhole + 2))),
  );
  const above: number[] = [];
  for (let k = mode, p = oneMore(k); k < highest && p > negligible; p *= oneMore(++k)) above.push(p);
  const below: number[] = [];
  for (let k = mode, p = 1 / oneMore(k - 1); k > lowest && p > negligible; p /= oneMore(--k - 1))
    below.push(p);
  const relative = [...below.reverse(), 1, ...above];
  const sum = relative.reduce((all, p) => all + p, 0);
  return { first: mode - below.length, probabilities: relative.map((p) => p / sum) };
};

/** The distribution of the sum, without what is negligible at its ends. */
const convolve = (one: Distribution, other: Distribution): Distribution => {
  const all = new Array<number>(one.probabilities.length + other.probabilities.length - 1).fill(0);
  for (const [i, p] of one.probabilities.entries())
    for (const [j, q] of other.probabilities.entries()) all[i + j] = (all[i + j] ?? 0) + p * q;
  const start = all.findIndex((p) => p > negligible);
  const end = all.findLastIndex((p) => p > negligible);
  return { first: one.first + other.first + start, probabilities: all.slice(start, end + 1) };
};

/**
 * The exact test that in no stratum the two groups' rates differ: the two-sided p-value, in (0, 1], given all margins; the
 * sum over all numbers of parts in group a that are at most as probable as the one there is. 1 without a stratum that has
 * both groups. For few parts: it takes the square of how many numbers are possible.
 * Source: Mehta, Patel and Gray 1985, "Computing an exact confidence interval for the common odds ratio in several 2×2
 * contingency tables"; numbers count as equally probable within 1e-7. For one stratum it is Fisher's test.
 */
export const stratifiedExact = (strata: readonly Stratum[]): number => {
  const usable = strata.filter(({ aWhole, bWhole }) => aWhole > 0 && bWhole > 0);
  const { first, probabilities } = usable
    .map(hypergeometric)
    .reduce(convolve, { first: 0, probabilities: [1] });
  const observed = usable.reduce((sum, { aPart }) => sum + aPart, 0) - first;
  const limit = (probabilities[observed] ?? 0) * (1 + 1e-7);
  const asExtreme = probabilities.reduce((sum, p) => (p <= limit ? sum + p : sum), 0);
  return Math.min(1, Math.max(asExtreme, Number.MIN_VALUE));
};

/** The smallest count that is expected in the four cells of all strata together, if the rates do not differ. */
export const leastExpected = (strata: readonly Stratum[]): number => {
  let [a, b, aRest, bRest] = [0, 0, 0, 0];
  for (const { aPart, aWhole, bPart, bWhole } of strata) {
    if (aWhole === 0 || bWhole === 0) continue;
    const rate = (aPart + bPart) / (aWhole + bWhole);
    a += rate * aWhole;
    b += rate * bWhole;
    aRest += (1 - rate) * aWhole;
    bRest += (1 - rate) * bWhole;
  }
  return Math.min(a, b, aRest, bRest);
};
