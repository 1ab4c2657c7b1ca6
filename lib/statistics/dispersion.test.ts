import { describe, expect, it } from "vitest";
import { poissonDispersion } from "./dispersion";

describe("poissonDispersion", () => {
  // SciPy 1.17: chisquare(counts, expected) is 9.285714285714286, of five counts that are expected by one rate.
  it("is Pearson's chi-square by its degrees of freedom, of what was expected", () => {
    const expected = [10, 12, 8, 0, 14, 16].map((exposure) => (exposure * 36) / 60);
    expect(poissonDispersion([4, 9, 2, 0, 15, 6], expected, 1)).toBeCloseTo(9.285714285714286 / 4, 12);
    expect(poissonDispersion([4, 9, 2, 0, 15, 6], expected, 3)).toBeCloseTo(9.285714285714286 / 2, 12);
  });

  it("is never below Poisson's own", () => {
    expect(poissonDispersion([5, 5, 5], [5, 5, 5], 1)).toBe(1);
    expect(poissonDispersion([70, 2], [1, 1], 2)).toBe(1);
    expect(poissonDispersion([0, 0], [0, 0], 1)).toBe(1);
  });
});
