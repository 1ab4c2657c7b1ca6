import { describe, expect, it } from "vitest";
import { wilson } from "@/lib/statistics/wilson";
import { z95 } from "@/lib/statistics/z-score";
import { backTestOf, brierOf, decilesOf } from "./back-test";
import { cellsOfStep } from "./cells";
import { type Counted, expectedOf, foreseen, learnFrom, visitorsAt } from "./model";
import { newTallies } from "./tallies";

const week = 7 * 86_400_000;
const cells = cellsOfStep;

/** Weeks of visitors of one cell, the newest first: how many, and how many converted for 100 each. */
const weeksOf = (weeks: readonly [visitors: number, converted: number][], windowMs = week): Counted => {
  const tallies = newTallies(weeks.length, cells);
  const at = Float64Array.from(weeks.keys(), (place) => 100 * week - place * week);
  for (const [place, [visitors, converted]] of weeks.entries()) {
    tallies.visitors[place * cells] = visitors;
    tallies.converted[place * cells] = converted;
    tallies.value[place * cells] = converted * 100;
    tallies.squares[place * cells] = converted * 100 ** 2;
    tallies.known[place] = converted;
  }
  return { tallies, at, cells, windowMs };
};

const oldWeeks = [1, 2, 3, 4, 5];
const steady = weeksOf([[50, 0], ...oldWeeks.map((): [number, number] => [100, 20])]);

describe("an expectation", () => {
  it("is the rate of the weeks before, times visitors, and what a conversion brought", () => {
    const { model, learned } = learnFrom(steady, oldWeeks);
    expect(learned).toEqual({ visitors: 500, converted: 100 });
    const { conversions, value } = expectedOf(model, visitorsAt(steady, 0), "EUR");
    expect(conversions?.estimate).toBeCloseTo(10, 10);
    expect(value?.minor).toBeCloseTo(1000, 8);
  });

  it("has an interval of chance, of what is not known of the rate, and of weeks that differ", () => {
    const { model } = learnFrom(steady, oldWeeks);
    const rate = 0.2;
    // Each level knows what 500 visitors tell, and draws on the one above for 10 more, the finest ones for more events.
    const spread = model?.rates.expect(visitorsAt(steady, 0));
    expect(spread?.chance).toBeCloseTo(50 * rate * (1 - rate), 10);
    expect(spread?.doubt).toBeGreaterThan((50 ** 2 * rate * (1 - rate)) / 511);
    // Weeks that came out exactly as foreseen say that they do not differ at all: less than was believed.
    expect(model?.weekly).toBeLessThan(0.1 ** 2);
    const shared = (spread?.doubt ?? 0) + (model?.weekly ?? 0) * 10 ** 2;
    const half = z95 * Math.sqrt((spread?.chance ?? 0) + shared);
    const { conversions, value } = expectedOf(model, visitorsAt(steady, 0), "EUR");
    expect(conversions?.low).toBe(Math.floor(10 - half));
    expect(conversions?.high).toBe(Math.ceil(10 + half));
    // Every conversion brought the same, so money is as uncertain as their number.
    expect(value?.low).toBeCloseTo(100 * Math.floor(10 - half), 6);
    expect(value?.high).toBeCloseTo(100 * Math.ceil(10 + half), 6);
  });

  it("is wider where weeks differ", () => {
    const uneven = weeksOf([
      [50, 0],
      [100, 40],
      [100, 4],
      [100, 35],
      [100, 2],
      [100, 19],
    ]);
    const [calm, wild] = [steady, uneven].map((counted) => learnFrom(counted, oldWeeks).model?.weekly ?? 0);
    expect(wild).toBeGreaterThan(10 * (calm ?? 0));
  });

  it("is nothing for nobody, and never more than all of them", () => {
    const { model } = learnFrom(steady, oldWeeks);
    const nobody = expectedOf(model, new Float64Array(cells), "EUR");
    expect(nobody).toEqual({
      conversions: { estimate: 0, low: 0, high: 0 },
      value: { currency: "EUR", minor: 0, low: 0, high: 0 },
    });
    const one = new Float64Array(cells);
    one[0] = 1;
    expect(expectedOf(model, one, "EUR").conversions?.high).toBe(1);
  });

  it("cannot be said from fewer than thirty visitors, or when none of them converted", () => {
    const few = weeksOf([
      [50, 0],
      [29, 5],
    ]);
    expect(learnFrom(few, [1]).model).toBeNull();
    const none = weeksOf([
      [50, 0],
      [300, 0],
    ]);
    expect(learnFrom(none, [1]).model).toBeNull();
    expect(expectedOf(null, visitorsAt(none, 0), "EUR")).toEqual({ conversions: null, value: null });
  });

  it("is no money where none could be converted, or the macro has no value", () => {
    const foreign = weeksOf([
      [50, 0],
      [100, 20],
    ]);
    foreign.tallies.known.fill(0);
    foreign.tallies.missing.add("JPY");
    expect(learnFrom(foreign, [1]).model?.values).toBeNull();
    expect(expectedOf(learnFrom(steady, oldWeeks).model, visitorsAt(steady, 0), null).value).toBeNull();
  });

  it("counts visitors who stand in several weeks as one", () => {
    const twice = weeksOf([[50, 0], ...oldWeeks.map((): [number, number] => [100, 20])], 2 * week);
    const [once, often] = [steady, twice].map(
      (counted) => learnFrom(counted, oldWeeks).model?.rates.expect(visitorsAt(counted, 0)).doubt ?? 0,
    );
    expect(often).toBeGreaterThan(1.8 * (once ?? 0));
  });
});

describe("an interval of conversions", () => {
  it("has whole ends between none and all", () => {
    expect(foreseen(4.2, 1, 50)).toEqual({ estimate: 4.2, low: 2, high: 7 });
    expect(foreseen(0.3, 1, 50)).toEqual({ estimate: 0.3, low: 0, high: 3 });
    expect(foreseen(1.5, 4, 2)).toEqual({ estimate: 1.5, low: 0, high: 2 });
  });
});

describe("a back-test", () => {
  it("sets beside each week what the weeks known then foresaw", () => {
    const counted = weeksOf([
      [50, 0],
      [100, 22],
      [100, 90],
      ...oldWeeks.map((): [number, number] => [100, 20]),
    ]);
    const older = [3, 4, 5, 6, 7];
    const { model } = learnFrom(counted, older);
    const tested = backTestOf(
      counted,
      [
        { place: 1, model },
        { place: 2, model },
        { place: 7, model: null },
      ],
      { asOf: 100 * week, currency: "EUR" },
    );
    expect(tested.weeks.map(({ realised, inside }) => [realised, inside])).toEqual([
      [20, null],
      [90, false],
      [22, true],
    ]);
    expect(tested.weeks[0]?.value).toEqual({
      predicted: null,
      realised: { currency: "EUR", minor: 2000 },
      inside: null,
    });
    expect(tested.covered).toEqual({ part: 1, whole: 2 });
    expect(tested.total).toMatchObject({ realised: 112, inside: false });
    expect(tested.total?.predicted.estimate).toBeCloseTo(40, 8);
    expect(tested.deciles.map(({ visitors }) => visitors)).toEqual([100, 100]);
  });
});

describe("deciles", () => {
  it("hold about a tenth of the visitors each, and keep those of one chance together", () => {
    const chances = Array.from({ length: 20 }, (_, n) => ({ chance: n / 20, visitors: 5, converted: n % 5 }));
    const deciles = decilesOf(chances, 1);
    expect(deciles.map(({ visitors }) => visitors)).toEqual(Array(10).fill(10));
    expect(deciles[0]).toEqual({
      visitors: 10,
      predicted: 0.025,
      realised: { part: 1, whole: 10, rate: 0.1, ...wilson(1, 10) },
    });
    expect(decilesOf([{ chance: 0.2, visitors: 7, converted: 1 }], 2)).toHaveLength(1);
    expect(decilesOf([], 1)).toEqual([]);
  });
});

describe("the score of Brier", () => {
  it("is the mean squared error", () => {
    const chances = [
      { chance: 0.5, visitors: 4, converted: 2 },
      { chance: 0, visitors: 4, converted: 0 },
    ];
    // Four errors of ¼; with one rate of ¼ for all, 2 · (¾)² + 6 · (¼)² over 8.
    expect(brierOf(chances)).toEqual({ score: 1 / 8, ofOneRate: 3 / 16 });
    expect(brierOf([])).toBeNull();
  });
});
