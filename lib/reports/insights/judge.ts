import { benjaminiHochberg } from "@/lib/statistics/benjamini-hochberg";
import { inflatedPValue } from "@/lib/statistics/inflated-p-value";
import { mantelHaenszel, type Stratum } from "@/lib/statistics/mantel-haenszel";
import { newcombe } from "@/lib/statistics/newcombe";
import { leastExpected, stratifiedExact } from "@/lib/statistics/stratified-exact";
import { wilson } from "@/lib/statistics/wilson";
import type { Rate } from "../definition";
import type { Comparison } from "./comparisons";
import type { Finding } from "./definition";

/** Of fewer visits on a side nothing is asked. */
const fewest = 30;
const significant = 0.05;
/** Below so many expected visits on any side the exact test is right where the score is not. */
const fewestExpected = 10;

/** A comparison with what can be said of it. */
export type Judged = Comparison &
  Pick<Finding, "exposed" | "others" | "difference" | "adjusted" | "pValue" | "adjustedPValue">;

const rateOf = (part: number, whole: number, inflation: number): Rate => {
  const rate = part / whole;
  return { part, whole, rate, ...wilson(part / inflation, whole / inflation) };
};

const shrunk = ({ aPart, aWhole, bPart, bWhole }: Stratum, by: number): Stratum => ({
  aPart: aPart / by,
  aWhole: aWhole / by,
  bPart: bPart / by,
  bWhole: bWhole / by,
});

type Asked = Omit<Judged, "adjustedPValue">;

/** `undefined` where there is too little on a side, or nothing alike to compare with. */
const ask = (comparison: Comparison): Asked | undefined => {
  const { all, strata, inflation } = comparison;
  if (all.aWhole < fewest || all.bWhole < fewest) return undefined;
  const tested = mantelHaenszel(strata);
  const adjusted = mantelHaenszel(strata.map((stratum) => shrunk(stratum, inflation)));
  const less = shrunk(all, inflation);
  const difference = newcombe(less.aPart, less.aWhole, less.bPart, less.bWhole);
  if (!tested || !adjusted || !difference) return undefined;
  const pValue = leastExpected(strata) < fewestExpected ? stratifiedExact(strata) : tested.pValue;
  const { ratio, low, high, used, skipped } = adjusted;
  return {
    ...comparison,
    exposed: rateOf(all.aPart, all.aWhole, inflation),
    others: rateOf(all.bPart, all.bWhole, inflation),
    difference,
    adjusted: { ratio, low, high, strataUsed: used, strataSkipped: skipped },
    pValue: inflatedPValue(pValue, inflation),
  };
};

/** Both intervals exclude chance, on the same side. */
const isClear = ({ difference, adjusted }: Asked): boolean =>
  (difference.high < 0 && adjusted.high < 1) || (difference.low > 0 && adjusted.low > 1);

/** That those on whom it is seen do better is worth knowing only where one could show it to more people. */
const isTold = ({ exposure, difference }: Asked): boolean =>
  difference.estimate < 0 ||
  exposure.kind === "trust" ||
  (exposure.kind === "click" && exposure.event === "Element Clicked");

/**
 * What differs by more than chance, of all that was asked: by the p-value corrected for how many questions there were, and
 * with intervals that exclude no difference, both of all visits and of those alike.
 */
export const judge = (comparisons: readonly Comparison[]): { asked: Asked[]; found: Judged[] } => {
  const asked = comparisons.flatMap((one) => ask(one) ?? []);
  const adjusted = benjaminiHochberg(asked.map(({ pValue }) => pValue));
  const found = asked.flatMap((one, place): Judged[] => {
    const adjustedPValue = adjusted[place] ?? 1;
    return adjustedPValue < significant && isClear(one) && isTold(one) ? [{ ...one, adjustedPValue }] : [];
  });
  return { asked, found };
};
