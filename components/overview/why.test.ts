import { describe, expect, it } from "vitest";
import type { DecompositionAnswer, Factor } from "@/lib/reports/decomposition/definition";
import { prepareWhy } from "./prepare-why";

const plain = (text: string | null | undefined) => text?.replaceAll("\u202f", " ");
const money = (minor: number) => ({ currency: "EUR", minor });
const rate = (part: number, whole: number) => ({ part, whole, rate: part / whole, low: 0, high: 1 });
const factor = (
  stated: Partial<Factor> & Pick<Factor, "factor" | "label">,
  minor: number | null,
): Factor => ({
  before: null,
  after: null,
  real: true,
  groups: [],
  contribution: minor === null ? null : { ...money(minor), low: minor - 100, high: minor + 100 },
  ...stated,
});

const answer: DecompositionAnswer = {
  unit: "visitor",
  before: { from: "", to: "", asOf: "", units: 1000, revenue: money(10_000) },
  after: { from: "", to: "", asOf: "", units: 1200, revenue: money(9_000) },
  change: money(-1_000),
  steps: [{ label: "Cart", tier: "micro", before: rate(200, 1000), after: rate(240, 1200) }],
  factors: [
    factor({ factor: "traffic", label: "Visitors", before: 1000, after: 1200 }, 2_000),
    factor({ factor: "mix", label: "Mix", real: false }, 0),
    factor({ factor: "step", step: 1, label: "Cart", before: 0.2, after: 0.2, real: false }, 0),
    factor({ factor: "step", step: 2, label: "Purchase", before: 0.5, after: 0.35 }, -3_000),
    factor({ factor: "orderValue", label: "Revenue per converter", before: 1000.4, after: null }, null),
  ],
  biggest: {
    factor: "step",
    step: 2,
    label: "Purchase",
    direction: "down",
    before: 0.5,
    after: 0.35,
    contribution: { ...money(-3_000), low: -3_100, high: -2_900 },
    real: true,
    message: "Fewer went on.",
    people: {
      of: {
        from: "2026-11-01",
        to: "2026-11-08",
        unit: "visitor",
        basis: "net",
        includeBots: false,
        segment: { did: { goal: "cart" } },
      },
      limit: 50,
    },
  },
  groups: [],
  computed: { journeys: 0, events: 0, ms: 1, watermark: null },
  warnings: [{ code: "no_revenue", message: "There was none." }],
};

describe("why it moved", () => {
  const why = prepareWhy(answer);

  it("begins with the previous period, ends with this one, and every piece begins where the one before ended", () => {
    expect(why.rows.map(({ start, end }) => [start, end])).toEqual([
      [1 / 3, 1 / 3],
      [1 / 3, 1],
      [1, 1],
      [1, 1],
      [1, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(
      why.rows.map(({ label, kind, moved, amount }) => [label, kind, plain(moved), plain(amount)]),
    ).toEqual([
      ["Previous period", "total", "", "€100.00"],
      ["Visitors", "up", "1,000 → 1,200", "↑ €20.00"],
      ["Mix of channels", "chance", "", "€0.00"],
      ["Visitors → Cart", "chance", "20.0 % → 20.0 %", "€0.00"],
      ["Cart → Purchase", "down", "50.0 % → 35.0 %", "↓ €30.00"],
      ["Revenue per converter", "unknown", "€10.00 → —", "—"],
      ["This period", "total", "", "€90.00"],
    ]);
  });

  it("says what did most, who is behind it, and how sure each piece is", () => {
    expect(why).toMatchObject({
      sentence: "Fewer went on.",
      people: { of: answer.biggest?.people.of, title: "Behind it: Purchase" },
      notices: ["There was none."],
    });
    expect(why.rows.map(({ note }) => note)).toEqual([
      null,
      "95 % interval €19.00 to €21.00: more than chance.",
      "95 % interval -€1.00 to €1.00: may be chance.",
      "95 % interval -€1.00 to €1.00: may be chance.",
      "95 % interval -€31.00 to -€29.00: more than chance.",
      "Nobody got so far in one of the two periods, so it cannot be compared.",
      null,
    ]);
  });

  it("has the same numbers as a table, which adds up", () => {
    const raw = why.table.rows.map((row) => row.map((cell) => cell.raw));
    expect(raw).toEqual([
      ["Visitors", 1000, 1200, 20, 19, 21],
      ["Mix of channels", null, null, 0, -1, 1],
      ["Visitors → Cart", 0.2, 0.2, 0, -1, 1],
      ["Cart → Purchase", 0.5, 0.35, -30, -31, -29],
      ["Revenue per converter", 10, null, null, null, null],
      ["Revenue", 100, 90, -10, null, null],
    ]);
  });

  it("stands in the middle when nothing moved", () => {
    const still = prepareWhy({
      ...answer,
      after: answer.before,
      change: money(0),
      factors: [],
      biggest: null,
    });
    expect(still).toMatchObject({ sentence: null, people: null });
    expect(still.rows.map(({ start, end }) => [start, end])).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
  });
});
