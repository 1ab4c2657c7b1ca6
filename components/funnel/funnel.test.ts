import { describe, expect, it } from "vitest";
import type { Goal } from "@/lib/goals/definition";
import type { Rate } from "@/lib/reports/definition";
import { type FunnelAnswer, type FunnelStepNumbers, funnelQuestion } from "@/lib/reports/funnel/definition";
import { defaultSteps, readFunnelView } from "./funnel-view";
import { prepareBreakdown } from "./prepare-breakdown";
import { prepareFunnel } from "./prepare-funnel";
import { stepChoices, stepLabel } from "./step-choices";
import { matcherOf, readSteps, type Step, writeSteps } from "./step-text";
import { windowLabel, windowMsOf } from "./window-text";

const plain = (text: string | null | undefined) => text?.replaceAll("\u202f", " ");
const goal = (key: string, stage: Goal["stage"]): Goal => ({
  key,
  name: `The ${key}`,
  tier: ["sale", "subscription", "lead"].includes(stage) ? "macro" : "micro",
  stage,
  match: { event: key },
  counting: "every",
  value: { none: true },
});
const goals = [
  goal("read", "engagement"),
  goal("view", "engagement"),
  goal("wish", "interaction"),
  goal("lead", "lead"),
  goal("cart", "cart"),
  goal("checkout", "cart"),
  goal("purchase", "sale"),
];
const none = { steps: null, window: null, by: null };

describe("what the address asks of the funnel", () => {
  it("is the project's ladder within 7 days by device when it says nothing", () => {
    expect(readFunnelView(none, goals)).toEqual({
      steps: ["read", "cart", "checkout", "purchase"].map((value) => ({ kind: "goal", value })),
      isDefault: true,
      window: "7d",
      windowMs: 7 * 86_400_000,
      by: "device",
      notices: [],
    });
    expect(defaultSteps([])).toEqual([]);
    const spelledOut = "goal:read~goal:cart~goal:checkout~goal:purchase";
    expect(readFunnelView({ ...none, steps: spelledOut }, goals)).toMatchObject({ isDefault: true });
  });

  it("reads and writes steps, whatever their names contain", () => {
    const steps: Step[] = [
      { kind: "event", value: "Sign-up ~ 50%: done, really" },
      { kind: "page", value: "/a/*" },
      { kind: "goal", value: "cart" },
    ];
    expect(readSteps(writeSteps(steps))).toEqual({ steps, unread: [] });
    expect(() =>
      funnelQuestion.parse({
        from: "2026-11-01",
        to: "2026-11-02",
        windowMs: 1,
        steps: steps.map(matcherOf),
      }),
    ).not.toThrow();
  });

  it("leaves out steps it does not know and says so", () => {
    expect(readFunnelView({ ...none, steps: "goal:gone~what~event:Bought~goal:cart" }, goals)).toMatchObject({
      steps: [
        { kind: "event", value: "Bought" },
        { kind: "goal", value: "cart" },
      ],
      isDefault: false,
      notices: [
        "There is no goal “gone”, so the funnel goes without that step.",
        "“what” is not a step, so the funnel goes without it.",
      ],
    });
    expect(readFunnelView({ ...none, steps: "goal:gone" }, goals)).toMatchObject({ isDefault: true });
  });

  it("takes a window and a field, and says when it cannot", () => {
    expect(readFunnelView({ steps: null, window: "36h", by: "channel" }, goals)).toMatchObject({
      window: "36h",
      windowMs: 129_600_000,
      by: "channel",
      notices: [],
    });
    expect(readFunnelView({ steps: null, window: "400d", by: "colour" }, goals)).toMatchObject({
      window: "7d",
      by: null,
      notices: [
        "There is no window “400d”. Steps may take 7 days in all.",
        "There is no field “colour” to break the funnel down by.",
      ],
    });
    expect(readFunnelView({ ...none, by: "none" }, goals)).toMatchObject({ by: null, notices: [] });
  });

  it.each([
    ["90m", 5_400_000, "90 minutes"],
    ["1h", 3_600_000, "1 hour"],
    ["366d", 31_622_400_000, "366 days"],
    ["367d", null, "367 days"],
    ["0d", null, "0d"],
    ["7", null, "7"],
  ])("reads the window %s", (text, ms, label) => {
    expect([windowMsOf(text), windowLabel(text)]).toEqual([ms, label]);
  });
});

describe("choosing a step", () => {
  const catalog = {
    goals: [{ key: "cart", name: "Added to cart", tier: "micro" as const }],
    events: ["Product Added", "Page Viewed"],
    pages: ["/cart"],
  };

  it("finds goals, events and pages, and offers what is typed last", () => {
    expect(stepChoices(catalog, "cart").map(({ kind, value }) => `${kind}:${value}`)).toEqual([
      "goal:cart",
      "page:/cart",
      "event:cart",
    ]);
    expect(stepChoices(catalog, "/p/*").map(({ kind, value }) => `${kind}:${value}`)).toEqual(["page:/p/*"]);
    expect(stepChoices(catalog, "").map(({ label }) => label)).toEqual([
      "Added to cart",
      "Product Added",
      "Page Viewed",
      "/cart",
    ]);
  });

  it("calls a goal by its name", () => {
    expect(stepLabel(catalog, { kind: "goal", value: "cart" })).toBe("Added to cart");
    expect(stepLabel(catalog, { kind: "goal", value: "gone" })).toBe("gone");
  });
});

const rate = (part: number, whole: number): Rate =>
  whole === 0
    ? { part, whole, rate: null, low: null, high: null }
    : { part, whole, rate: part / whole, low: (part / whole) * 0.9, high: Math.min(1, (part / whole) * 1.1) };

const steps = (reached: number[], open: number[], leaks: (number | null)[] = []): FunnelStepNumbers[] =>
  reached.map((count, i) => {
    const before = reached[i - 1];
    const entered = reached[0] ?? 0;
    return {
      label: `Step ${i + 1}`,
      tier: i === reached.length - 1 ? "macro" : "micro",
      reached: count,
      ...(before === undefined ? {} : { dropped: before - count - (open[i] ?? 0) }),
      open: open[i] ?? 0,
      fromPrevious: before === undefined ? null : rate(count, before),
      fromEntry: rate(count, entered),
      matured: before === undefined ? null : { rate: 0.5, low: 0.4, high: 0.6 },
      secondsFromPrevious: before === undefined || count === 0 ? null : { mean: 90, median: 60, p90: 200 },
      secondsFromEntry: null,
      revenue: i === reached.length - 1 && count > 0 ? [{ currency: "EUR", minor: count * 1000 }] : [],
      leak: leaks[i] == null ? null : { currency: "EUR", minor: leaks[i] },
    };
  });
const computed = { journeys: 0, events: 0, ms: 1, watermark: null };
const answer = (over: Partial<FunnelAnswer> = {}): FunnelAnswer => ({
  unit: "visitor",
  entered: 1000,
  steps: steps([1000, 400, 100], [0, 50, 0], [null, 9_000_000, 30_000]),
  computed,
  ...over,
});

describe("the funnel's picture", () => {
  it("splits those who reached the step before into reached, open and dropped", () => {
    const { rows, sentence, hasOpen } = prepareFunnel(answer());
    expect(rows.map(({ bar }) => bar)).toEqual([
      { reached: 1, open: 0, dropped: 0 },
      { reached: 0.4, open: 0.05, dropped: 0.55 },
      { reached: 0.1, open: 0, dropped: 0.3 },
    ]);
    expect(rows.map(({ reached, open, dropped }) => [reached, open, dropped])).toEqual([
      ["1,000", null, null],
      ["400", "50", "550"],
      ["100", null, "300"],
    ]);
    expect(hasOpen).toBe(true);
    expect(plain(sentence)).toBe("Of 1,000 visitors who entered, 100 (10.0 %) reached Step 3.");
  });

  it("explains rates, times and what leaks, and marks the largest leak", () => {
    const [first, second, third] = prepareFunnel(answer()).rows;
    expect(first?.fromPrevious).toEqual({ text: "", note: null });
    expect(plain(second?.fromPrevious.text)).toBe("40.0 %");
    expect(plain(second?.fromPrevious.note)).toBe(
      "400 of 1,000 visitors · 95 % interval 36.0–44.0 %. Once all windows are over about 50.0 % of entries (40.0–60.0 %) will have reached it.",
    );
    expect(plain(second?.median.text)).toBe("1 min");
    expect(second?.leak).toMatchObject({ text: "about €90K", isLargest: true });
    expect(third?.leak).toMatchObject({ text: "about €300", isLargest: false });
    expect([second?.revenue.text, third?.revenue.text]).toEqual(["—", "€1,000.00"]);
  });

  it("puts the previous period beside it as shares of its own entries", () => {
    const before = { unit: "visitor" as const, entered: 500, steps: steps([500, 100, 20], []) };
    const { rows } = prepareFunnel(answer({ previous: { ...before, from: "", to: "" } }));
    expect(rows.map(({ previous }) => [previous?.share, plain(previous?.text)])).toEqual([
      [1, "500 before"],
      [0.2, "100 before (20.0 % of entries)"],
      [0.04, "20 before (4.0 % of entries)"],
    ]);
    expect(rows.map(({ change }) => change?.kind)).toEqual([undefined, "up", "same"]);
  });

  it("shows no zero where nothing can be said", () => {
    const { rows, table } = prepareFunnel({ ...answer(), entered: 0, steps: steps([0, 0], [0, 0]) });
    expect(rows[1]).toMatchObject({
      fromPrevious: { text: "—" },
      fromEntry: { text: "—" },
      median: { text: "—" },
      revenue: { text: "—" },
      leak: null,
      previous: null,
    });
    expect(table.rows[1]?.map(({ raw }) => raw)).toEqual([
      "2. Step 2",
      0,
      0,
      0,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe("the breakdown", () => {
  const breakdown = prepareBreakdown(
    answer({
      breakdown: [
        { value: "desktop", entered: 300, steps: steps([300, 200, 80], [], [null, 100, 200]) },
        { value: null, other: true, entered: 500, steps: steps([500, 100, 10], [], [null, 99_999, 0]) },
        { value: "mobile", entered: 190, steps: steps([190, 50, 10], [], [null, 5000, 100]) },
        { value: null, entered: 10, steps: steps([10, 0, 0], []) },
      ],
    }),
    "device",
  );

  it("puts the group that loses most first and what is gathered last", () => {
    expect(breakdown.rows.map(({ label, entered, leak }) => [label, entered, leak])).toEqual([
      ["mobile", "190", "€51"],
      ["desktop", "300", "€3"],
      ["Not set", "10", "—"],
      ["Other", "500", "€1K"],
    ]);
  });

  it("knows the filter that keeps only a group", () => {
    expect(breakdown.rows.map(({ filter }) => filter)).toEqual([
      { field: "device", op: "is", values: ["mobile"] },
      { field: "device", op: "is", values: ["desktop"] },
      { field: "device", op: "notExists" },
      null,
    ]);
  });

  it("marks the lowest rate only where it is clearly lower, among groups large enough", () => {
    expect(breakdown.rows.map(({ steps }) => steps.map(({ isLowest }) => isLowest))).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [false, false],
    ]);
    expect(breakdown.rows[2]?.steps[1]).toMatchObject({ text: "—" });
    expect(breakdown.rows[2]?.whole).toMatchObject({ known: true, rate: 0 });
  });
});
