import { describe, expect, it } from "vitest";
import type { Goal } from "@/lib/goals/definition";
import type { ConversionsAnswer, GoalNumbers } from "@/lib/reports/conversions/definition";
import type { Rate } from "@/lib/reports/definition";
import type { FunnelAnswer, FunnelGroup } from "@/lib/reports/funnel/definition";
import type { MatrixAnswer, MatrixCell } from "@/lib/reports/matrix/definition";
import type { TimeseriesAnswer } from "@/lib/reports/timeseries/definition";
import { ladderWindowMs } from "./ladder-window";
import { confluenceWidth, layoutConfluence } from "./layout-confluence";
import { readOverviewView } from "./overview-view";
import { prepareConfluence } from "./prepare-confluence";
import { prepareHeadlines } from "./prepare-headlines";
import { prepareLeaks } from "./prepare-leaks";
import { prepareSources } from "./prepare-sources";
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
  const nothing = { aim: null, lines: null, src: null };

  it("leads to the first macro goal by stage and draws the small step closest to it", () => {
    expect(readOverviewView(nothing, goals)).toMatchObject({
      macros: [purchase, lead],
      micros: [view, cart],
      aim: purchase,
      lines: ["cart"],
      source: "channel",
      notices: [],
    });
  });

  it("takes another aim and other lines, in the order asked", () => {
    expect(
      readOverviewView({ ...nothing, aim: "lead", lines: "cart~view", src: "landing" }, goals),
    ).toMatchObject({
      aim: lead,
      lines: ["cart", "view"],
      source: "landing",
      notices: [],
    });
    expect(readOverviewView({ ...nothing, lines: "none" }, goals).lines).toEqual([]);
  });

  it("says what it does not know", () => {
    expect(readOverviewView({ aim: "view", lines: "cart~gone", src: "mood" }, goals)).toMatchObject({
      aim: purchase,
      lines: ["cart"],
      notices: [
        "There is no macro goal “view”. Showing Purchase.",
        "Visitors cannot be told apart by “mood”. Showing channels.",
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
    converted: { currency: "EUR", minor: 123_400, missing: [] },
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

  it("shows gross revenue beside net where they differ", () => {
    const eur = (minor: number) => [{ currency: "EUR", minor }];
    const notes = [eur(123_400), eur(200_000)].map((value) => {
      const gross = { conversions: 13, converters: 11, value, converted: null };
      return headlines([numbers({ gross })])[0]?.figures[1]?.note;
    });
    expect(notes.map((note) => plain(note ?? ""))).toEqual(["", "gross €2,000.00"]);
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

const cell = (
  micro: string,
  over: Partial<MatrixCell> & Pick<MatrixCell, "reached" | "converted" | "open">,
): MatrixCell => ({
  micro,
  macro: "purchase",
  rate: rate(over.converted, over.reached - over.open),
  without: rate(10, 1000),
  withoutOpen: 0,
  lift: null,
  difference: null,
  share: null,
  shareOf: rate(over.converted, 40),
  medianSeconds: null,
  seconds: null,
  revenue: [],
  notConverted: [],
  earned: null,
  earnedOverBaseline: null,
  adjusted: {
    ratio: null,
    low: null,
    high: null,
    pValue: null,
    adjustedPValue: null,
    exposed: { part: 0, whole: 0 },
    unexposed: { part: 0, whole: 0 },
    strataUsed: 0,
    strataSkipped: 0,
  },
  verdict: "cannotTell",
  verdictReason: "tooFew",
  ...over,
});
const worth = (minor: number) => ({ currency: "EUR", minor, low: minor / 2, high: minor * 2 });
const words = ({ key, name, tier, stage }: Goal) => ({ key, name, tier, stage });

describe("the confluence", () => {
  const wish = goal("wish", "micro", "interaction");
  const never = goal("never", "micro", "interaction");
  const matrix: MatrixAnswer = {
    unit: "visitor",
    micros: [cart, view, wish, never].map(words),
    macros: [words(purchase)],
    cells: [
      cell("cart", {
        reached: 100,
        converted: 35,
        open: 20,
        medianSeconds: 240,
        lift: { ratio: 9.25, low: 8.1, high: 10.7 },
        earned: worth(1750.4),
        earnedOverBaseline: worth(1700),
        verdictReason: "aboveOne",
        verdict: "useful",
      }),
      cell("view", {
        reached: 800,
        converted: 36,
        open: 100,
        medianSeconds: 7200,
        earned: worth(225),
        earnedOverBaseline: worth(175),
      }),
      cell("wish", { reached: 10, converted: 0, open: 10 }),
      cell("never", { reached: 0, converted: 0, open: 0 }),
    ],
    computed,
  };
  const macroNumbers: GoalNumbers = {
    key: "purchase",
    name: "Purchase",
    tier: "macro",
    stage: "sale",
    conversions: 40,
    converters: 38,
    rate: rate(38, 1000),
    value: [{ currency: "EUR", minor: 190_000 }],
    converted: { currency: "EUR", minor: 190_000, missing: [] },
  };
  const input = { macro: purchase, macroNumbers, matrix, windowMs: 7 * 86_400_000 };
  const confluence = prepareConfluence(input);

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
      ["Wish", "10 visitors", "—", undefined, null],
      ["View", "800 visitors", "5.1 %", "2 h", "€2.25 per visitor"],
      ["Cart", "100 visitors", "43.8 %", "4 min", "€17.50 per visitor"],
    ]);
    expect(confluence.best).toBe(2);
  });

  it("says in a sentence what it draws: only those whose time is over are in the rate", () => {
    expect(plain(confluence.streams[2]?.sentence)).toBe(
      "Cart: 100 visitors; of 80 whose time is over 35 (43.8 %) went on to Purchase within 7 days, and 20 still may. A visitor who did it was worth €17.50.",
    );
    expect(confluence.streams[0]?.sentence).toBe(
      "Wish: 10 visitors; nobody’s time to reach Purchase within 7 days is over yet, and 10 still may.",
    );
    expect([confluence.hasOpen, confluence.isTooEarly]).toEqual([true, false]);
  });

  it("tells the whole line of the matrix", () => {
    expect(confluence.streams[2]?.details.map(({ label, value }) => `${label}: ${plain(value)}`)).toEqual([
      "Went on to Purchase within 7 days: 35 of 80 visitors · 95 % interval 21.9–87.5 %",
      "Moments without it: 10 of 1,000 (1.0 %)",
      "Lift: 9.3× (8.1 to 10.7×)",
      "Beyond the same visit: —",
      "Came before Purchase: 87.5 %",
      "Median time: 4 min",
      "Still may: 20",
      "Worth of a visitor: €17.50 (€8.75 to €35.01)",
      "Over baseline: +€17.00 (+€8.50 to +€34.00)",
    ]);
    expect(confluence.streams[2]?.verdict).toContain("comparable sessions");
  });

  it("lists in the table what is worth most over the baseline first, those nobody reached included", () => {
    expect(confluence.left).toBe(1);
    expect(confluence.table.rows.map((row) => row.map(({ raw }) => raw))).toEqual([
      ["Cart", 100, 80, 35, 0.4375, 0.21875, 0.875, 0.01, 9.25, 20, 240, 17.5, 17],
      ["View", 800, 700, 36, 0.051429, 0.025714, 0.102857, 0.01, null, 100, 7200, 2.25, 1.75],
      ["Wish", 10, 0, 0, null, null, null, 0.01, null, 10, null, null, null],
      ["Never", 0, 0, 0, null, null, null, 0.01, null, 0, null, null, null],
    ]);
    expect(confluence.river).toEqual({ name: "Purchase", count: "38 visitors", value: "€1,900.00" });
  });

  it("leads to a river of visitors where the page counts sessions", () => {
    expect(prepareConfluence({ ...input, macroNumbers: undefined }).river).toEqual({
      name: "Purchase",
      count: "40 visitors",
      value: null,
    });
  });

  it.each([
    [365, 30],
    [90, 30],
    [28, 7],
    [7, 1],
    [1, 1 / 24],
  ])("gives visitors of %d days %d days to get there", (days, window) =>
    expect(ladderWindowMs(days)).toBe(window * 86_400_000),
  );

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

const group = (
  value: string | null,
  reached: number[],
  leaks: number[],
  open: number[] = [],
): FunnelGroup => ({
  value,
  entered: reached[0] ?? 0,
  steps: reached.map((count, i) => {
    const before = reached[i - 1];
    return {
      label: ["View", "Cart", "Purchase"][i] ?? "",
      reached: count,
      open: open[i] ?? 0,
      ...(before === undefined ? {} : { dropped: before - count - (open[i] ?? 0) }),
      fromPrevious: before === undefined ? null : rate(count, before),
      fromEntry: rate(count, reached[0] ?? 0),
      secondsFromPrevious: null,
      secondsFromEntry: null,
      revenue: [],
      leak: leaks[i] ? { currency: "EUR", minor: leaks[i] } : null,
    };
  }),
});

describe("the leaks", () => {
  const funnel = (breakdown: FunnelGroup[]): FunnelAnswer => ({
    unit: "visitor",
    entered: 0,
    steps: breakdown[0]?.steps ?? [],
    breakdown,
    computed,
  });
  const leaks = prepareLeaks(
    funnel([
      group("desktop", [100, 50, 30], [0, 100_000, 300_000]),
      group("mobile", [200, 100, 20], [0, 400_000, 200_000], [0, 20, 5]),
      { ...group(null, [900, 1, 0], [0, 9_000_000, 9_000_000]), other: true },
    ]),
    28,
  );

  it("are of each step the group that loses most, the most expensive first", () => {
    expect(leaks.map(({ step, where, rate, money }) => [step, where, plain(rate), money])).toEqual([
      ["View → Cart", "on mobile", "40.0 % leave", "about €1K a week"],
      ["Cart → Purchase", "on desktop", "40.0 % leave", "about €750 a week"],
    ]);
    expect(leaks[0]?.filter).toEqual({ field: "device", op: "is", values: ["mobile"] });
    expect(plain(leaks[0]?.note)).toBe(
      "80 of 200 visitors left, 20 may still go on. Went on: 100 of 200 visitors · 95 % interval 25.0–100.0 %. Had those who left gone on like those who stayed, they would have brought about €4K in 28 days.",
    );
  });

  it("are numbers of people where nothing has a value, and all of them where there is one group", () => {
    const [only] = prepareLeaks(funnel([group(null, [100, 50, 30], [])]), 28);
    expect(only).toMatchObject({ step: "View → Cart", where: "", money: null, filter: null });
    expect(prepareLeaks(funnel([group("mobile", [100, 100, 100], [])]), 28)).toEqual([]);
  });
});

describe("where they come from", () => {
  const numbers = (part: number, whole: number, minor: number): GoalNumbers => ({
    key: "purchase",
    name: "Purchase",
    tier: "macro",
    stage: "sale",
    conversions: part,
    converters: part,
    rate: rate(part, whole),
    value: minor === 0 ? [] : [{ currency: "EUR", minor }],
    converted: null,
  });
  const answer: ConversionsAnswer = {
    unit: "visitor",
    visitors: 0,
    sessions: 0,
    goals: [],
    previous: { from: "", to: "", visitors: 0, sessions: 0 },
    breakdown: [
      { value: null, other: true, visitors: 900, sessions: 900, goals: [numbers(9, 900, 0)] },
      {
        value: "/shoes",
        visitors: 400,
        sessions: 500,
        goals: [numbers(80, 400, 100_000)],
        previous: { visitors: 390, sessions: 400, goals: [numbers(20, 390, 50_000)] },
      },
      { value: null, visitors: 10, sessions: 10, goals: [numbers(0, 10, 0)] },
    ],
    computed,
  };
  const sources = prepareSources({ answer, name: "landing", aim: purchase });

  it("is the rate to the aim of each, what is gathered last", () => {
    expect(
      sources.rows.map(({ label, units, rate, revenue }) => [label, units, plain(rate.text), revenue]),
    ).toEqual([
      ["/shoes", "400", "20.0 %", "€1,000.00"],
      ["(no page seen)", "10", "0 %", "—"],
      ["Other", "900", "1.0 %", "—"],
    ]);
    expect(sources.rows[0]).toMatchObject({
      unitsNote: "390 in the previous period.",
      revenueNote: "€500.00 in the previous period.",
      change: { kind: "up" },
    });
    expect(sources.rows[1]?.change?.text).toBe("nothing to compare with");
    expect(sources.table.rows[0]?.map(({ raw }) => raw)).toEqual([
      "/shoes",
      400,
      390,
      80,
      0.2,
      0.1,
      0.4,
      0.051282,
      1000,
    ]);
  });

  it("can be kept by a filter, apart from what is gathered", () => {
    expect(sources.rows.map(({ filter, whyNot }) => [filter, whyNot])).toEqual([
      [{ field: "session.path", op: "is", values: ["/shoes"] }, null],
      [{ field: "session.path", op: "notExists" }, null],
      [null, "All smaller rows together: no single filter keeps only them."],
    ]);
  });

  it("compares nothing when not asked to, and has no money where the aim carries none", () => {
    const { previous: _, ...alone } = answer;
    const plainSources = prepareSources({
      answer: alone,
      name: "device",
      aim: { ...purchase, value: { none: true } },
    });
    expect(plainSources).toMatchObject({ comparesPrevious: false, hasValue: false });
    expect(plainSources.rows.every(({ change }) => change === null)).toBe(true);
    expect(plainSources.table.columns.map(({ label }) => label)).toEqual([
      "Device",
      "visitors",
      "Purchase, visitors",
      "Rate",
      "Rate, low",
      "Rate, high",
    ]);
  });
});
