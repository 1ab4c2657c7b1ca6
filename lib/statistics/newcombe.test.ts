import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newcombe } from "./newcombe";

describe("newcombe", () => {
  // Newcombe 1998, "Interval estimation for the difference between independent proportions", table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.6, 0.1705, 0.809],
    [6, 7, 2, 7, 0.5714, 0.0582, 0.8062],
    [5, 56, 0, 29, 0.0893, -0.0381, 0.1926],
    [0, 10, 0, 20, 0, -0.1611, 0.2775],
    [0, 10, 0, 10, 0, -0.2775, 0.2775],
    [10, 10, 0, 20, 1, 0.6791, 1],
    [10, 10, 0, 10, 1, 0.6075, 1],
  ])(
    "agrees with the published interval of %i/%i − %i/%i",
    (aPart, aWhole, bPart, bWhole, estimate, low, high) => {
      expect(newcombe(aPart, aWhole, bPart, bWhole)).toEqual({
        estimate: expect.closeTo(estimate, 4),
        low: expect.closeTo(low, 4),
        high: expect.closeTo(high, 4),
      });
    },
  );

  it("cannot say anything when a whole is empty", () => {
    expect(newcombe(0, 0, 3, 12)).toBeNull();
    expect(newcombe(3, 12, 0, 0)).toBeNull();
  });

  it("holds the estimate, stays within [-1, 1] and changes sign when the sides are swapped", () => {
    const counts = fc
      .integer({ min: 1, max: 1e6 })
      .chain((whole) => fc.tuple(fc.integer({ min: 0, max: whole }), fc.constant(whole)));
    fc.assert(
      fc.property(counts, counts, ([aPart, aWhole], [bPart, bWhole]) => {
        const there = newcombe(aPart, aWhole, bPart, bWhole);
        const back = newcombe(bPart, bWhole, aPart, aWhole);
        if (there === null || back === null) throw new Error("no whole is empty");
        expect(there.low).toBeGreaterThanOrEqual(-1);
        expect(there.low).toBeLessThanOrEqual(there.estimate);
        expect(there.high).toBeGreaterThanOrEqual(there.estimate);
        expect(there.high).toBeLessThanOrEqual(1);
        expect(back.low).toBeCloseTo(-there.high, 12);
        expect(back.high).toBeCloseTo(-there.low, 12);
      }),
    );
  });
});
