import { normalPValue } from "./normal";

const largestScore = 40;

/** The score whose two-sided p-value this is. */
const scoreOf = (pValue: number): number => {
  let [low, high] = [0, largestScore];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalPValue(middle) > pValue) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/**
 * A two-sided p-value of units that were taken as independent, when the variance is `inflation` (at least 1) times as
 * large because they come in clusters: that of the score divided by its root.
 * Source: Rao and Scott 1992, "A simple method for the analysis of clustered binary data", with one design effect.
 */
export const inflatedPValue = (pValue: number, inflation: number): number =>
  inflation <= 1 ? pValue : normalPValue(scoreOf(pValue) / Math.sqrt(inflation));
