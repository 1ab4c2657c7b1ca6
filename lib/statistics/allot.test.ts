import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allot } from "./allot";

const divided = (total: number, weights: readonly number[]): number[] => {
  const into = new Float64Array(weights.length);
  allot(total, Float64Array.from(weights), weights.length, into);
  return [...into];
};

describe("allot", () => {
  // The usual worked example of the Alabama paradox of this method.
  it("divides 10 and 11 seats among 6, 6 and 2 as Hamilton's method does", () => {
    expect(divided(10, [6, 6, 2])).toEqual([4, 4, 2]);
    expect(divided(11, [6, 6, 2])).toEqual([5, 5, 1]);
  });

  it("gives what is left to the largest remainder, of equal ones to the first", () => {
    expect(divided(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(divided(101, [1, 1, 1])).toEqual([34, 34, 33]);
    expect(divided(10, [0.4, 0.2, 0.4])).toEqual([4, 2, 4]);
    expect(divided(7, [0.4, 0.2, 0.4])).toEqual([3, 1, 3]);
    expect(divided(1, [1, 3])).toEqual([0, 1]);
  });

  it("divides amounts below 0 and among weights below 0", () => {
    expect(divided(-5, [1, 1])).toEqual([-2, -3]);
    expect(divided(10, [-1, 2])).toEqual([-10, 20]);
  });

  it("gives many what sorting their remainders gives them", () => {
    const sorted = (total: number, weights: readonly number[]): number[] => {
      const sum = weights.reduce((a, b) => a + b);
      const quotas = weights.map((weight) => (total * weight) / sum);
      const parts = quotas.map(Math.floor);
      const left = total - parts.reduce((a, b) => a + b);
      const rests = quotas.map((quota, k) => ({ k, rest: quota - Math.floor(quota) }));
      for (const { k } of rests.sort((a, b) => b.rest - a.rest || a.k - b.k).slice(0, left))
        parts[k] = (parts[k] ?? 0) + 1;
      return parts;
    };
    const weight = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.double({ min: 0.01, max: 9, noNaN: true }));
    const weights = fc.array(weight, { minLength: 2, maxLength: 300, size: "max" });
    fc.assert(
      fc.property(fc.nat(1_000_000), weights, (total, weights) => {
        expect(divided(total, weights)).toEqual(sorted(total, weights));
      }),
    );
  });

  it("sums to the total exactly, and is nowhere a whole unit off", () => {
    const weights = fc.array(fc.oneof(fc.constant(1), fc.double({ min: 0.001, max: 100, noNaN: true })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), weights, (total, weights) => {
        const parts = divided(total, weights);
        const sum = weights.reduce((a, b) => a + b);
        expect(parts.reduce((a, b) => a + b)).toBe(total);
        for (const [k, part] of parts.entries())
          expect(Math.abs(part - (total * (weights[k] ?? 0)) / sum)).toBeLessThan(1.001);
      }),
    );
  });
});
