import { expect, it } from "vitest";
import { randomNumbers } from "@/lib/statistics/random-numbers";
import { z95 } from "@/lib/statistics/z-score";
import { contributionsOf, type GroupCounts } from "./contributions";

/** What is true of a group: how many come on average, the rates of its steps, the mean of what a converter pays. */
type Truth = { units: number; rates: number[]; mean: number };

const steps = 2;

const countsOf = (groups: readonly { exact: number[]; revenue: number; squares: number }[]): GroupCounts => ({
  steps,
  exact: new Float64Array(groups.flatMap(({ exact }) => exact)),
  revenue: new Float64Array(groups.map(({ revenue }) => revenue)),
  squares: new Float64Array(groups.map(({ squares }) => squares)),
});

const expected = (truths: readonly Truth[]): GroupCounts =>
  countsOf(
    truths.map(({ units, rates: [first = 0, second = 0], mean }) => {
      const converters = units * first * second;
      const exact = [units * (1 - first), units * first * (1 - second), converters];
      return { exact, revenue: converters * mean, squares: 0 };
    }),
  );

/** Knuth's draw of a Poisson number, by parts small enough for it. */
const poisson = (mean: number, random: () => number): number => {
  let count = 0;
  for (let left = mean; left > 0; left -= 20) {
    const limit = Math.exp(-Math.min(20, left));
    for (let product = random(); product > limit; product *= random()) count++;
  }
  return count;
};

const drawn = (truths: readonly Truth[], random: () => number): GroupCounts =>
  countsOf(
    truths.map(({ units, rates: [first = 0, second = 0], mean }) => {
      const exact = [0, 0, 0];
      let revenue = 0;
      let squares = 0;
      const came = poisson(units, random);
      for (let n = 0; n < came; n++) {
        const furthest = random() >= first ? 0 : random() >= second ? 1 : 2;
        exact[furthest] = (exact[furthest] ?? 0) + 1;
        if (furthest < 2) continue;
        // Exponential: as many small and few large orders as shops have.
        const paid = -mean * Math.log(1 - random());
        revenue += paid;
        squares += paid * paid;
      }
      return { exact, revenue, squares };
    }),
  );

it("holds the true contribution of every factor 95 times of 100", () => {
  const before: Truth[] = [
    { units: 900, rates: [0.3, 0.3], mean: 4000 },
    { units: 400, rates: [0.4, 0.4], mean: 6000 },
  ];
  const after: Truth[] = [
    { units: 1000, rates: [0.28, 0.25], mean: 4400 },
    { units: 300, rates: [0.45, 0.4], mean: 6500 },
  ];
  const truth = contributionsOf(expected(before), expected(after));
  const factors = steps + 3;
  const runs = 1_500;
  const random = randomNumbers(7);
  const held = new Array<number>(factors).fill(0);
  const heldInGroups = new Array<number>(factors * 2).fill(0);
  const sumOf = (amounts: Float64Array, factor: number) =>
    (amounts[factor * 2] ?? 0) + (amounts[factor * 2 + 1] ?? 0);
  for (let run = 0; run < runs; run++) {
    const found = contributionsOf(drawn(before, random), drawn(after, random));
    for (let factor = 0; factor < factors; factor++) {
      const miss = Math.abs(sumOf(found.amounts, factor) - sumOf(truth.amounts, factor));
      if (miss <= z95 * Math.sqrt(found.ofFactor[factor] ?? 0)) held[factor] = (held[factor] ?? 0) + 1;
    }
    for (let place = 0; place < factors * 2; place++) {
      const miss = Math.abs((found.amounts[place] ?? 0) - (truth.amounts[place] ?? 0));
      if (miss <= z95 * Math.sqrt(found.variances[place] ?? 0))
        heldInGroups[place] = (heldInGroups[place] ?? 0) + 1;
    }
  }
  for (const count of [...held, ...heldInGroups]) {
    expect((100 * count) / runs).toBeGreaterThan(93);
    expect((100 * count) / runs).toBeLessThan(97);
  }
});

it("is sure of a fixed value, and of nothing that was not counted", () => {
  const fixed = (units: number): GroupCounts =>
    countsOf([{ exact: [units, 0, 50], revenue: 50 * 500, squares: 50 * 500 * 500 }]);
  const { amounts, ofFactor } = contributionsOf(fixed(950), fixed(950));
  expect([...amounts]).toEqual([0, 0, 0, 0, 0]);
  expect(ofFactor[4]).toBe(0);
  expect(ofFactor[1]).toBe(0);
  const nobody = contributionsOf(countsOf([]), countsOf([]));
  expect([...nobody.amounts, ...nobody.ofFactor]).toEqual([0, 0, 0, 0, 0]);
});
