import { benjaminiHochberg } from "@/lib/statistics/benjamini-hochberg";
import { normalPValue } from "@/lib/statistics/normal";
import { z95 } from "@/lib/statistics/z-score";
import type { CellNumbers } from "./cell-numbers";
import type { AdjustedLift, MatrixVerdict, VerdictReason } from "./definition";

type Lift = CellNumbers["adjusted"];

/** Fewer than this in a group: shown, no verdict. */
const enough = 30;
/** A lift that is certainly below this is none to speak of. */
const least = 1.1;
const twoSided = 0.05;
const oneSided = twoSided / 2;

/** How likely a ratio this small is where the true one is `least`: one-sided, by the interval's own standard error. */
const pOfAtLeast = ({ low, high }: Lift): number | null => {
  if (low === null || high === null || low <= 0 || high <= low) return null;
  const centre = (Math.log(low) + Math.log(high)) / 2;
  const error = (Math.log(high) - Math.log(low)) / (2 * z95);
  const z = (centre - Math.log(least)) / error;
  const tail = normalPValue(z) / 2;
  return z < 0 ? tail : 1 - tail;
};

const judge = (
  lift: AdjustedLift,
  pSmall: number | null,
): { verdict: MatrixVerdict; verdictReason: VerdictReason } => {
  const { exposed, unexposed, low, adjustedPValue } = lift;
  if (adjustedPValue === null || low === null || pSmall === null)
    return { verdict: "cannotTell", verdictReason: "notComparable" };
  if (Math.min(exposed.whole, unexposed.whole) < enough)
    return { verdict: "cannotTell", verdictReason: "tooFew" };
  if (pSmall < oneSided) return { verdict: "vanity", verdictReason: "noLift" };
  // The score test and the interval may differ by a hair: both have to say so.
  if (adjustedPValue < twoSided && low > 1) return { verdict: "useful", verdictReason: "aboveOne" };
  return { verdict: "cannotTell", verdictReason: "unclear" };
};

/**
 * Judges adjusted lifts that are looked at together. "After Benjamini–Hochberg the interval ends below 1.1" (or begins
 * above 1) means that the interval of false coverage rate 5 % does, whose level depends on how many are selected; it
 * does exactly where Benjamini–Hochberg rejects "at least 1.1" (or "none"), so the p-values are adjusted instead, and the
 * published intervals stay those of 95 %.
 * Source: Benjamini and Yekutieli 2005, "False discovery rate–adjusted multiple confidence intervals for selected
 * parameters".
 */
export const judgeLifts = (
  lifts: readonly Lift[],
): { adjusted: AdjustedLift; verdict: MatrixVerdict; verdictReason: VerdictReason }[] => {
  const ofNone = benjaminiHochberg(lifts.map(({ pValue }) => pValue));
  const ofLeast = benjaminiHochberg(lifts.map(pOfAtLeast));
  return lifts.map((lift, place) => {
    const adjusted = { ...lift, adjustedPValue: ofNone[place] ?? null };
    return { adjusted, ...judge(adjusted, ofLeast[place] ?? null) };
  });
};
