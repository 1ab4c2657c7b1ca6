import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fisher } from "./fisher";
import { arbitraryStratum } from "./testing/arbitrary-stratum";
import { testProportions } from "./two-proportions";

describe("testProportions", () => {
  // scipy 1.17: `stats.chi2_contingency(table, correction=False)`, whose statistic is the square of pooled z.
  it.each([
    [56, 70, 48, 80, 0.008045081368196585],
    [100, 1000, 130, 1000, 0.03548845046647463],
    [5000, 100_000, 5600, 100_000, 2.116904744261061e-9],
    [50_000, 1_000_000, 60_000, 1_000_000, 3.2662342994398864e-211],
  ])("agrees with scipy's chi-square on %i/%i against %i/%i", (aPart, aWhole, bPart, bWhole, expected) => {
    const test = testProportions(aPart, aWhole, bPart, bWhole);
    expect(test?.method).toBe("z");
    expect((test?.pValue ?? 0) / expected).toBeCloseTo(1, 9);
  });

  it("asks Fisher when an expected count is below 5, and only then", () => {
    expect(testProportions(5, 10, 5, 10)).toEqual({ pValue: 1, method: "z" });
    expect(testProportions(4, 10, 5, 10)).toEqual({ pValue: fisher(4, 10, 5, 10), method: "fisher" });
    expect(testProportions(6, 10, 5, 10)).toEqual({ pValue: fisher(6, 10, 5, 10), method: "fisher" });
    expect(testProportions(3, 4, 5000, 10_000)?.method).toBe("fisher");
  });

  it("finds no difference where nobody or everybody is part", () => {
    expect(testProportions(0, 500, 0, 700)).toEqual({ pValue: 1, method: "fisher" });
    expect(testProportions(500, 500, 700, 700)).toEqual({ pValue: 1, method: "fisher" });
  });

  it("cannot say anything when a whole is empty", () => {
    expect(testProportions(0, 0, 3, 12)).toBeNull();
    expect(testProportions(3, 12, 0, 0)).toBeNull();
  });

  it("is in (0, 1], and the same when the sides are swapped or parts and remainders are", () => {
    fc.assert(
      fc.property(arbitraryStratum(1e6, 1), ({ aPart, aWhole, bPart, bWhole }) => {
        const test = testProportions(aPart, aWhole, bPart, bWhole);
        if (test === null) throw new Error("no whole is empty");
        expect(test.pValue).toBeGreaterThan(0);
        expect(test.pValue).toBeLessThanOrEqual(1 + 1e-12);
        for (const other of [
          testProportions(bPart, bWhole, aPart, aWhole),
          testProportions(aWhole - aPart, aWhole, bWhole - bPart, bWhole),
        ])
          expect(other).toEqual({ method: test.method, pValue: expect.closeTo(test.pValue, 9) });
      }),
    );
  });
});
