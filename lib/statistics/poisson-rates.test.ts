import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparePoissonRates } from "./poisson-rates";

describe("comparePoissonRates", () => {
  it("agrees with the example of R's poisson.test: ratio 1.971488, interval 0.8584264 to 4.2772659", () => {
    const found = comparePoissonRates({ count: 11, exposure: 800 }, { count: 21, exposure: 3011 });
    expect(found?.ratio).toBeCloseTo(1.971488, 6);
    expect(found?.low).toBeCloseTo(0.8584264, 7);
    expect(found?.high).toBeCloseTo(4.2772659, 7);
  });

  it("agrees with Przyborowski and Wilenski's dodder in clover: none against three is one in eight", () => {
    const found = comparePoissonRates({ count: 0, exposure: 1 }, { count: 3, exposure: 1 });
    expect(found?.pBelow).toBeCloseTo(0.125, 12);
    expect(found).toMatchObject({ ratio: 0, low: 0 });
  });

  // SciPy 1.17: binom.cdf, and beta.ppf for the interval.
  it.each([
    [2, 10, 60, 70, 0.027623883160823193, 0.8803903067658112, 0.01229656817543687],
    [5, 168, 400, 4000, 0.09611093274059643, 0.7003488380150699, 0.000927721220811847],
    [300, 7e4, 2500, 3e5, 0.45471692416458653, 0.5799425105366178, 1.3252638222660555e-32],
    [0, 500, 40, 4000, 0, 0.7728658169948909, 0.008992886291378108],
  ])("agrees with SciPy on %i in %d against %i in %d", (a, aExposure, b, bExposure, low, high, p) => {
    const found = comparePoissonRates({ count: a, exposure: aExposure }, { count: b, exposure: bExposure });
    expect(found?.low).toBeCloseTo(low, 6);
    expect(found?.high).toBeCloseTo(high, 6);
    expect((found?.pBelow ?? 0) / p).toBeCloseTo(1, 6);
  });

  it("has no ratio against nothing, and nothing to say of nothing", () => {
    const found = comparePoissonRates({ count: 12, exposure: 100 }, { count: 0, exposure: 100 });
    expect(found).toMatchObject({ ratio: null, high: Number.MAX_VALUE, pBelow: 1 });
    expect(found?.low).toBeCloseTo(2.7785973, 6);
    expect(comparePoissonRates({ count: 0, exposure: 5 }, { count: 0, exposure: 5 })).toBeNull();
    expect(comparePoissonRates({ count: 3, exposure: 0 }, { count: 3, exposure: 5 })).toBeNull();
  });

  it("is a probability, and grows with the count", () => {
    const count = fc.integer({ min: 0, max: 3000 });
    const exposure = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(count, count, exposure, exposure, (a, b, aExposure, bExposure) => {
        const of = (more: number) =>
          comparePoissonRates({ count: a + more, exposure: aExposure }, { count: b + 1, exposure: bExposure })
            ?.pBelow ?? -1;
        expect(of(0)).toBeGreaterThan(0);
        expect(of(1)).toBeLessThanOrEqual(1);
        expect(of(1)).toBeGreaterThanOrEqual(of(0) - 1e-9);
      }),
    );
  });
});
