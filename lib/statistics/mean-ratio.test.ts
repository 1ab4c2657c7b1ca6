import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanRatio } from "./mean-ratio";
import { sampleOf, sleep } from "./testing/sample-of";

describe("meanRatio", () => {
  // The formula on numpy's means and variances of Student's data.
  it("agrees with numpy", () => {
    expect(meanRatio(sleep.first, sleep.second)).toEqual({
      ratio: expect.closeTo(0.32188841201716745, 12),
      low: expect.closeTo(0.06687110739030674, 9),
      high: expect.closeTo(1.5494307457207264, 9),
    });
  });

  it("cannot say anything without two values, a mean above 0 on both sides and some spread", () => {
    expect(meanRatio(sampleOf([5]), sleep.first)).toBeNull();
    expect(meanRatio(sleep.first, sampleOf([]))).toBeNull();
    expect(meanRatio(sampleOf([0, 0]), sleep.first)).toBeNull();
    expect(meanRatio(sleep.first, sampleOf([-3, 1]))).toBeNull();
    expect(meanRatio(sampleOf([2, 2]), sampleOf([3, 3]))).toBeNull();
  });

  it("cannot say anything about gains and losses that all but cancel out", () => {
    expect(meanRatio(sampleOf([1e6, -1e6, 1, 1]), sleep.first)).toBeNull();
    expect(meanRatio(sleep.first, sampleOf([1e6, -1e6, 1, 1]))).toBeNull();
  });

  it("inverts when the samples are swapped, holds the ratio and does not know the unit", () => {
    const positive = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        fc.pre(new Set([...a, ...b]).size > 2);
        const there = meanRatio(sampleOf(a), sampleOf(b));
        const back = meanRatio(sampleOf(b), sampleOf(a));
        const inCents = meanRatio(sampleOf(a.map((v) => v * 100)), sampleOf(b.map((v) => v * 100)));
        if (there === null || back === null) throw new Error("there is spread");
        expect(there.low).toBeLessThan(there.ratio);
        expect(there.high).toBeGreaterThan(there.ratio);
        expect(there.ratio * back.ratio).toBeCloseTo(1, 9);
        expect(there.low * back.high).toBeCloseTo(1, 9);
        expect((inCents?.low ?? 0) / there.low).toBeCloseTo(1, 9);
      }),
    );
  });
});
