import { clusteredDifference, clusteredRate, clusteredRatio } from "@/lib/statistics/clustered";
import { mantelHaenszel, type Stratum } from "@/lib/statistics/mantel-haenszel";
import { productInterval } from "@/lib/statistics/product-interval";
import { quantiles } from "@/lib/statistics/quantile";
import { meanAndError, meanOf } from "@/lib/statistics/welch";
import { proportion, wilson } from "@/lib/statistics/wilson";
import { z95 } from "@/lib/statistics/z-score";
import type { Rate } from "../definition";
import { listMoney } from "../money-sums";
import type { CellTotals } from "./cell-totals";
import type { AdjustedLift, MatrixCell, MeanMoney } from "./definition";

/** A cell before it is looked at together with the others. */
export type CellNumbers = Omit<MatrixCell, "micro" | "macro" | "adjusted" | "verdict" | "verdictReason"> & {
  adjusted: Omit<AdjustedLift, "adjustedPValue">;
};

/** A share of moments; several of one visitor say less than as many visitors, so the interval is wider. */
const momentsRate = (sums: CellTotals["sums"]): Rate => {
  const { bPart, bWhole } = sums;
  if (bWhole === 0) return proportion(0, 0);
  const rate = bPart / bWhole;
  // All moments of one visitor tell as much as a single one.
  const { low, high } = clusteredRate(sums, "b") ?? wilson(rate, 1);
  return { part: bPart, whole: bWhole, rate, low, high };
};

/** Nothing of what came in could be converted. */
const isUnknown = ({ earned }: CellTotals): boolean => earned.known === 0 && earned.missing.size > 0;

const earnedOf = (totals: CellTotals, currency: string): MeanMoney | null => {
  const { sums, earned, squares } = totals;
  if (isUnknown(totals)) return null;
  const sample = { n: sums.aWhole, sum: earned.minor, sumOfSquares: squares };
  const mean = meanOf(sample);
  return mean && { currency, minor: mean.mean, low: mean.low, high: mean.high };
};

/** (rate − without.rate) × mean value of the converted, the two taken as independent. */
const overBaselineOf = (
  totals: CellTotals,
  difference: { estimate: number; low: number; high: number } | null,
  currency: string,
): MeanMoney | null => {
  const { sums, earned, squares } = totals;
  const value = meanAndError({ n: sums.aPart, sum: earned.minor, sumOfSquares: squares });
  if (!difference || !value || isUnknown(totals)) return null;
  const error = (difference.high - difference.low) / (2 * z95);
  const { estimate, low, high } = productInterval(
    { estimate: difference.estimate, variance: error ** 2 },
    { estimate: value.mean, variance: value.squaredError },
  );
  return { currency, minor: estimate, low, high };
};

const secondsOf = (times: Float64Array) => {
  const [p25, median, p75, p90] = quantiles(times, [0.25, 0.5, 0.75, 0.9], 1000) ?? [];
  if (p25 === undefined || median === undefined || p75 === undefined || p90 === undefined)
    return { medianSeconds: null, seconds: null };
  return { medianSeconds: median, seconds: { p25, p75, p90 } };
};

const adjustedOf = (strata: readonly Stratum[]): CellNumbers["adjusted"] => {
  const found = mantelHaenszel(strata);
  const exposed = { part: 0, whole: 0 };
  const unexposed = { part: 0, whole: 0 };
  for (const { aPart, aWhole, bPart, bWhole } of strata) {
    if (aWhole === 0 || bWhole === 0) continue;
    exposed.part += aPart;
    exposed.whole += aWhole;
    unexposed.part += bPart;
    unexposed.whole += bWhole;
  }
  const groups = {
    exposed,
    unexposed,
    strataUsed: found?.used ?? 0,
    strataSkipped: found?.skipped ?? strata.length,
  };
  // Where nobody converted there is nothing to compare, however wide the interval.
  if (!found || exposed.part + unexposed.part === 0)
    return { ratio: null, low: null, high: null, pValue: null, ...groups };
  const { ratio, low, high, pValue } = found;
  return { ratio, low, high, pValue, ...groups };
};

/** Counts of a cell turned into rates, intervals, times and money; `hasValue`: the macro is worth something. */
export const cellNumbers = (
  totals: CellTotals,
  strata: readonly Stratum[],
  { currency, hasValue }: { currency: string; hasValue: boolean },
): CellNumbers => {
  const { reached, open, withoutOpen, aims, preceded, sums, times, revenue } = totals;
  const difference = clusteredDifference(sums);
  const shareOf = proportion(preceded, aims);
  return {
    reached,
    converted: sums.aPart,
    open,
    rate: proportion(sums.aPart, sums.aWhole),
    without: momentsRate(sums),
    withoutOpen,
    lift: clusteredRatio(sums),
    difference,
    share: shareOf.rate,
    shareOf,
    ...secondsOf(times),
    revenue: listMoney(revenue),
    notConverted: [...totals.earned.missing].sort(),
    earned: hasValue ? earnedOf(totals, currency) : null,
    earnedOverBaseline: hasValue ? overBaselineOf(totals, difference, currency) : null,
    adjusted: adjustedOf(strata),
  };
};
