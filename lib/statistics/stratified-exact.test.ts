import { describe, expect, it } from "vitest";
import { fisher } from "./fisher";
import { inflatedPValue } from "./inflated-p-value";
import type { Stratum } from "./mantel-haenszel";
import { normalPValue } from "./normal";
import { leastExpected, stratifiedExact } from "./stratified-exact";

const stratum = (aPart: number, aWhole: number, bPart: number, bWhole: number): Stratum => ({
  aPart,
  aWhole,
  bPart,
  bWhole,
});

const choose = (n: number, k: number): number =>
  Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((product, one) => product * one, 1);

/** All ways to share the parts of every stratum, by the definition. */
const enumerated = (strata: readonly Stratum[]): number => {
  let sums = new Map([[0, 1]]);
  for (const { aPart, aWhole, bPart, bWhole } of strata) {
    const parts = aPart + bPart;
    const next = new Map<number, number>();
    for (const [sum, p] of sums)
      for (let k = Math.max(0, parts - bWhole); k <= Math.min(parts, aWhole); k++) {
        const q = (choose(aWhole, k) * choose(bWhole, parts - k)) / choose(aWhole + bWhole, parts);
        next.set(sum + k, (next.get(sum + k) ?? 0) + p * q);
      }
    sums = next;
  }
  const observed = sums.get(strata.reduce((sum, { aPart }) => sum + aPart, 0)) ?? 0;
  return [...sums.values()].reduce((sum, p) => (p <= observed * (1 + 1e-7) ? sum + p : sum), 0);
};

describe("the exact test over strata", () => {
  it("is Fisher's for one stratum", () => {
    for (const table of [
      stratum(1, 9, 11, 15),
      stratum(0, 30, 5, 40),
      stratum(3, 3, 0, 3),
      stratum(0, 5, 0, 5),
    ])
      expect(stratifiedExact([table])).toBeCloseTo(
        fisher(table.aPart, table.aWhole, table.bPart, table.bWhole),
        10,
      );
  });

  it("is the sum over all tables with the same margins", () => {
    const strata = [stratum(2, 10, 7, 12), stratum(0, 4, 3, 20), stratum(5, 5, 1, 3), stratum(0, 3, 0, 9)];
    expect(stratifiedExact(strata)).toBeCloseTo(enumerated(strata), 10);
    expect(stratifiedExact([stratum(1, 40, 0, 600), stratum(1, 20, 1, 900)])).toBeCloseTo(
      enumerated([stratum(1, 40, 0, 600), stratum(1, 20, 1, 900)]),
      10,
    );
  });

  it("leaves out strata without both groups, and says 1 where nothing could differ", () => {
    const both = stratum(1, 9, 11, 15);
    expect(stratifiedExact([both, stratum(5, 9, 0, 0), stratum(0, 0, 1, 3)])).toBe(stratifiedExact([both]));
    expect(stratifiedExact([])).toBe(1);
    expect(stratifiedExact([stratum(0, 1_000_000, 0, 2_000_000)])).toBe(1);
  });

  it("expects as many as the rate of each stratum says", () => {
    expect(leastExpected([stratum(1, 10, 3, 30), stratum(9, 9, 0, 0)])).toBeCloseTo(1);
  });
});

describe("a p-value of units in clusters", () => {
  it("is that of the score divided by the root of the inflation", () => {
    for (const z of [0.5, 1.96, 5, 12])
      expect(inflatedPValue(normalPValue(z), 4) / normalPValue(z / 2)).toBeCloseTo(1, 6);
    expect(inflatedPValue(0.03, 1)).toBe(0.03);
    expect(inflatedPValue(1, 3)).toBeCloseTo(1);
  });
});
