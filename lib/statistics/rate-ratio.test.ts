import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rateRatio } from "./rate-ratio";

const close = (ratio: number | null, low: number, high: number) => ({
  ratio: ratio === null ? null : expect.closeTo(ratio, 9),
  low: expect.closeTo(low, 9),
  high: expect.closeTo(high, 9),
});

describe("rateRatio", () => {
  // Expected values: scipy 1.17 `stats.contingency.relative_risk`, which implements Katz 1978.
  it("agrees with the example of scipy's documentation, 27 of 122 against 44 of 487", () => {
    expect(rateRatio(27, 122, 44, 487)).toEqual(
      close(2.4495156482861398, 1.5836990926700116, 3.7886786315466354),
    );
  });

  it("agrees on the aspirin trial of the Physicians' Health Study, 104 of 11037 against 189 of 11034", () => {
    expect(rateRatio(104, 11037, 189, 11034)).toEqual(
      close(0.5501149812103875, 0.43367311590896745, 0.6978216574892077),
    );
  });

  // With ½ added by hand: intervals of (a + ½) of (m + 1) against (b + ½) of (n + 1).
  it("adds ½ to all cells for the interval, not for the ratio, when a cell is empty", () => {
    expect(rateRatio(0, 10, 3, 12)).toEqual(close(0, 0.009743246548791539, 2.9255098314672123));
    expect(rateRatio(2, 2, 1, 2)).toEqual(close(2, 0.48250478514991063, 5.756995294698981));
    expect(rateRatio(3, 12, 0, 10)).toEqual(close(null, 0.34182076205789946, 102.63519402821957));
  });

  it("cannot say anything when a whole is empty", () => {
    expect(rateRatio(0, 0, 3, 12)).toBeNull();
    expect(rateRatio(3, 12, 0, 0)).toBeNull();
  });

  it("inverts when the sides are swapped, and holds the ratio when no cell is empty", () => {
    const counts = fc
      .integer({ min: 2, max: 1e6 })
      .chain((whole) => fc.tuple(fc.integer({ min: 1, max: whole - 1 }), fc.constant(whole)));
    fc.assert(
      fc.property(counts, counts, ([aPart, aWhole], [bPart, bWhole]) => {
        const there = rateRatio(aPart, aWhole, bPart, bWhole);
        const back = rateRatio(bPart, bWhole, aPart, aWhole);
        if (there?.ratio == null || back?.ratio == null) throw new Error("no cell is empty");
        expect(there.ratio * back.ratio).toBeCloseTo(1, 9);
        expect(there.low * back.high).toBeCloseTo(1, 9);
        expect(there.low).toBeLessThan(there.ratio);
        expect(there.high).toBeGreaterThan(there.ratio);
      }),
    );
  });
});
