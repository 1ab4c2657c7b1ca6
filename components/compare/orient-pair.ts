import type { ComparedPair, CompareVerdict } from "@/lib/reports/compare/definition";

const swapped: Record<CompareVerdict, CompareVerdict> = {
  higher: "lower",
  lower: "higher",
  cannotTell: "cannotTell",
  tooFew: "tooFew",
  sameUnits: "sameUnits",
};

const turned = (pair: ComparedPair): ComparedPair => ({
  ...pair,
  a: pair.b,
  b: pair.a,
  sides: { a: pair.sides.b, b: pair.sides.a },
  difference: pair.difference && {
    estimate: -pair.difference.estimate,
    low: -pair.difference.high,
    high: -pair.difference.low,
  },
  ratio: pair.ratio && {
    ratio: pair.ratio.ratio === null || pair.ratio.ratio === 0 ? null : 1 / pair.ratio.ratio,
    low: 1 / pair.ratio.high,
    high: pair.ratio.low === 0 ? Number.POSITIVE_INFINITY : 1 / pair.ratio.low,
  },
  verdict: swapped[pair.verdict],
});

/** What was found between a row and the baseline, said of the row; null for the baseline itself. */
export const pairWith = (
  pairs: readonly ComparedPair[],
  place: number,
  base: number,
): ComparedPair | null => {
  const pair = pairs.find(({ a, b }) => (a === base && b === place) || (a === place && b === base));
  if (!pair) return null;
  return pair.a === base ? pair : turned(pair);
};
