import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantiles, summarise } from "./quantile";

const quantile = (values: Float64Array, q: number): number | null => quantiles(values, [q])?.[0] ?? null;

const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true });

describe("quantiles", () => {
  // R: quantile(c(1.5, 2, 7, 11, 30), type = 7), and the same from numpy's default.
  it.each([
    [0, 1.5],
    [0.1, 1.7],
    [0.25, 2],
    [0.5, 7],
    [0.9, 22.4],
    [1, 30],
  ])("interpolates linearly at %f", (q, expected) => {
    expect(quantile(Float64Array.of(1.5, 2, 7, 11, 30), q)).toBeCloseTo(expected, 12);
  });

  it("is the value itself for a single one and null for none", () => {
    expect(quantile(Float64Array.of(4), 0.9)).toBe(4);
    expect(quantile(new Float64Array(0), 0.5)).toBeNull();
  });

  it("is what sorting finds, in whatever order the values come", () => {
    const few = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 60 });
    const some = fc.array(finite, { minLength: 1 });
    const inOrder = fc
      .integer({ min: 1, max: 5000 })
      .map((length) => Array.from({ length }, (_, i) => i % 997));
    // One value so far from all others of about its size that these share a cell.
    const apart = inOrder.map((values) => [...values.map((value) => 1 + value * 1e-12), 1.01]);
    const around = inOrder.map((values) => values.map((value) => (value - 500) ** 3));
    const same = fc.integer({ min: 1, max: 5000 }).map((length) => Array.from({ length }, () => 7));
    const q = fc.constantFrom(0, 0.1, 0.5, 0.9, 1);
    fc.assert(
      fc.property(fc.oneof(few, some, inOrder, apart, around, same), q, (values, share) => {
        const sorted = Float64Array.from(values).sort();
        const position = (sorted.length - 1) * share;
        const [below = 0, above = 0] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
        const expected = below + (above - below) * (position - Math.floor(position));
        expect(quantile(Float64Array.from(values), share)).toBe(expected);
      }),
    );
  });

  it("never falls as q grows and never leaves the values", () => {
    const q = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), q, q, (values, one, other) => {
        const sorted = Float64Array.from(values).sort();
        const lower = Number(quantile(sorted, Math.min(one, other)));
        const upper = Number(quantile(sorted, Math.max(one, other)));
        const rounding = 1e-6;
        expect(lower).toBeLessThanOrEqual(upper + rounding);
        expect(lower).toBeGreaterThanOrEqual(Math.min(...values) - rounding);
        expect(upper).toBeLessThanOrEqual(Math.max(...values) + rounding);
      }),
    );
  });
});

describe("summarise", () => {
  it("gives mean, median and 90th percentile of unsorted values and leaves them alone", () => {
    const values = [30, 1.5, 11, 2, 7];
    expect(summarise(values)).toEqual({ mean: 10.3, median: 7, p90: expect.closeTo(22.4, 12) });
    expect(values).toEqual([30, 1.5, 11, 2, 7]);
    const typed = Float64Array.of(3, 1);
    expect(summarise(typed)).toEqual({ mean: 2, median: 2, p90: expect.closeTo(2.8, 12) });
    expect([...typed]).toEqual([3, 1]);
  });

  it("gives the same mean in whatever order the values come", () => {
    const times = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1 });
    fc.assert(
      fc.property(times, (values) => {
        const seconds = values.map((ms) => ms / 1000);
        expect(summarise(seconds)).toEqual(summarise([...seconds].reverse()));
      }),
    );
  });

  it("cannot say anything about no values", () => {
    expect(summarise([])).toBeNull();
  });
});
