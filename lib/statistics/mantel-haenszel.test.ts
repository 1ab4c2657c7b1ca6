import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mantelHaenszel, type Stratum } from "./mantel-haenszel";
import { rateRatio } from "./rate-ratio";
import { arbitraryStratum, swapped } from "./testing/arbitrary-stratum";

const stratum = (aPart: number, aWhole: number, bPart: number, bWhole: number): Stratum => ({
  aPart,
  aWhole,
  bPart,
  bWhole,
});

describe("mantelHaenszel", () => {
  // Deaths in the UGDP trial of tolbutamide by age, table 15-1 of Rothman, Greenland and Lash 2008, "Modern
  // epidemiology". The tests of R's metafor for that chapter have 1.3256, X² = 1.1914 and p = 0.2750; further digits
  // and the limits at 95 % are from exact fractions in Python and scipy 1.17's chi-square.
  it("agrees on the published trial of tolbutamide", () => {
    expect(mantelHaenszel([stratum(8, 106, 5, 120), stratum(22, 98, 16, 85)])).toEqual({
      ratio: expect.closeTo(1.3255553241551052, 12),
      low: expect.closeTo(0.7979070401464857, 12),
      high: expect.closeTo(2.2021323650351112, 12),
      pValue: expect.closeTo(0.27504730378470243, 12),
      used: 2,
      skipped: 0,
    });
  });

  // R: `mantelhaen.test(UCBAdmissions, correct = FALSE)` gives X² = 1.5246, p = 0.2169; digits as above.
  it("agrees on the admissions to Berkeley by department", () => {
    const departments = [
      stratum(512, 825, 89, 108),
      stratum(353, 560, 17, 25),
      stratum(120, 325, 202, 593),
      stratum(138, 417, 131, 375),
      stratum(53, 191, 94, 393),
      stratum(22, 373, 24, 341),
    ];
    expect(mantelHaenszel(departments)).toEqual({
      ratio: expect.closeTo(0.9449050225959289, 12),
      low: expect.closeTo(0.8664522326830038, 12),
      high: expect.closeTo(1.0304613088274714, 12),
      pValue: expect.closeTo(0.21692369705551387, 12),
      used: 6,
      skipped: 0,
    });
  });

  it("has the interval that metafor publishes for the same trial at 90 %", () => {
    const { low, high } = mantelHaenszel([stratum(8, 106, 5, 120), stratum(22, 98, 16, 85)]) ?? {};
    const error = Math.log((high ?? 0) / (low ?? 0)) / (2 * 1.959963984540054);
    const centre = Math.sqrt((high ?? 0) * (low ?? 0));
    expect(centre * Math.exp(-1.6448536269514722 * error)).toBeCloseTo(0.8658, 4);
    expect(centre * Math.exp(1.6448536269514722 * error)).toBeCloseTo(2.0296, 4);
  });

  it("sees no difference in the strata where only the aggregate has one", () => {
    const adjusted = mantelHaenszel([stratum(90, 900, 10, 100), stratum(50, 100, 450, 900)]);
    expect(adjusted).toMatchObject({ ratio: expect.closeTo(1, 12), pValue: expect.closeTo(1, 9) });
  });

  it("has no ratio to a rate of 0, and 0 for a rate of 0, with the interval of ½ added in all", () => {
    const parted = [stratum(4, 60, 0, 40), stratum(6, 30, 0, 70)];
    const there = mantelHaenszel(parted);
    const back = mantelHaenszel(parted.map(swapped));
    expect(there?.ratio).toBeNull();
    expect(back?.ratio).toBe(0);
    expect((there?.low ?? 0) * (back?.high ?? 0)).toBeCloseTo(1, 9);
    expect(there?.low).toBeGreaterThan(1);
    expect(there?.pValue).toBe(back?.pValue);
    expect(there?.pValue).toBeLessThan(0.01);
  });

  it("finds nothing, and says how little that means, where no stratum could have shown anything", () => {
    const adjusted = mantelHaenszel([stratum(0, 5, 0, 8), stratum(5, 5, 8, 8)]);
    expect(adjusted).toMatchObject({ ratio: 1, pValue: 1 });
    expect(adjusted?.low).toBeLessThan(0.9);
    expect(adjusted?.high).toBeGreaterThan(1.1);
    expect(mantelHaenszel([stratum(0, 5, 0, 8)])).toMatchObject({ ratio: null, pValue: 1 });
  });

  it("cannot say anything when no stratum has both groups", () => {
    expect(mantelHaenszel([])).toBeNull();
    expect(mantelHaenszel([stratum(0, 0, 3, 9), stratum(3, 9, 0, 0)])).toBeNull();
  });

  it("is the plain ratio's interval in a single stratum", () => {
    fc.assert(
      fc.property(arbitraryStratum(1e5, 1), (one) => {
        const plain = rateRatio(one.aPart, one.aWhole, one.bPart, one.bWhole);
        if (plain === null) throw new Error("no whole is empty");
        const adjusted = mantelHaenszel([one]);
        if (plain.ratio === null) expect(adjusted?.ratio).toBeNull();
        else expect(adjusted?.ratio).toBeCloseTo(plain.ratio, 9);
        expect((adjusted?.low ?? 0) / plain.low).toBeCloseTo(1, 6);
        expect((adjusted?.high ?? 0) / plain.high).toBeCloseTo(1, 6);
      }),
    );
  });

  const strata = fc.array(arbitraryStratum(200), { maxLength: 6 });

  it("inverts when the groups are swapped, and is made of numbers only", () => {
    fc.assert(
      fc.property(strata, (list) => {
        const there = mantelHaenszel(list);
        const back = mantelHaenszel(list.map(swapped));
        if (there === null || back === null) {
          expect([there, back]).toEqual([null, null]);
          return;
        }
        expect(there.low * back.high).toBeCloseTo(1, 9);
        expect(there.high * back.low).toBeCloseTo(1, 9);
        expect(there.low).toBeLessThan(there.high);
        expect(there.pValue).toBeGreaterThan(0);
        expect(there.pValue).toBeLessThanOrEqual(1);
        expect(there.pValue).toBeCloseTo(back.pValue, 9);
        if (there.ratio !== null && back.ratio !== null) expect(there.ratio * back.ratio).toBeCloseTo(1, 9);
      }),
    );
  });

  it("counts strata with an empty group and is not changed by them", () => {
    const empty = fc.tuple(fc.nat(9), fc.nat(9), fc.boolean()).map(([part, rest, isA]) => {
      const one = stratum(part, part + rest, 0, 0);
      return isA ? one : swapped(one);
    });
    fc.assert(
      fc.property(strata, fc.array(empty, { maxLength: 5 }), (list, more) => {
        const without = mantelHaenszel(list);
        expect(mantelHaenszel([...more, ...list])).toEqual(
          without && { ...without, skipped: without.skipped + more.length },
        );
      }),
    );
  });
});
