import { describe, expect, it } from "vitest";
import type { Goal } from "@/lib/goals/definition";
import type { MatrixAnswer, MatrixCell, MatrixGoal } from "@/lib/reports/matrix/definition";
import { rateRatio } from "@/lib/statistics/rate-ratio";
import { proportion } from "@/lib/statistics/wilson";
import { liftAxis } from "./lift-axis";
import { liftInterval, liftText } from "./lift-text";
import { readMatrixView } from "./matrix-view";
import { prepareMatrix } from "./prepare-matrix";
import { sortRows } from "./sort-rows";

const plain = (text: string | null | undefined) => text?.replaceAll("\u202f", " ");
const goal = (key: string, tier: Goal["tier"], value: Goal["value"] = { none: true }): Goal => ({
  key,
  name: key,
  tier,
  stage: tier === "macro" ? "sale" : "cart",
  match: { event: key },
  counting: "every",
  value,
});
const none = { window: null, aim: null, sort: null };

describe("what the address asks", () => {
  const goals = [
    goal("cart", "micro"),
    goal("lead", "macro"),
    goal("order", "macro", { property: "property.revenue" }),
  ];

  it("looks 7 days ahead, stage by stage, at the aim that brings money", () => {
    expect(readMatrixView(none, "visitor", goals)).toEqual({
      windowMs: 7 * 86_400_000,
      aim: "order",
      sort: "stage",
      notices: [],
    });
    expect(readMatrixView(none, "visitor", goals.slice(0, 1)).aim).toBeNull();
    expect(readMatrixView({ window: "1h", aim: "lead", sort: "lift" }, "visitor", goals)).toMatchObject({
      windowMs: 3_600_000,
      aim: "lead",
      sort: "lift",
    });
  });

  it("says what it does not know", () => {
    expect(readMatrixView({ window: "soon", aim: "gone", sort: "mood" }, "session", goals).notices).toEqual([
      "There is no window “soon”. Looking 7 days ahead.",
      "There is no macro goal “gone”. Showing the value of order.",
      "Rows cannot be sorted by “mood”.",
      "The matrix counts visitors, whatever the bar says.",
    ]);
  });
});

describe("lifts", () => {
  it("are printed with the digits that mean something", () => {
    expect([0.4231, 1, 1.9949, 1.9951, 9.34, 31.4, 1234.5, Number.POSITIVE_INFINITY].map(liftText)).toEqual([
      "0.42×",
      "1.00×",
      "1.99×",
      "2.0×",
      "9.3×",
      "31×",
      "1,235×",
      "∞×",
    ]);
    expect(liftInterval({ low: 0.97, high: 2.5 })).toBe("0.97 to 2.5×");
  });

  it("lie on an axis where twice and half are equally far from once", () => {
    const axis = liftAxis([{ low: 0.25, high: 4 }]);
    expect([0.25, 0.5, 1, 2, 4].map(axis.place)).toEqual(
      [0, 0.25, 0.5, 0.75, 1].map((at) => expect.closeTo(at)),
    );
    expect(liftAxis([]).one).toBeCloseTo(0.5);
    expect(liftAxis([{ low: 0, high: Number.POSITIVE_INFINITY }]).place(1e9)).toBe(1);
  });
});

const micro = (key: string, stage: string): MatrixGoal => ({ key, name: `The ${key}`, tier: "micro", stage });
const purchase: MatrixGoal = { key: "purchase", name: "Purchase", tier: "macro", stage: "sale" };

const cell = (key: string, parts: Partial<MatrixCell> = {}): MatrixCell => ({
  micro: key,
  macro: "purchase",
  reached: 1300,
  converted: 210,
  open: 60,
  rate: proportion(210, 1240),
  without: proportion(98, 5400),
  withoutOpen: 40,
  lift: rateRatio(210, 1240, 98, 5400),
  difference: { estimate: 0.151, low: 0.13, high: 0.173, pValue: 0 },
  share: 0.7,
  shareOf: proportion(210, 300),
  medianSeconds: 5400,
  seconds: { p25: 600, p75: 86_400, p90: 172_800 },
  revenue: [{ currency: "EUR", minor: 1_260_000 }],
  notConverted: [],
  earned: { currency: "EUR", minor: 1016.1, low: 880, high: 1150 },
  earnedOverBaseline: { currency: "EUR", minor: 907.4, low: 770, high: 1040 },
  adjusted: {
    ratio: 1.6,
    low: 1.2,
    high: 2.1,
    pValue: 0.001,
    adjustedPValue: 0.002,
    exposed: { part: 30, whole: 400 },
    unexposed: { part: 90, whole: 2000 },
    strataUsed: 8,
    strataSkipped: 2,
  },
  verdict: "useful",
  verdictReason: "aboveOne",
  ...parts,
});
const answer = (micros: MatrixGoal[], cells: MatrixCell[]): MatrixAnswer => ({
  unit: "visitor",
  micros,
  macros: [purchase],
  cells,
  computed: { journeys: 1, events: 1, ms: 1, watermark: null },
});
const prepared = (parts: Partial<MatrixCell> = {}) =>
  prepareMatrix(answer([micro("cart", "cart")], [cell("cart", parts)]), "purchase", "7 days");

describe("the matrix", () => {
  it("says of a small step how often the aim follows, beside moments without it", () => {
    const { rows, openText, sentence } = prepared();
    const [row] = rows;
    expect(row).toMatchObject({
      name: "The cart",
      stage: "Cart",
      reach: { text: "1,300" },
      open: "60 open",
      earned: { text: "€10.16" },
      overBaseline: { text: "+€9.07" },
    });
    const [first] = row?.cells ?? [];
    expect(first).toMatchObject({
      lift: { text: "9.3×" },
      adjusted: "adjusted 1.60× (1.20 to 2.1×)",
      tone: "up",
      strength: 3,
      isVanity: false,
      reason: "Goes together with Purchase also among comparable sessions.",
    });
    expect(plain(first?.lift.note)).toBe(
      "After The cart 210 of 1,240 visitors reached Purchase within 7 days (16.9 %). Without it 98 of 5,400 moments (1.8 %). 9.3× as often, 95 % interval 7.4 to 11.8×. 60 of 1,300 are still open.",
    );
    expect(plain(row?.earned.note)).toBe(
      "What a visitor who did this brought within 7 days, on average. 95 % interval €8.80 to €11.50.",
    );
    expect(openText).toBe(
      "Visitors whose 7 days are not over yet are left out on both sides: up to 60 a row.",
    );
    expect(sentence).toBe("Lift to Purchase within 7 days, highest first: The cart 9.3×.");
  });

  it("has everything else behind the row", () => {
    const details = prepared().rows[0]?.cells[0]?.details.map(({ label, value, note }) => [
      label,
      plain(value),
      plain(note),
    ]);
    expect(details).toEqual([
      ["With it", "16.9 %", "210 of 1,240 visitors · 95 % interval 15.0–19.1 %"],
      ["Without it", "1.8 %", "98 of 5,400 moments · 95 % interval 1.5–2.2 %"],
      ["Lift", "9.3×", "95 % interval 7.4 to 11.8×"],
      ["Difference", "+15.1 points (+13.0 to +17.3)", undefined],
      [
        "Adjusted lift",
        "1.60×",
        "1.20 to 2.1×, beyond the same visit: 30 of 400 sessions with it, 90 of 2,000 without; 8 strata of channel, device and new or returning, 2 skipped",
      ],
      ["Done before", "70.0 %", "210 of 300 who reached the aim did this before"],
      ["Median time", "1 h 30 min", "A quarter within 10 min, three quarters within 1 d"],
      ["Still open", "60", "Their 7 days are not over yet"],
      ["Brought in all", "€12,600.00", undefined],
      ["Over baseline", "+€9.07", "a visitor, +€7.70 to +€10.40"],
    ]);
  });

  it("names currencies that are left out of the money", () => {
    expect(plain(prepared({ notConverted: ["USD", "CHF"] }).rows[0]?.earned.note)).toContain(
      "95 % interval €8.80 to €11.50. Amounts in USD and CHF without a rate are left out.",
    );
  });

  it("strikes vanity through with its reason, and says when it cannot tell", () => {
    const adjusted = { ...cell("cart").adjusted, ratio: 0.95, low: 0.85, high: 1.06 };
    const vanity = prepared({ verdict: "vanity", verdictReason: "noLift", adjusted }).rows[0];
    expect([vanity?.isVanity, vanity?.reason]).toEqual([
      true,
      "Vanity: among comparable sessions, those with it reach Purchase no more often (at most 1.06×).",
    ]);
    const unclear = prepared({ verdict: "cannotTell", verdictReason: "tooFew", adjusted }).rows[0];
    expect([
      unclear?.isVanity,
      unclear?.reason,
      unclear?.cells[0]?.adjusted,
      unclear?.cells[0]?.reason,
    ]).toEqual([
      false,
      null,
      "adjusted 0.95× (0.85 to 1.06×): cannot tell",
      "Cannot tell: fewer than 30 on a side.",
    ]);
  });

  it("tints only what excludes “as often”, by the end of the interval that is certain", () => {
    const toned = (low: number, high: number) => {
      const drawn = prepared({ lift: { ratio: Math.sqrt(low * high), low, high } }).rows[0]?.cells[0];
      return [drawn?.tone, drawn?.strength];
    };
    expect(toned(0.9, 1.4)).toEqual(["none", 0]);
    expect(toned(1.01, 1.4)).toEqual(["up", 1]);
    expect(toned(2, 9)).toEqual(["up", 2]);
    expect(toned(9, 20)).toEqual(["up", 4]);
    expect(toned(0.1, 0.4)).toEqual(["down", 2]);
  });

  it("says nothing where nothing is known", () => {
    const nobody = proportion(0, 0);
    const empty = prepared({
      reached: 5,
      open: 5,
      rate: nobody,
      without: nobody,
      lift: null,
      difference: null,
      medianSeconds: null,
      seconds: null,
      shareOf: nobody,
      revenue: [],
      earned: null,
      earnedOverBaseline: null,
      adjusted: { ...cell("cart").adjusted, ratio: null, low: null, high: null },
      verdict: "cannotTell",
      verdictReason: "notComparable",
    });
    expect(empty).toMatchObject({ isTooEarly: true, hasMoney: false });
    expect(empty.rows[0]).toMatchObject({
      earned: { text: "—" },
      cells: [{ lift: { text: "—" }, adjusted: "no comparable sessions", mark: null, tone: "none" }],
    });
    expect(empty.rows[0]?.cells[0]?.lift.note).toBe(
      "Nobody’s 7 days after The cart are over, so nothing can be said yet. 5 of 5 are still open.",
    );
    expect(empty.sentence).toBe("Nothing can be said yet about what goes together with Purchase.");
  });

  it("goes stage by stage or in one order", () => {
    const money = (minor: number) => ({ currency: "EUR", minor, low: 0, high: 0 });
    const { rows, table } = prepareMatrix(
      answer(
        [micro("read", "engagement"), micro("view", "engagement"), micro("cart", "cart")],
        [
          cell("read", { earnedOverBaseline: money(10), reached: 900 }),
          cell("view", { earnedOverBaseline: money(40), reached: 5000, lift: { ratio: 2, low: 1, high: 4 } }),
          cell("cart", { earnedOverBaseline: null }),
        ],
      ),
      "purchase",
      "7 days",
    );
    const order = (sort: Parameters<typeof sortRows>[1]) =>
      sortRows(rows, sort).map((run) => [run.stage, run.rows.map(({ key }) => key).join(" ")]);
    expect(order("stage")).toEqual([
      ["Engagement", "view read"],
      ["Cart", "cart"],
    ]);
    expect(order("value")).toEqual([[null, "view read cart"]]);
    expect(order("lift")).toEqual([[null, "read cart view"]]);
    expect(order("reach")).toEqual([[null, "view cart read"]]);
    expect(table.rows.map((row) => row[0]?.text)).toEqual(["The read", "The view", "The cart"]);
    expect(table.columns).toHaveLength(table.rows[0]?.length ?? 0);
  });
});
