import { fisher } from "./fisher";
import { normalPValue } from "./normal";

const fewestExpected = 5;

/**
 * Whether `aPart / aWhole` and `bPart / bWhole` could be the same rate: a two-sided p-value by the pooled z score
 * without continuity correction, or by Fisher's exact test when any of the four expected counts is below 5. `null`
 * when a whole is 0.
 * Source: Pearson 1900 (z² is his chi-square of a 2×2 table); Fisher 1935; Cochran 1954 for the limit of 5.
 */
export const testProportions = (
  aPart: number,
  aWhole: number,
  bPart: number,
  bWhole: number,
): { pValue: number; method: "z" | "fisher" } | null => {
  if (aWhole === 0 || bWhole === 0) return null;
  const parts = aPart + bPart;
  const all = aWhole + bWhole;
  const leastExpected = (Math.min(parts, all - parts) * Math.min(aWhole, bWhole)) / all;
  if (leastExpected < fewestExpected)
    return { pValue: fisher(aPart, aWhole, bPart, bWhole), method: "fisher" };
  const pooled = parts / all;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / aWhole + 1 / bWhole));
  return { pValue: normalPValue((aPart / aWhole - bPart / bWhole) / error), method: "z" };
};
