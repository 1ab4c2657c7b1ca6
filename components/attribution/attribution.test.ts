import { describe, expect, it } from "vitest";
import { tableToCsv } from "@/components/charts/data-table";
import type { Goal } from "@/lib/goals/definition";
import {
  type AttributionAnswer,
  type AttributionModel,
  type AttributionRow,
  attributionModels,
  type Credit,
} from "@/lib/reports/attribution/definition";
import { readAttributionView } from "./attribution-view";
import { modelWords } from "./attribution-words";
import { creditText, revenueText } from "./credit-text";
import { prepareAttribution } from "./prepare-attribution";
import { prepareModels } from "./prepare-models";
import { prepareStages } from "./prepare-stages";
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

const euros = (minor: number) => ({ currency: "EUR", minor });
const converted = (minor: number, missing: string[] = []) => ({ ...euros(minor), missing });
const credit = (conversions: number, minor: number): Credit => ({
  conversions,
  revenue: [euros(minor)],
  converted: converted(minor),
});
const row = (
  key: string | null,
  conversions: number,
  more: Partial<AttributionRow> = {},
): AttributionRow => ({
  key,
  sessions: 100,
  ...credit(conversions, conversions * 1_000),
  share: conversions / 10,
  ...more,
});

const answer = (more: Partial<AttributionAnswer> = {}): AttributionAnswer => ({
  unit: "visitor",
  goal: "order",
  model: "lastNonDirect",
  by: "channel",
  ...credit(12, 12_000),
  rows: [row("Paid Search", 6.5), row("Email", 3), row(null, 0.5, { other: true, sessions: 7 })],
  untouched: credit(2, 2_000),
  computed: { journeys: 1, events: 1, ms: 1, watermark: null },
  ...more,
});
const asked = { goal: "Order", lookback: "30 days" };

describe("what the address asks", () => {
  const goals = [
    goal("cart", "micro"),
    goal("lead", "macro"),
    goal("order", "macro", { property: "property.revenue" }),
  ];
  const none = { goal: null, model: null, by: null, lookback: null, sort: null };

  it("begins with the macro goal that brings money, its last touches by channel, 30 days back", () => {
    const view = readAttributionView(none, "visitor", goals);
    expect(view).toMatchObject({
      goal: { key: "order" },
      model: "lastNonDirect",
      by: "channel",
      lookbackMs: 30 * 86_400_000,
      lookbackWords: "30 days",
      sort: "credit",
      notices: [],
    });
    expect(view.goals.map(({ key }) => key)).toEqual(["lead", "order", "cart"]);
    expect(readAttributionView(none, "visitor", []).goal).toBeNull();
  });

  it("reads all of it back", () => {
    const params = { goal: "cart", model: "markov", by: "campaign", lookback: "90d", sort: "costPer" };
    expect(readAttributionView(params, "visitor", goals)).toMatchObject({
      goal: { key: "cart" },
      model: "markov",
      by: "campaign",
      lookback: "90d",
      sort: "costPer",
      notices: [],
    });
  });

  it("says what it does not know", () => {
    const params = { goal: "gone", model: "toString", by: "mood", lookback: "1y", sort: "luck" };
    const view = readAttributionView(params, "session", goals);
    expect(view).toMatchObject({ model: "lastNonDirect", by: "channel", lookback: "30d", sort: "credit" });
    expect(view.notices).toEqual([
      "There is no goal “gone”. Showing order.",
      "There is no model “toString”. Showing Last non-direct.",
      "Visits cannot be told apart by “mood”. Showing channels.",
      "One cannot look back “1y”. Looking back 30 days.",
      "Rows cannot be sorted by “luck”.",
      "Attribution counts visitors, whatever the bar says.",
    ]);
  });

  it("has words for every model", () =>
    expect(Object.keys(modelWords).toSorted()).toEqual(attributionModels.toSorted()));
});

describe("credits as text", () => {
  it.each([
    [0, "0"],
    [12, "12"],
    [1204.04, "1,204.0"],
    [12.54, "12.5"],
    [0.04, "0.04"],
    [0.0000031, "0.000003"],
    [-1.25, "−1.3"],
  ])("prints %d as %s", (conversions, text) => expect(creditText(conversions)).toBe(text));

  it("lines up in a column that has parts", () =>
    expect([12, 0.5, 0.02, 0].map((part) => creditText(part, true))).toEqual(["12.0", "0.5", "0.02", "0"]));

  it("converts money where there are rates, and lists currencies where one is missing", () => {
    const revenue = [euros(1_000), { currency: "USD", minor: 500 }];
    expect(revenueText({ revenue, converted: converted(1_460) })).toEqual({
      text: "€14.60",
      note: "Converted from €10.00 + $5.00.",
    });
    expect(revenueText({ revenue, converted: converted(1_000, ["USD"]) })).toEqual({
      text: "€10.00 + $5.00",
      note: "€10.00 converted. There is no rate for some amounts in USD, so they are not in it; add rates in settings.",
    });
    expect(revenueText({ revenue: [{ currency: "USD", minor: 500 }], converted: null }).text).toBe("$5.00");
    expect(revenueText({ revenue: [euros(0)], converted: converted(0) })).toEqual({
      text: "€0.00",
      note: null,
    });
    expect(revenueText({ revenue: [], converted: null })).toEqual({ text: "—", note: null });
  });
});

describe("where conversions come from", () => {
  it("says what is credited and what has no touch, and the rows with it add up to all", () => {
    const picture = prepareAttribution(answer(), asked);
    expect(picture.figures.map(({ label, text, note }) => [label, text, plain(note)])).toEqual([
      ["Conversions credited", "10", "of 12 in the range"],
      ["Without a touch", "2", "16.7 % have no visit within 30 days before; nobody gets them"],
      ["Net revenue", "€120.00", "€20.00 of it without a touch"],
    ]);
    expect(
      picture.rows.map(({ label, credit, share, bar, revenue }) => [
        label,
        credit.text,
        plain(share),
        bar,
        revenue.text,
      ]),
    ).toEqual([
      ["Paid Search", "6.5", "65.0 %", 1, "€65.00"],
      ["Email", "3.0", "30.0 %", expect.closeTo(3 / 6.5), "€30.00"],
      ["Other", "0.5", "5.0 %", expect.closeTo(0.5 / 6.5), "€5.00"],
    ]);
    expect(picture.untouched).toEqual({ credit: "2", revenue: { text: "€20.00", note: null } });
    const column = picture.table.columns.findIndex(({ label }) => label === "Conversions credited");
    expect(picture.table.rows.map((cells) => cells[column]?.raw)).toEqual([6.5, 3, 0.5, 2, 12]);
    expect(plain(picture.sentence)).toBe(
      "By last non-direct, most conversions to Order go back to these channels: Paid Search 6.5 (65.0 %), Email 3.0 (30.0 %). 2 conversions have no touch.",
    );
  });

  it("sets costs beside the rows only where there are any", () => {
    const costs = (minor: number, conversions: number) => ({
      cost: converted(minor),
      costPerConversion: conversions === 0 ? null : minor / conversions,
      returnOnCost: minor === 0 ? null : (conversions * 1_000) / minor,
    });
    const picture = prepareAttribution(
      answer({
        cost: converted(5_000),
        rows: [
          row("Paid Search", 6.5, costs(2_600, 6.5)),
          row("Email", 3, costs(0, 3)),
          row("Display", 0, costs(2_400, 0)),
          row(null, 0.5, { other: true, ...costs(0, 0.5) }),
        ],
      }),
      asked,
    );
    expect(picture).toMatchObject({ hasCosts: true, costLine: null });
    expect(
      picture.rows.map(({ cost, costPer, returned }) => [cost.text, costPer.text, returned.text]),
    ).toEqual([
      ["€26.00", "€4.00", "2.50×"],
      ["€0.00", "—", "—"],
      ["€24.00", "—", "0.00×"],
      ["€0.00", "—", "—"],
    ]);
    expect(picture.rows[0]?.returned.note).toBe("€65.00 of net revenue ÷ €26.00 of cost.");
    expect(picture.figures.at(-1)).toEqual({
      label: "Advertising cost",
      text: "€50.00",
      note: "€5.00 a credited conversion, unpaid visits included",
    });
    expect(tableToCsv(picture.table).split("\r\n").at(1)).toBe("Paid Search,100,6.5,0.65,65,26,4,2.5");
  });

  it("says why there are no costs, and where to add them", () => {
    expect(prepareAttribution(answer(), asked).costLine).toMatchObject({ canBeAdded: true });
    expect(prepareAttribution(answer({ by: "landing" }), asked).costLine).toEqual({
      text: "Advertising is not bought by landing page: choose channel, source, medium or campaign to see costs.",
      canBeAdded: false,
    });
  });

  it("never turns a cost without a rate into 0", () => {
    const unknown = { cost: null, costPerConversion: null, returnOnCost: null };
    const picture = prepareAttribution(
      answer({ cost: null, rows: [row("Paid Search", 10, unknown)] }),
      asked,
    );
    expect(picture.figures.at(-1)).toMatchObject({ text: "—", note: "There is no rate to convert it with." });
    expect(picture.rows[0]?.cost.text).toBe("—");
    expect(picture.table.rows[0]?.at(-1)?.raw).toBeNull();
  });

  it("has nothing to divide without conversions", () => {
    const nothing: Credit = { conversions: 0, revenue: [], converted: null };
    const picture = prepareAttribution(
      answer({
        ...nothing,
        untouched: nothing,
        rows: [row("Direct", 0, { ...nothing, share: null })],
      }),
      asked,
    );
    expect(picture).toMatchObject({ hasMoney: false, untouched: null });
    expect(picture.rows[0]).toMatchObject({ share: "—", bar: 0 });
    expect(picture.sentence).toBe("No conversions to Order go back to any visit.");
  });
});

describe("the order of rows", () => {
  const rows = prepareAttribution(
    answer({
      cost: converted(100),
      rows: [
        row("a", 6, { cost: converted(180), costPerConversion: 30, sessions: 1 }),
        row("b", 3, { cost: converted(30), costPerConversion: 10, sessions: 3 }),
        row("c", 1, { cost: converted(0), costPerConversion: 0, sessions: 2 }),
        row(null, 9, { other: true, cost: converted(9), costPerConversion: 1, sessions: 9 }),
      ],
    }),
    asked,
  ).rows;
  const order = (sort: Parameters<typeof sortRows>[1]) => sortRows(rows, sort).map(({ label }) => label);

  it("has the most first, for a cost the least, what cannot be said after that and Other last", () => {
    expect(order("credit")).toEqual(["a", "b", "c", "Other"]);
    expect(order("sessions")).toEqual(["b", "c", "a", "Other"]);
    expect(order("costPer")).toEqual(["b", "a", "c", "Other"]);
  });
});

describe("the same by every model", () => {
  const shares: Record<AttributionModel, [number, number]> = {
    first: [0.2, 0.8],
    last: [0.5, 0.5],
    lastNonDirect: [0.5, 0.5],
    linear: [0.4, 0.6],
    timeDecay: [0.45, 0.55],
    position: [0.4, 0.6],
    markov: [0.5, 0.5],
    shapley: [1.25, -0.25],
  };
  const rowsOf = (model: AttributionModel): AttributionRow[] =>
    ["Paid Search", "Email"].map((key, place) => {
      const share = shares[model][place] ?? 0;
      return row(key, share * 10, {
        share,
        ...(model === "markov" ? { removalEffect: 0.3 } : {}),
        ...(model === "shapley" ? { error: place === 0 ? 0.2 : 0 } : {}),
      });
    });
  const picture = prepareModels(
    answer({
      rows: rowsOf("lastNonDirect"),
      byModel: attributionModels
        .toReversed()
        .map((model) => ({ model, rows: rowsOf(model), untouched: credit(2, 2_000) })),
    }),
  );

  it("puts all shares on one axis, on which zero has its place and less than nothing too", () => {
    expect(picture.models.map(({ model }) => model)).toEqual([...attributionModels]);
    expect(picture.zero).toBeCloseTo(0.25 / 1.5);
    const [search, mail] = picture.rows;
    expect(search?.spread).toMatchObject({ low: expect.closeTo(0.3), high: 1 });
    expect(plain(search?.spread?.text)).toBe("20.0 % to 125.0 %");
    expect(mail?.cells.at(-1)).toMatchObject({ at: 0, strength: 0 });
    expect(plain(picture.sentence)).toBe(
      "It depends on the model most for Paid Search: 20.0 % by first touch, 125.0 % by Shapley value.",
    );
  });

  it("explains removal effects and how exact Shapley is", () => {
    const note = (row: number, cell: number) => plain(picture.rows[row]?.cells[cell]?.note);
    expect(note(0, 0)).toBe("First touch: 2 conversions go back to Paid Search.");
    expect(note(0, 6)).toBe(
      "Markov chain: 5 conversions go back to Paid Search. Removal effect: 30.0 % of all conversions would be lost without it.",
    );
    expect(note(0, 7)).toContain("Sampled: ± 0.2 (standard error).");
    expect(note(1, 7)).toContain("Worked out exactly.");
  });

  it("has the conversions as a table", () =>
    expect(picture.table.rows[1]?.map(({ raw }) => raw)).toEqual(["Email", 8, 5, 5, 6, 5.5, 6, 5, -2.5]));

  it("says so when all agree, and when there is nothing", () => {
    const agreed = (rows: AttributionRow[]) =>
      prepareModels(
        answer({
          rows,
          byModel: attributionModels.map((model) => ({ model, rows, untouched: credit(0, 0) })),
        }),
      ).sentence;
    expect(agreed([row("Email", 10)])).toContain("All models say the same");
    expect(agreed([])).toContain("Nothing goes back to any visit");
  });
});

describe("over small steps", () => {
  const stages = {
    links: [
      { key: "Email", micro: "cart", ...credit(2, 2_000) },
      { key: "Email", micro: null, ...credit(1, 1_000) },
      { key: "Paid Search", micro: "view", ...credit(4, 4_000) },
      { key: "Paid Search", micro: "cart", ...credit(3, 3_000) },
      { key: null, untouched: true as const, micro: null, ...credit(2, 2_000) },
    ],
    micros: [
      { micro: "view", weight: 0.02, explains: 0.4, ...credit(4, 4_000) },
      { micro: "cart", weight: 0.2, explains: 0.9, ...credit(5, 5_000) },
      { micro: "wish", weight: null, explains: null, ...credit(0, 0) },
      { micro: null, weight: null, explains: null, ...credit(3, 3_000) },
    ],
  };
  const names = { goal: "Order", micros: [{ key: "cart", name: "Cart" }], windowWords: "7 days" };
  const picture = prepareStages(
    answer({ rows: [row("Paid Search", 7), row("Email", 3), row("Display", 0)] }),
    stages,
    names,
  );

  it("has what accounts for most first and what goes straight last, and leaves out what accounts for nothing", () => {
    expect(picture.columns.map(({ label, total }) => [label, total])).toEqual([
      ["Cart", "5"],
      ["view", "4"],
      ["Straight", "3"],
    ]);
    expect(
      picture.rows.map(({ label, cells, total }) => [label, ...cells.map(({ text }) => text), total]),
    ).toEqual([
      ["Paid Search", "3", "4", "", "7"],
      ["Email", "2", "", "1", "3"],
      ["Without a touch", "", "", "2", "2"],
    ]);
    expect(plain(picture.columns[0]?.note)).toBe(
      "Cart: those with it convert by 20.0 % more often (its weight); it explains up to 90.0 % of a conversion. Association, not effect.",
    );
  });

  it("adds up both ways in the table", () => {
    const raw = picture.table.rows.map((cells) => cells.slice(1).map((cell) => Number(cell.raw)));
    const totals = raw.at(-1);
    for (const cells of raw)
      expect(cells.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBe(cells.at(-1));
    expect(
      totals?.map((_, place) => raw.slice(0, -1).reduce((sum, cells) => sum + (cells[place] ?? 0), 0)),
    ).toEqual(totals);
    expect(picture.total).toBe("12");
  });

  it("says which small step accounts for most, that none does, or that it is too early", () => {
    expect(plain(picture.sentence)).toBe("Cart accounts for most on the way: 5 of 12 conversions (41.7 %).");
    const straight = (weight: number | null) =>
      prepareStages(
        answer(),
        {
          links: [{ key: "Email", micro: null, ...credit(12, 12_000) }],
          micros: [
            { micro: "cart", weight, explains: weight, ...credit(0, 0) },
            { micro: null, weight: null, explains: null, ...credit(12, 12_000) },
          ],
        },
        names,
      ).sentence;
    expect(straight(0)).toBe("No small step explains any part of Order in this range.");
    expect(straight(null)).toBe(
      "It is too early to say which small steps lead to Order: nobody’s 7 days are over yet.",
    );
  });
});
