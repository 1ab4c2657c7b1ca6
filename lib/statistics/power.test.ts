import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { neededPerGroup, neededPerGroupOfMeans } from "./power";
import { sampleOf, sleep } from "./testing/sample-of";

describe("neededPerGroup", () => {
  // The formula, which is also that of R's `power.prop.test`, with scipy 1.17's normal quantiles.
  it.each([
    [0.5, 0.75, 58],
    [0.15, 0.3, 121],
    [0.1, 0.11, 14_751],
    [0.02, 0.021, 315_206],
    [0, 0.01, 780],
    [0, 1, 2],
  ])("tells %f from %f with %i", (aRate, bRate, expected) => {
    expect(neededPerGroup(aRate, bRate)).toBe(expected);
  });

  it("has no answer for equal rates", () => {
    expect(neededPerGroup(0.1, 0.1)).toBeNull();
    expect(neededPerGroup(0, 0)).toBeNull();
    expect(neededPerGroup(1, 1)).toBeNull();
  });

  it("is the same for the other side and for the rates of not being part, and a positive number", () => {
    const rate = fc.integer({ min: 0, max: 1000 }).map((permille) => permille / 1000);
    fc.assert(
      fc.property(rate, rate, (aRate, bRate) => {
        fc.pre(aRate !== bRate);
        const needed = neededPerGroup(aRate, bRate) ?? Number.NaN;
        expect(needed).toBeGreaterThanOrEqual(1);
        expect(neededPerGroup(bRate, aRate)).toBe(needed);
        expect(Math.abs((neededPerGroup(1 - aRate, 1 - bRate) ?? 0) - needed)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("neededPerGroupOfMeans", () => {
  // (z₀.₉₇₅ + z₀.₈)² (s₁² + s₂²) / (x̄₁ − x̄₂)² from numpy and scipy is 22.667 for Student's data.
  it("agrees with numpy", () => {
    expect(neededPerGroupOfMeans(sleep.first, sleep.second)).toBe(23);
    expect(neededPerGroupOfMeans(sleep.second, sleep.first)).toBe(23);
  });

  it("has no answer for equal means, fewer than two values, or none that differ", () => {
    expect(neededPerGroupOfMeans(sleep.first, sleep.first)).toBeNull();
    expect(neededPerGroupOfMeans(sampleOf([5]), sleep.first)).toBeNull();
    expect(neededPerGroupOfMeans(sleep.first, sampleOf([]))).toBeNull();
    expect(neededPerGroupOfMeans(sampleOf([1, 1]), sampleOf([2, 2]))).toBeNull();
  });

  it("never asks for fewer than the two values that a spread takes", () => {
    expect(neededPerGroupOfMeans(sampleOf([0, 1]), sampleOf([1000, 1001]))).toBe(2);
  });
});
