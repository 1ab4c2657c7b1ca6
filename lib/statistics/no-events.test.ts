import { describe, expect, it } from "vitest";
import { noEvents } from "./no-events";

describe("noEvents", () => {
  it("is Poisson's e^−λ where much was watched before", () => {
    const { expected, probability, pValue } = noEvents([{ count: 1e6, before: 1e6, since: 7 }]);
    expect(expected).toBe(7);
    expect(probability).toBeCloseTo(Math.exp(-7), 12);
    expect(pValue).toBeCloseTo(Math.exp(-7), 7);
  });

  it("is a row of coin tosses where as long was watched as nothing came", () => {
    expect(noEvents([{ count: 3, before: 1, since: 1 }]).pValue).toBeCloseTo(1 / 8, 12);
  });

  // SciPy 1.17: the product of binom.pmf(0, …) over the strata; the third never had an event, the fourth no watch.
  it("judges every stratum at its own rate", () => {
    const found = noEvents([
      { count: 12, before: 40, since: 10 },
      { count: 3, before: 20, since: 2 },
      { count: 0, before: 5, since: 5 },
      { count: 7, before: 0, since: 9 },
    ]);
    expect(found.expected).toBeCloseTo(3.3, 12);
    expect(found.probability).toBeCloseTo(0.036883167401240015, 12);
    expect(found.pValue).toBeCloseTo(0.0516299599819684, 12);
  });

  it("is less sure of counts that scatter, and never 0", () => {
    const strata = [{ count: 40, before: 4, since: 1 }];
    expect(noEvents(strata, 2).pValue).toBeCloseTo(Math.sqrt(noEvents(strata).pValue), 12);
    expect(noEvents([{ count: 1e6, before: 1, since: 10 }]).pValue).toBe(Number.MIN_VALUE);
    expect(noEvents([])).toEqual({ expected: 0, probability: 1, pValue: 1 });
  });
});
