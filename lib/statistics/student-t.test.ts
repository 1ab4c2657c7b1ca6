import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalPValue } from "./normal";
import { t95, tPValue } from "./student-t";

describe("t95", () => {
  // scipy.stats.t.ppf(0.975, df), scipy 1.17.
  it.each([
    [1, 12.706204736174694],
    [2.5, 3.5746548420036817],
    [10, 2.228138851986274],
    [100, 1.9839715185235518],
    [1e5, 1.9599877075346095],
    [1e7, 1.959964221767205],
  ])("agrees with scipy for %f degrees of freedom", (degreesOfFreedom, expected) => {
    expect(t95(degreesOfFreedom) / expected).toBeCloseTo(1, 6);
  });
});

describe("tPValue", () => {
  // 2 · scipy.stats.t.sf(t, df), scipy 1.17.
  it.each([
    [2, 1, 0.2951672353008665],
    [1.8608, 17.776, 0.07939657813977986],
    [0.001, 1e5, 0.9992021175668878],
    [1.96, 2e6, 0.049995928940828764],
    [10, 1e4, 1.963280742866382e-23],
    [50, 30, 1.871541765922271e-30],
    [7, 999_999, 2.561224112973557e-12],
  ])(
    "agrees with scipy at %f with %f degrees of freedom, on either side",
    (t, degreesOfFreedom, expected) => {
      expect(tPValue(t, degreesOfFreedom) / expected).toBeCloseTo(1, 5);
      expect(tPValue(-t, degreesOfFreedom)).toBe(tPValue(t, degreesOfFreedom));
    },
  );

  it("is in (0, 1] and no smaller than the normal one, whatever is asked", () => {
    const t = fc.oneof(
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 1e9, noNaN: true }),
    );
    const degrees = fc.double({ min: 0, max: 9, noNaN: true }).map((exponent) => 10 ** exponent);
    fc.assert(
      fc.property(t, degrees, (score, degreesOfFreedom) => {
        const p = tPValue(score, degreesOfFreedom);
        expect(p).toBeGreaterThanOrEqual(normalPValue(score) * (1 - 1e-5));
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });
});
