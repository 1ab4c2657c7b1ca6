import type { Stratum } from "./mantel-haenszel";

/**
 * Whether an aggregate misleads: it and every stratum in which neither group is empty, at least two of them, point
 * opposite ways. A tie points nowhere.
 * Source: Simpson 1951, "The interpretation of interaction in contingency tables".
 */
export const reverses = (aggregate: Stratum, strata: readonly Stratum[]): boolean => {
  const usable = strata.filter(({ aWhole, bWhole }) => aWhole > 0 && bWhole > 0);
  const way = direction(aggregate);
  return way !== 0 && usable.length >= 2 && usable.every((stratum) => direction(stratum) === -way);
};

/** Multiplied out, since counts are exact and rates are not. */
const direction = ({ aPart, aWhole, bPart, bWhole }: Stratum): number =>
  Math.sign(aPart * bWhole - bPart * aWhole);
