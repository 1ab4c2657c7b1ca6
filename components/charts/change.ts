import type { Rate } from "@/lib/reports/definition";
import { newcombe } from "@/lib/statistics/newcombe";
import { rateRatio } from "@/lib/statistics/rate-ratio";

const thin = "\u202f";

/** How a rate moved against that of the previous period, ready to be shown. */
export type Change = {
  /** Up and down only where the 95 % interval of the ratio excludes 1. */
  kind: "up" | "down" | "same" | "unknown";
  /** "↑ 12 % (5 to 19 %)". */
  text: string;
  /** The same in a sentence, for screen readers and on hover. */
  sentence: string;
};

/** Compares two rates by their ratio; counts alone are not compared, since traffic differs between periods. */
export const changeOf = (now: Rate, before: Rate | undefined, name: string): Change => {
  if (before === undefined || before.whole === 0)
    return unknown("nothing to compare with", "The previous period has nobody to compare with.");
  if (now.whole === 0) return unknown("nothing to compare", "This period has nobody to compare.");
  const ratio = rateRatio(now.part, now.whole, before.part, before.whole);
  if (ratio === null || ratio.ratio === null)
    return unknown("none before", `Nobody reached ${name} in the previous period.`);
  const [change, low, high] = [ratio.ratio - 1, ratio.low - 1, ratio.high - 1];
  const interval = intervalText(low, high);
  if (low > 0 || high < 0) {
    const [kind, arrow, verb] = low > 0 ? (["up", "↑", "rose"] as const) : (["down", "↓", "fell"] as const);
    const size = `${wholePercent(Math.abs(change))}${thin}%`;
    const span = low > 0 ? interval : intervalText(-high, -low);
    return {
      kind,
      text: `${arrow}${thin}${size} (${span})`,
      sentence: `The rate to ${name} ${verb} by ${size} against the previous period; the 95${thin}% interval, ${span}, excludes no change.`,
    };
  }
  return {
    kind: "same",
    text: "≈ no real change",
    sentence: `The rate to ${name} moved by ${signed(change)}${thin}%, within the noise: the 95${thin}% interval, ${interval}, includes no change.`,
  };
};

/** Compares two rates by their difference in points, with Newcombe's interval. */
export const differenceOf = (now: Rate, before: Rate | undefined, name: string): Change => {
  if (before === undefined || before.whole === 0)
    return unknown("nothing to compare with", "The previous period has nobody to compare with.");
  const difference = newcombe(now.part, now.whole, before.part, before.whole);
  if (difference === null) return unknown("nothing to compare", "This period has nobody to compare.");
  const { estimate, low, high } = difference;
  const interval = `${points(low)} to ${points(high)}`;
  if (low <= 0 && high >= 0)
    return {
      kind: "same",
      text: "≈ no real change",
      sentence: `The rate to ${name} moved by ${points(estimate)} points, within the noise: the 95${thin}% interval, ${interval} points, includes no change.`,
    };
  const [kind, arrow, verb] = low > 0 ? (["up", "↑", "rose"] as const) : (["down", "↓", "fell"] as const);
  return {
    kind,
    text: `${arrow}${thin}${points(estimate)} points (${interval})`,
    sentence: `The rate to ${name} ${verb} by ${points(Math.abs(estimate)).slice(1)} points against the previous period; the 95${thin}% interval, ${interval} points, excludes no change.`,
  };
};

/** "+1.9", "−0.04": as many digits as it takes not to print zero. */
const points = (share: number): string => {
  const size = Math.abs(share * 100);
  const digits = size === 0 || size >= 0.95 ? 1 : size >= 0.095 ? 2 : 3;
  return `${share < 0 ? "−" : "+"}${size.toFixed(digits)}`;
};

const unknown = (text: string, sentence: string): Change => ({ kind: "unknown", text, sentence });

const intervalText = (low: number, high: number): string =>
  low < 0
    ? `${signed(low)} to ${signed(high)}${thin}%`
    : `${wholePercent(low)} to ${wholePercent(high)}${thin}%`;

const signed = (share: number): string => `${share < 0 ? "−" : "+"}${wholePercent(Math.abs(share))}`;

/** Small changes keep a decimal, so that an interval that excludes zero never prints 0. */
const wholePercent = (share: number): string => {
  const percent = share * 100;
  return percent > 0 && percent < 1
    ? percent.toFixed(percent < 0.1 ? 2 : 1)
    : Math.round(percent).toLocaleString("en");
};
