import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fisher } from "./fisher";
import { arbitraryStratum } from "./testing/arbitrary-stratum";

describe("fisher", () => {
  it("agrees with Fisher's lady tasting tea: 34 of 70 tables for three right of four, 2 of 70 for all four", () => {
    expect(fisher(3, 4, 1, 4)).toBeCloseTo(34 / 70, 14);
    expect(fisher(4, 4, 0, 4)).toBeCloseTo(2 / 70, 14);
  });

  it("agrees with R's example, the convicted twins of Fisher 1935: p = 0.0005367", () => {
    expect(fisher(10, 13, 2, 17)).toBeCloseTo(0.0005367, 7);
  });

  // Exact fractions of binomial coefficients in Python integers.
  it.each([
    [3, 120_000, 14, 130_000, 0.013893273372348375],
    [2, 1_000_000, 9, 1_000_000, 0.0654289624027063],
    [0, 50_000, 1, 50_000, 1],
    [999_995, 1_000_000, 999_999, 1_000_000, 0.21874929687429687],
    [30, 40, 500, 1_000_000, 1.9534887377344797e-90],
    [4, 10, 3000, 500_000, 2.65283546572274e-7],
    [0, 1_000_000, 20, 20, 2.4323911558871027e-102],
  ])("agrees with exact arithmetic on %i/%i against %i/%i", (aPart, aWhole, bPart, bWhole, expected) => {
    expect(fisher(aPart, aWhole, bPart, bWhole) / expected).toBeCloseTo(1, 10);
  });

  it("is never 0", () => {
    expect(fisher(0, 100_000, 100_000, 100_000)).toBe(Number.MIN_VALUE);
  });

  it("is 1 when there is no other table", () => {
    expect(fisher(0, 0, 3, 12)).toBe(1);
    expect(fisher(0, 5, 0, 7)).toBe(1);
    expect(fisher(5, 5, 7, 7)).toBe(1);
  });

  it("is the sum over the tables that are at most as probable, told apart by whole numbers", () => {
    fc.assert(
      fc.property(arbitraryStratum(30), ({ aPart, aWhole, bPart, bWhole }) => {
        const parts = aPart + bPart;
        const ways = (k: number) => choose(aWhole, k) * choose(bWhole, parts - k);
        const tables = Array.from({ length: parts + 1 }, (_, k) => ways(k));
        const asExtreme = tables.filter((table) => table <= ways(aPart));
        const sum = (list: readonly bigint[]) => Number(list.reduce((total, one) => total + one, 0n));
        expect(fisher(aPart, aWhole, bPart, bWhole)).toBeCloseTo(sum(asExtreme) / sum(tables), 12);
      }),
    );
  });
});

const choose = (n: number, k: number): bigint => {
  if (k < 0 || k > n) return 0n;
  let ways = 1n;
  for (let i = 1; i <= k; i++) ways = (ways * BigInt(n - k + i)) / BigInt(i);
  return ways;
};
