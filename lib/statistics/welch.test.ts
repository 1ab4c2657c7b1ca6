import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleOf, sleep } from "./testing/sample-of";
import { meanOf, welch } from "./welch";

const values = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 2, maxLength: 50 });

describe("meanOf", () => {
  // scipy 1.17: `stats.t.interval(0.95, n - 1, mean, stats.sem(values))`.
  it("agrees with scipy on Student's data", () => {
    expect(meanOf(sleep.first)).toEqual({
      mean: expect.closeTo(0.75, 12),
      low: expect.closeTo(-0.5297804135262318, 7),
      high: expect.closeTo(2.0297804135262316, 7),
    });
    expect(meanOf(sleep.second)).toEqual({
      mean: expect.closeTo(2.33, 12),
      low: expect.closeTo(0.8976775393767051, 7),
      high: expect.closeTo(3.7623224606232943, 7),
    });
  });

  it("has an interval without width for equal values, whatever their sums are rounded to", () => {
    expect(meanOf(sampleOf(Array.from({ length: 1000 }, () => 19.99)))).toEqual({
      mean: expect.closeTo(19.99, 9),
      low: expect.closeTo(19.99, 9),
      high: expect.closeTo(19.99, 9),
    });
    expect(meanOf(sampleOf([0, 0]))).toEqual({ mean: 0, low: 0, high: 0 });
  });

  it("cannot say anything about fewer than two values", () => {
    expect(meanOf(sampleOf([]))).toBeNull();
    expect(meanOf(sampleOf([5]))).toBeNull();
  });
});

describe("welch", () => {
  // Published in R's documentation, `t.test(extra ~ group, data = sleep)`: t = −1.8608, df = 17.776, p-value =
  // 0.07939, interval −3.3654832 to 0.2054832; more digits from scipy 1.17 `ttest_ind(equal_var=False)`.
  it("agrees with the published example on Student's data", () => {
    expect(welch(sleep.first, sleep.second)).toEqual({
      estimate: expect.closeTo(-1.58, 12),
      low: expect.closeTo(-3.3654832307117104, 7),
      high: expect.closeTo(0.20548323071171137, 7),
      pValue: expect.closeTo(0.0793941401873583, 7),
    });
  });

  it("cannot say anything about fewer than two values, or values without any spread", () => {
    expect(welch(sampleOf([5]), sleep.first)).toBeNull();
    expect(welch(sleep.first, sampleOf([]))).toBeNull();
    expect(welch(sampleOf([0.1, 0.1, 0.1]), sampleOf([0.3, 0.3]))).toBeNull();
    expect(welch(sampleOf([0, 0]), sampleOf([0, 0]))).toBeNull();
  });

  it("is content with spread on one side, with one degree of freedom there", () => {
    const test = welch(sampleOf([1, 3]), sampleOf([5, 5, 5]));
    // t = −3 with one degree of freedom: p = 1 − 2·atan(3)/π.
    expect(test?.pValue).toBeCloseTo(1 - (2 * Math.atan(3)) / Math.PI, 9);
  });

  it("finds nothing between equal samples", () => {
    expect(welch(sleep.first, sleep.first)).toMatchObject({ estimate: 0, pValue: 1 });
  });

  it("keeps a far tail above 0", () => {
    const near = { n: 1e6, sum: 1e6, sumOfSquares: 1.001e6 };
    expect(welch(near, { n: 1e6, sum: 9e6, sumOfSquares: 81.001e6 })?.pValue).toBe(Number.MIN_VALUE);
  });

  it("changes sign when the samples are swapped, and leaves out 0 exactly when p is below 5 %", () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const there = welch(sampleOf(a), sampleOf(b));
        const back = welch(sampleOf(b), sampleOf(a));
        if (there === null || back === null) {
          expect([there, back, new Set(a).size, new Set(b).size]).toEqual([null, null, 1, 1]);
          return;
        }
        expect(back.estimate).toBe(-there.estimate);
        expect(back.low).toBeCloseTo(-there.high, 6);
        expect(back.pValue).toBe(there.pValue);
        expect(there.pValue).toBeGreaterThan(0);
        expect(there.pValue).toBeLessThanOrEqual(1);
        if (Math.abs(there.pValue - 0.05) > 1e-6)
          expect(there.low > 0 || there.high < 0).toBe(there.pValue < 0.05);
      }),
    );
  });
});
