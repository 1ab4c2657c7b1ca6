import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proportion, wilson } from "./wilson";

describe("wilson", () => {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("agrees with the published interval of %i of %i", (part, whole, low, high) => {
    const interval = wilson(part, whole);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it("ends exactly at 0 and 1", () => {
    expect(wilson(0, 7).low).toBe(0);
    expect(wilson(7, 7).high).toBe(1);
  });

  it("holds the rate, stays within [0, 1] and mirrors when part and remainder are swapped", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e7 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (whole, share) => {
          const part = Math.round(whole * share);
          const { low, high } = wilson(part, whole);
          const mirrored = wilson(whole - part, whole);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(part / whole);
          expect(high).toBeGreaterThanOrEqual(part / whole);
          expect(high).toBeLessThanOrEqual(1);
          expect(mirrored.low).toBeCloseTo(1 - high, 12);
          expect(mirrored.high).toBeCloseTo(1 - low, 12);
        },
      ),
    );
  });

  it("ends where the score test is just significant", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 1e5 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (whole, share) => {
          const part = Math.min(whole - 1, Math.max(1, Math.round(whole * share)));
          for (const end of Object.values(wilson(part, whole))) {
            const score = Math.abs(part / whole - end) / Math.sqrt((end * (1 - end)) / whole);
            expect(score).toBeCloseTo(1.959964, 5);
          }
        },
      ),
    );
  });
});

describe("proportion", () => {
  it("gives counts, rate and interval", () => {
    expect(proportion(30, 60)).toEqual({
      part: 30,
      whole: 60,
      rate: 0.5,
      low: expect.closeTo(0.3773502424, 9),
      high: expect.closeTo(0.6226497576, 9),
    });
  });

  it("cannot say anything about nobody", () => {
    expect(proportion(0, 0)).toEqual({ part: 0, whole: 0, rate: null, low: null, high: null });
  });
});
