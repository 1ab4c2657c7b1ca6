import { expect, it } from "vitest";
import { excessVariance } from "./excess-variance";

const none = { variance: 0, outcomes: 0 };
const unseen = { variance: 0.01, outcomes: 4 };

it("is what misses have beyond the variance accounted for, relative to what was foreseen", () => {
  const outcomes = [
    { estimate: 100, variance: 100, realised: 130 },
    { estimate: 100, variance: 100, realised: 90 },
  ];
  // (900 − 100 + 100 − 100) ÷ 20,000.
  expect(excessVariance(outcomes, none)).toBeCloseTo(0.04, 12);
});

it("is nothing where outcomes miss by no more than accounted for", () => {
  expect(excessVariance([{ estimate: 100, variance: 100, realised: 101 }], none)).toBe(0);
});

it("weighs in what was believed before", () => {
  expect(excessVariance([], unseen)).toBe(0.01);
  // One outcome says (400 − 100) ÷ 10,000 = 0.03, four that were not seen 0.01.
  expect(excessVariance([{ estimate: 100, variance: 100, realised: 120 }], unseen)).toBeCloseTo(0.014, 12);
  expect(excessVariance([{ estimate: 0, variance: 0, realised: 0 }], unseen)).toBe(0.01);
});

it("is 0 where nothing is known and nothing was believed", () => {
  expect(excessVariance([], none)).toBe(0);
});
