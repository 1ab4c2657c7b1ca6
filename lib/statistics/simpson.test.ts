import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reverses } from "./simpson";
import { arbitraryStratum, swapped } from "./testing/arbitrary-stratum";

const stratum = (aPart: number, aWhole: number, bPart: number, bWhole: number) => ({
  aPart,
  aWhole,
  bPart,
  bWhole,
});

describe("reverses", () => {
  // Charig et al. 1986, open surgery against percutaneous nephrolithotomy by size of the stone.
  const aggregate = stratum(273, 350, 289, 350);
  const small = stratum(81, 87, 234, 270);
  const large = stratum(192, 263, 55, 80);

  it("sees the published case of the kidney stones", () => {
    expect(reverses(aggregate, [small, large])).toBe(true);
  });

  it("wants every stratum to point the other way, a tie included", () => {
    expect(reverses(aggregate, [small, large, stratum(1, 10, 5, 10)])).toBe(false);
    expect(reverses(aggregate, [small, large, stratum(1, 10, 2, 20)])).toBe(false);
  });

  it("wants at least two strata that have both groups, and ignores those that do not", () => {
    expect(reverses(aggregate, [small])).toBe(false);
    expect(reverses(aggregate, [])).toBe(false);
    expect(reverses(aggregate, [small, stratum(0, 0, 3, 9), stratum(3, 9, 0, 0)])).toBe(false);
    expect(reverses(aggregate, [small, large, stratum(0, 0, 3, 9)])).toBe(true);
  });

  it("says nothing of an aggregate that points nowhere", () => {
    expect(reverses(stratum(5, 10, 10, 20), [small, large])).toBe(false);
    expect(reverses(stratum(0, 0, 0, 0), [small, large])).toBe(false);
  });

  it("is the same when the groups are swapped, and false for strata of one size ratio", () => {
    fc.assert(
      fc.property(arbitraryStratum(20), fc.array(arbitraryStratum(20), { maxLength: 4 }), (whole, strata) => {
        expect(reverses(swapped(whole), strata.map(swapped))).toBe(reverses(whole, strata));
      }),
    );
    const even = fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => stratum(a, 50, b, 50));
    fc.assert(
      fc.property(fc.array(even, { minLength: 2, maxLength: 4 }), (strata) => {
        const sum = (name: keyof (typeof strata)[number]) =>
          strata.reduce((total, one) => total + one[name], 0);
        const all = stratum(sum("aPart"), sum("aWhole"), sum("bPart"), sum("bWhole"));
        expect(reverses(all, strata)).toBe(false);
      }),
    );
  });
});
