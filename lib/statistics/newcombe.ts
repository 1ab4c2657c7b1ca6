import { wilson } from "./wilson";

/**
 * The difference `aPart / aWhole − bPart / bWhole` of two independent proportions with its 95 % hybrid score interval;
 * `null` when a whole is 0.
 * Source: Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10.
 */
export const newcombe = (
  aPart: number,
  aWhole: number,
  bPart: number,
  bWhole: number,
): { estimate: number; low: number; high: number } | null => {
  if (aWhole === 0 || bWhole === 0) return null;
  const aRate = aPart / aWhole;
  const bRate = bPart / bWhole;
  const a = wilson(aPart, aWhole);
  const b = wilson(bPart, bWhole);
  const estimate = aRate - bRate;
  return {
    estimate,
    low: estimate - Math.hypot(aRate - a.low, b.high - bRate),
    high: estimate + Math.hypot(a.high - aRate, bRate - b.low),
  };
};
