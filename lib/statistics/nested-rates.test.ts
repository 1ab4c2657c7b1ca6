import { describe, expect, it } from "vitest";
import { NestedRates } from "./nested-rates";

// Two groups of two cells each.
const part = Float64Array.of(1, 0, 6, 1);
const whole = Float64Array.of(10, 0, 10, 20);
const strength = { events: 2, members: 10 };
const levels = [2, 1].map((size) => ({ size, ...strength }));
const cellsAlone = levels.slice(1);
const rates = new NestedRates({ part, whole }, levels);

// The whole: 8 of 40. Groups, drawn with 2 ÷ 0.2 = 10 members: (1 + 2) ÷ 20 = 0.15 and (7 + 2) ÷ 40 = 0.225. The first
// group's cells are drawn with 2 ÷ 0.15 members, the second one's with 10, as 2 ÷ 0.225 is less.
const drawn = [3 / (10 + 2 / 0.15), 0.15, (6 + 2.25) / 20, (1 + 2.25) / 30] as const;
// All of them account for the 8 events that there were.
const scale = 8 / (10 * drawn[0] + 10 * drawn[2] + 20 * drawn[3]);

describe("rates", () => {
  it("are drawn towards those of their group, and groups towards the whole", () => {
    for (const [cell, rate] of drawn.entries()) expect(rates.rate(cell)).toBeCloseTo(rate * scale, 12);
    expect(rates.expect(whole).estimate).toBeCloseTo(8, 12);
  });

  it("of many members are their own", () => {
    const many = new NestedRates(
      { part: part.map((n) => n * 1e6), whole: whole.map((n) => n * 1e6) },
      levels,
    );
    expect([0, 2, 3].map((cell) => Number(many.rate(cell).toFixed(4)))).toEqual([0.1, 0.6, 0.05]);
  });

  it("of a rare event that was not seen in a cell are not nothing", () => {
    const rare = new NestedRates({ part: Float64Array.of(10, 0), whole: Float64Array.of(1000, 1000) }, [
      { size: 1, events: 0.5, members: 10 },
    ]);
    // 0.5 ÷ 0.005 = 100 members of the whole.
    expect(rare.rate(1)).toBeCloseTo(0.5 / 1100, 12);
  });

  it("of nobody are nothing", () => {
    const none = new NestedRates({ part: new Float64Array(2), whole: new Float64Array(2) }, cellsAlone);
    expect(none.rate(1)).toBe(0);
    expect(none.expect(Float64Array.of(5, 5))).toEqual({ estimate: 0, chance: 0, doubt: 0 });
  });
});

describe("what is expected", () => {
  it("adds up over cells, with the variance of chance", () => {
    const { estimate, chance } = rates.expect(Float64Array.of(0, 4, 2, 0));
    expect(estimate).toBeCloseTo(scale * (4 * 0.15 + 2 * 0.4125), 12);
    const [one, other] = [scale * 0.15, scale * 0.4125];
    expect(chance).toBeCloseTo(4 * one * (1 - one) + 2 * other * (1 - other), 12);
  });

  it("is as uncertain as its rate, that of its group, and that of the whole", () => {
    const { doubt } = rates.expect(Float64Array.of(0, 3, 0, 0));
    // All of the cell's rate is its group's, half of which is that of the whole.
    const cell = (0.15 * 0.85) / (2 / 0.15 + 1);
    const group = (0.15 * 0.85) / 21;
    const all = (0.2 * 0.8) / 41;
    expect(doubt).toBeCloseTo(9 * cell + 9 * group + 1.5 ** 2 * all, 12);
  });

  it("is more uncertain for members who share a cell than for as many of several", () => {
    const even = new NestedRates({ part: Float64Array.of(5, 5), whole: Float64Array.of(50, 50) }, cellsAlone);
    const together = even.expect(Float64Array.of(20, 0));
    const apart = even.expect(Float64Array.of(10, 10));
    expect(together.chance).toBeCloseTo(apart.chance, 12);
    expect(together.doubt).toBeGreaterThan(apart.doubt);
  });
});
