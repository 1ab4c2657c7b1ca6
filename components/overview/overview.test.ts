import { describe, expect, it } from "vitest";
import type { Goal } from "@/lib/goals/definition";
import type { ConversionsAnswer, GoalNumbers } from "@/lib/reports/conversions/definition";
import type { Rate } from "@/lib/reports/definition";
import type { FunnelAnswer } from "@/lib/reports/funnel/definition";
import type { TimeseriesAnswer } from "@/lib/reports/timeseries/definition";
import { confluenceWidth, layoutConfluence } from "./layout-confluence";
import { readOverviewView } from "./overview-view";
import { prepareConfluence } from "./prepare-confluence";
import { prepareHeadlines } from "./prepare-headlines";
import { intervalFor, prepareTrend } from "./prepare-trend";
import { drawnSeries } from "./trend-looks";
import { runningKey, trendScale } from "./trend-scale";

const plain = (text: string | null | undefined) => text?.replaceAll("\u202f", " ");
const computed = { journeys: 0, events: 0, ms: 1, watermark: null };
const rate = (part: number, whole: number): Rate =>
  whole === 0
    ? { part, whole, rate: null, low: null, high: null }
    : { part, whole, rate: part / whole, low: part / whole / 2, high: Math.min(1, (part / whole) * 2) };
const goal = (key: string, tier: "micro" | "macro", stage: Goal["stage"], valued = false): Goal => ({
  key,
  name: key.charAt(0).toUpperCase() + key.slice(1),
  tier,
  stage,
  match: { event: key },
  counting: "every",
  value: valued ? { property: "property.revenue" } : { none: true },
});
const purchase = goal("purchase", "macro", "sale", true);
const lead = goal("lead", "macro", "lead");
const view = goal("view", "micro", "engagement");
const cart = goal("cart", "micro", "cart");

describe("what the address asks of the overview", () => {
  const goals = [lead, cart, purchase, view];
  const nothing = { aim: null, lines: null };

  it("leads to the first macro goal by stage and draws the small step closest to it", () => {
    expect(readOverviewView(nothing, goals)).toMatchObject({
      macros: [purchase, lead],
      micros: [view, cart],
      aim: purchase,
      lines: ["cart"],
      notices: [],
    });
  });

  it("takes another aim and other lines, in the order asked", () => {
    expect(readOverviewView({ aim: "lead", lines: "cart~view" }, goals)).toMatchObject({
      aim: lead,
      lines: ["cart", "view"],
      notices: [],
    });
    expect(readOverviewView({ aim: null, lines: "none" }, goals).lines).toEqual([]);
  });

  it("says what it does not know", () => {
    expect(readOverviewView({ aim: "view", lines: "cart~gone" }, goals)).toMatchObject({
      aim: purchase,
      lines: ["cart"],
      notices: [
        "There is no macro goal “view”. Showing Purchase.",
        "There is no small step “gone”, so its line is missing.",
      ],
    });
  });

  it("has no aim without a macro goal", () => {
    expect(readOverviewView(nothing, [view])).toMatchObject({ aim: null, lines: ["view"], notices: [] });
  });
});

describe("headline figures", () => {
  const numbers = (over: Partial<GoalNumbers>): GoalNumbers => ({
    key: "purchase",
    name: "Purchase",
    tier: "macro",
    stage: "sale",
    conversions: 12,
    converters: 10,
    rate: rate(10, 100),
    value: [{ currency: "EUR", minor: 123_400 }],
    ...over,
  });
  const series: TimeseriesAnswer = {
    unit: "visitor",
    timezone: "UTC",
    points: [
      { start: "2026-11-21T00:00:00Z", complete: true, values: [5] },
      { start: "2026-11-22T00:00:00Z", complete: false, values: [7] },
    ],
    computed,
  };
  const headlines = (goals: ConversionsAnswer["goals"], comparesPrevious = true, macros = [purchase]) =>
    prepareHeadlines({
      conversions: { unit: "visitor", visitors: 100, sessions: 120, goals, computed },
      series,
      macros,
      comparesPrevious,
    });

  it("shows conversions, who converted, the division, revenue and value per visitor", () => {
    const [headline] = headlines([
      { ...numbers({}), previous: numbers({ conversions: 9, converters: 9, rate: rate(9, 90) }) },
    ]);
    expect(headline?.conversions).toBe("12");
    expect(headline?.conversionsNote).toBe("by 10 visitors · 9 in the previous period");
    expect(headline?.change?.kind).toBe("same");
    expect(headline?.figures.map(({ label, text, note }) => [label, plain(text), plain(note)])).toEqual([
      ["Conversion rate", "10.0 %", "10 of 100 visitors · 95 % interval 5.0–20.0 %"],
      ["Net revenue", "€1,234.00", "€1,234.00 in the previous period"],
      ["Value per visitor", "€12.34", "Net revenue ÷ 100 visitors"],
    ]);
    expect(headline?.sparklineText).toBe(
      "Purchase over the range: between 5 and 7 conversions a point; the last point is still running.",
    );
  });

  it("says so when the previous period had nobody", () => {
    const [headline] = headlines([
      { ...numbers({}), previous: numbers({ conversions: 0, converters: 0, rate: rate(0, 0), value: [] }) },
    ]);
    expect(headline?.conversionsNote).toBe("by 10 visitors · no visitors in the previous period");
    expect(headline?.change).toMatchObject({ kind: "unknown", text: "nothing to compare with" });
  });

  it("compares nothing when not asked to", () => {
    const [headline] = headlines([{ ...numbers({}), previous: numbers({}) }], false);
    expect(headline?.change).toBeNull();
    expect(headline?.conversionsNote).toBe("by 10 visitors");
  });

  it("never shows zero for a value that is not there", () => {
    const [noValue] = headlines([numbers({ key: "lead" })], false, [lead]);
    expect(noValue?.figures.slice(1)).toEqual([
      { label: "Net revenue", text: "—", note: "This goal carries no value." },
    ]);
    const [nobody] = headlines(
      [numbers({ conversions: 0, converters: 0, rate: rate(0, 0), value: [] })],
      false,
    );
    expect(nobody?.figures.map(({ text }) => text)).toEqual(["—", "—", "—"]);
  });
});

const ladder = (reached: number, converted: number, open: number, median: number | null): FunnelAnswer => ({
  unit: "visitor",
  entered: reached,
  steps: [
    {
      label: "Small",
      reached,
      open: 0,
      fromPrevious: null,
      fromEntry: rate(reached, reached),
      secondsFromPrevious: null,
      secondsFromEntry: null,
      revenue: [],
    },
    {
      label: "Purchase",
      reached: converted,
      dropped: reached - converted - open,
      open,
      fromPrevious: rate(converted, reached),
      fromEntry: rate(converted, reached),
      matured: null,
      secondsFromPrevious: median === null ? null : { mean: median, median, p90: median },
      secondsFromEntry: null,
      revenue: converted === 0 ? [] : [{ currency: "EUR", minor: converted * 5000 }],
    },
  ],
  computed,
});

describe("the confluence", () => {
  const confluence = prepareConfluence({
    macro: purchase,
    macroNumbers: {
      key: "purchase",
      name: "Purchase",
      tier: "macro",
      stage: "sale",
      conversions: 40,
      converters: 38,
      rate: rate(38, 1000),
      value: [{ currency: "EUR", minor: 190_000 }],
    },
    micros: [
      { goal: cart, funnel: ladder(100, 35, 20, 240) },
      { goal: view, funnel: ladder(800, 36, 100, 7200) },
      { goal: goal("wish", "micro", "interaction"), funnel: ladder(10, 0, 10, null) },
      { goal: goal("never", "micro", "interaction"), funnel: ladder(0, 0, 0, null) },
    ],
  });

  it("runs from the longest median time to the shortest; who never converts springs first", () => {
    expect(
      confluence.streams.map(({ name, reach, rate, median, earned }) => [
        name,
        reach,
        plain(rate),
        plain(median),
        earned,
      ]),
    ).toEqual([
      ["Wish", "10 visitors", "0 %", undefined, null],
      ["View", "800 visitors", "4.5 %", "2 h", "€2.25 per visitor"],
      ["Cart", "100 visitors", "35.0 %", "4 min", "€17.50 per visitor"],
    ]);
  });

  it("says in a sentence and in a table what it draws, those nobody reached included", () => {
    expect(plain(confluence.streams[2]?.sentence)).toBe(
      "Cart: 100 visitors, of whom 35 (35.0 %) went on to Purchase within 30 days and 20 still may.",
    );
    expect(confluence.left).toBe(1);
    expect(confluence.table.rows.map((row) => row.map(({ raw }) => raw))).toEqual([
      ["View", 800, 36, 0.045, 0.0225, 0.09, 100, 7200, 2.25],
      ["Cart", 100, 35, 0.35, 0.175, 0.7, 20, 240, 17.5],
      ["Wish", 10, 0, 0, 0, 0, 10, null, null],
      ["Never", 0, 0, null, null, null, 0, null, null],
    ]);
    expect(confluence.river).toEqual({ name: "Purchase", count: "38 visitors", value: "€1,900.00" });
  });

  it("gives every visitor the same width", () => {
    const { river, streams } = layoutConfluence(
      [
        { reached: 800, converted: 36, open: 100 },
        { reached: 100, converted: 36, open: 20 },
      ],
      72,
    );
    const [first, second] = streams;
    expect(first?.core?.width).toBe(second?.core?.width);
    expect(river.width).toBeCloseTo(2 * (first?.core?.width ?? 0), 1);
    const head = /^M([\d.]+),0 .* ([\d.]+),0 Z$/.exec(first?.bed ?? "");
    expect(Number(head?.[2]) - Number(head?.[1])).toBeCloseTo((800 / 36) * (first?.core?.width ?? 0), -1);
    expect([first?.side, second?.side]).toEqual(["top", "bottom"]);
  });

  it("stays inside its box, dries up where nobody converted, and survives nothing", () => {
    const { streams } = layoutConfluence(
      Array.from({ length: 8 }, () => ({ reached: 1000, converted: 0, open: 0 })),
      0,
    );
    const xs = streams.flatMap(({ bed }) =>
      [...bed.matchAll(/([\d.-]+),/g)].map((match) => Number(match[1])),
    );
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...xs)).toBeLessThanOrEqual(confluenceWidth);
    expect(streams.every(({ core, open }) => core === null && open === null)).toBe(true);
    expect(layoutConfluence([], 0)).toMatchObject({ river: { width: 0 }, streams: [] });
  });
});

describe("the trend", () => {
  const answer: TimeseriesAnswer = {
    unit: "visitor",
    timezone: "Europe/Berlin",
    points: [
      { start: "2026-11-19T23:00:00Z", complete: true, values: [99, 0.02, 0.1] },
      { start: "2026-11-20T23:00:00Z", complete: true, values: [99, null, 0.1] },
      { start: "2026-11-21T23:00:00Z", complete: false, values: [99, 0.03, 0.11] },
    ],
    computed,
  };
  const trend = prepareTrend({ answer, interval: "day", goals: [purchase, cart], firstMetric: 1 });

  it("names points in the project's timezone and keeps what cannot be said apart from zero", () => {
    expect(
      trend.points.map(({ short, long, weekend, complete }) => [short, long, weekend, complete]),
    ).toEqual([
      ["20 Nov", "Fri 20 Nov", false, true],
      ["21 Nov", "Sat 21 Nov", true, true],
      ["22 Nov", "Sun 22 Nov, still running", true, false],
    ]);
    expect(trend.points[1]?.values.purchase).toEqual({ rate: null, text: "—" });
    expect(trend.table.rows[1]?.map(({ raw }) => raw)).toEqual(["Sat 21 Nov", null, 0.1]);
  });

  it("draws the running end apart, shades weekends as one and keeps labels from colliding", () => {
    const scale = trendScale(trend, ["purchase", "cart"]);
    expect(scale.rows.map((row) => [row.purchase, row[runningKey("purchase")]])).toEqual([
      [0.02, null],
      [null, null],
      [null, 0.03],
    ]);
    expect(scale.weekends).toEqual([{ from: 0.5, to: 2.5 }]);
    expect(scale.yTicks).toEqual([0, 0.05, 0.1, 0.15]);
    expect(scale.labels.map(({ key, text }) => [key, plain(text)])).toEqual([
      ["cart", "11.0 % so far"],
      ["purchase", "3.0 % so far"],
    ]);
    const close = trendScale(
      prepareTrend({
        answer: {
          ...answer,
          points: [{ start: "2026-11-19T23:00:00Z", complete: true, values: [0, 0.1, 0.1] }],
        },
        interval: "day",
        goals: [purchase, cart],
        firstMetric: 1,
      }),
      ["purchase", "cart"],
    );
    const [a, b] = close.labels;
    expect((b?.top ?? 0) - (a?.top ?? 0)).toBeGreaterThan(0.1);
  });

  it("gives lines of small steps colours of their own", () => {
    const colours = drawnSeries(trend, ["purchase", "cart", "gone"]).map(({ key, colour }) => [key, colour]);
    expect(colours).toEqual([
      ["purchase", "var(--macro)"],
      ["cart", "var(--micro)"],
    ]);
  });

  it.each([
    [1, "hour"],
    [2, "hour"],
    [28, "day"],
    [92, "day"],
    [365, "week"],
    [800, "month"],
  ])("steps through %d days by %s", (days, interval) => expect(intervalFor(days)).toBe(interval));
});
