import { z95 } from "./z-score";

/** A share of a whole with its 95 % interval. Everything but the counts is `null` when the whole is 0: cannot say. */
export type Proportion = {
  part: number;
  whole: number;
  rate: number | null;
  low: number | null;
  high: number | null;
};

/**
 * The 95 % score interval of a proportion, without continuity correction; `0 ≤ part ≤ whole`. A whole of 0 says
 * nothing, so the interval is all of [0, 1].
 * Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
 */
export const wilson = (part: number, whole: number): { low: number; high: number } => {
  if (whole === 0) return { low: 0, high: 1 };
  const rate = part / whole;
  const z2 = z95 * z95;
  const scale = 1 + z2 / whole;
  const centre = (rate + z2 / (2 * whole)) / scale;
  const half = (z95 * Math.sqrt((rate * (1 - rate)) / whole + z2 / (4 * whole * whole))) / scale;
  // The ends are exact at 0 and 1; rounding would miss them by a hair.
  return { low: part === 0 ? 0 : centre - half, high: part === whole ? 1 : centre + half };
};

/** `part` of `whole` as a rate from 0 to 1 with its Wilson interval. */
export const proportion = (part: number, whole: number): Proportion =>
  whole === 0
    ? { part, whole, rate: null, low: null, high: null }
    : { part, whole, rate: part / whole, ...wilson(part, whole) };
