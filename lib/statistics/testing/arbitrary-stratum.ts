import fc from "fast-check";
import type { Stratum } from "../mantel-haenszel";

/** Two groups of up to `most` units, either of which may be empty, with any part of each. */
export const arbitraryStratum = (most: number, fewest = 0): fc.Arbitrary<Stratum> => {
  const counts = fc
    .integer({ min: fewest, max: most })
    .chain((whole) => fc.tuple(fc.integer({ min: 0, max: whole }), fc.constant(whole)));
  return fc
    .tuple(counts, counts)
    .map(([[aPart, aWhole], [bPart, bWhole]]) => ({ aPart, aWhole, bPart, bWhole }));
};

export const swapped = ({ aPart, aWhole, bPart, bWhole }: Stratum): Stratum => ({
  aPart: bPart,
  aWhole: bWhole,
  bPart: aPart,
  bWhole: aWhole,
});
