import { formatCount } from "@/components/charts/format";

/** "9.3×", "0.42×", "31×". */
export const liftText = (ratio: number): string => {
  if (!Number.isFinite(ratio)) return "∞×";
  return `${ratio >= 100 ? formatCount(Math.round(ratio)) : ratio.toFixed(ratio >= 20 ? 0 : ratio >= 1.995 ? 1 : 2)}×`;
};

/** "8.1 to 10.7×": what lies in the 95 % interval. */
export const liftInterval = ({ low, high }: { low: number; high: number }): string =>
  `${liftText(low).slice(0, -1)} to ${liftText(high)}`;
