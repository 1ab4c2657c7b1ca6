import type { ConvertedSums } from "../converted-sums";
import type { Cost, Finding } from "./definition";
import type { Judged } from "./judge";

const weekMs = 7 * 86_400_000;

/** What a macro brings on average, minor units; `null` for one without value, or where nothing could be converted. */
export const meanValue = ({ minor, known }: ConvertedSums): number | null =>
  known === 0 ? null : minor / known;

/**
 * Visits of one side at the other side's rate: what they would have brought beyond what they did. The interval is the
 * difference's.
 */
export const costsOf = (
  { all, difference, onward }: Judged,
  { mean, currency, lengthMs }: { mean: number | null; currency: string; lengthMs: number },
): Pick<Finding, "cost" | "gain" | "affected"> => {
  const isWorse = difference.estimate < 0;
  const affected = isWorse ? all.aWhole : all.bWhole;
  if (mean === null || onward === null || mean <= 0) return { cost: null, gain: null, affected };
  const each = affected * onward * mean;
  const [low, high] = isWorse ? [-difference.high, -difference.low] : [difference.low, difference.high];
  const amounts = (times: number) => ({
    minor: Math.round(Math.abs(difference.estimate) * each * times),
    low: Math.round(low * each * times),
    high: Math.round(high * each * times),
  });
  const money: Cost = { currency, ...amounts(1), perWeek: amounts(weekMs / lengthMs) };
  return isWorse ? { cost: money, gain: null, affected } : { cost: null, gain: money, affected };
};
