import { expect, it } from "vitest";
import { listFactors } from "./list-factors";
import type { PeriodTotals } from "./period-totals";

/** So many visitors of one group, half of whom pay 10.00. */
const half = (units: number): PeriodTotals => {
  const converters = Math.floor(units / 2);
  const earned = 1000 * converters;
  return {
    steps: 1,
    exact: Float64Array.of(units - converters, converters),
    revenue: Float64Array.of(earned),
    squares: Float64Array.of(1000 * earned),
    units,
    reached: [units, converters],
    earned,
    unattended: { minor: 0, squares: 0 },
  };
};

const trafficOf = (units: number) => {
  const [before, after] = [half(1000), half(units)];
  const [traffic] = listFactors({ before, after }, [{ value: "Direct" }], {
    change: after.earned - before.earned,
    currency: "EUR",
    unit: "visitor",
    words: ["Purchase"],
  });
  return traffic;
};

it("takes a factor for real by its p-value among those of all factors, not by its interval alone", () => {
  const slight = trafficOf(1096);
  expect(slight?.contribution?.low).toBeGreaterThan(0);
  expect(slight?.real).toBe(false);
  expect(trafficOf(1200)?.real).toBe(true);
  expect(trafficOf(800)?.real).toBe(true);
});
