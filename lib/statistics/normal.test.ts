import { describe, expect, it } from "vitest";
import { normalPValue } from "./normal";

describe("normalPValue", () => {
  // 2 · scipy.stats.norm.sf(z), scipy 1.17.
  it.each([
    [0, 1],
    [0.5, 0.6170750774519738],
    [1.959963984540054, 0.05],
    [3.9999, 6.336925506527097e-5],
    [4, 6.334248366623973e-5],
    [4.0001, 6.331572297362673e-5],
    [5, 5.733031437583866e-7],
    [7, 2.55962508777167e-12],
    [9, 2.2571768119076647e-19],
    [20, 5.507248237212311e-89],
    [37, 1.1451142445047853e-299],
  ])("agrees with scipy at %f, on either side", (z, expected) => {
    expect(normalPValue(z) / expected).toBeCloseTo(1, 11);
    expect(normalPValue(-z)).toBe(normalPValue(z));
  });

  it("is never 0", () => {
    expect(normalPValue(50)).toBe(Number.MIN_VALUE);
    expect(normalPValue(Number.POSITIVE_INFINITY)).toBe(Number.MIN_VALUE);
  });
});
