import { describe, expect, it } from "vitest";
import type { SavedFunnel } from "@/lib/funnels/definition";
import type { Goal } from "@/lib/goals/definition";
import type { Rate } from "@/lib/reports/definition";
import {
  type FunnelAnswer,
  type FunnelQuestion,
  type FunnelStepNumbers,
  funnelQuestion,
} from "@/lib/reports/funnel/definition";
import { visitorsQuestion } from "@/lib/reports/visitors/definition";
import type { FunnelDefinition } from "./funnel-definition";
import { funnelInWords } from "./funnel-in-words";
import type { FunnelParams } from "./funnel-params";
import { crowdOf, type Piece, readPiece, writePiece } from "./funnel-pieces";
import { funnelSearch, paramsOf } from "./funnel-search";
import { defaultSteps, readFunnelView } from "./funnel-view";
import { prepareBreakdown } from "./prepare-breakdown";
import { prepareFunnel } from "./prepare-funnel";
import { prepareFunnelTrend } from "./prepare-funnel-trend";
import { prepareTimes } from "./prepare-times";
import { stepChoices, stepLabel } from "./step-choices";
import { windowLabel, windowMsOf, windowTextOf } from "./window-text";

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
const none: FunnelParams = {
  funnel: null,
  steps: null,
  window: null,
  order: null,
  exclude: null,
  hold: null,
  by: null,
  at: null,
};
const view = (params: Partial<FunnelParams>, saved: readonly SavedFunnel[] = []) =>
  readFunnelView({ ...none, ...params }, goals, saved);
const dayMs = 86_400_000;

describe("what the address asks of the funnel", () => {
  it("is the project's ladder within 7 days by device when it says nothing", () => {
    expect(view({})).toEqual({
      definition: {
        steps: [{ goal: "read" }, { goal: "cart" }, { goal: "checkout" }, { goal: "purchase" }],
        order: "ordered",
        windowMs: 7 * dayMs,
        exclude: [],
        holdConstant: [],
      },
      isDefault: true,
      by: "device",
      at: "entry",
      saved: null,
      isChanged: false,
      notices: [],
    });
    expect(defaultSteps([])).toEqual([]);
    expect(view({ steps: "goal:read~goal:cart~goal:checkout~goal:purchase" }).isDefault).toBe(true);
    expect(
      view({ steps: "goal:read~goal:cart~goal:checkout~goal:purchase", order: "strict" }).isDefault,
    ).toBe(false);
  });

  it("reads and writes every funnel there is, whatever its names contain", () => {
    const definition: FunnelDefinition = {
      steps: [
        { event: "Sign-up ~ 50%: done, really" },
        { page: "/a/*", optional: true, withinMs: 90_000 },
        { any: [{ goal: "cart" }, { page: "/x,y~z" }], withinMs: 36 * 3_600_000 },
        { goal: "cart", where: { field: "property.price", op: "gt", value: 20 } },
        { engaged: { scrollPercent: 50 }, optional: true },
        { goal: "purchase", withinMs: 1500 },
      ],
      order: "strict",
      windowMs: 36 * 3_600_000,
      exclude: [
        { event: "Removed, again", after: 1, before: 2 },
        {
          goal: "lead",
          where: { field: "device", op: "is", value: "tv" },
          after: 2,
          before: 4,
          mode: "discard",
        },
      ],
      holdConstant: ["property.product_id", "device"],
    };
    const read = view(paramsOf(definition));
    expect([read.notices, read.definition]).toEqual([[], definition]);
    expect(() =>
      funnelQuestion.parse({ from: "2026-11-01", to: "2026-11-02", ...read.definition }),
    ).not.toThrow();
    expect(paramsOf(view({}).definition)).toMatchObject({
      window: null,
      order: null,
      exclude: null,
      hold: null,
    });
  });

  it("leaves out steps it does not know and says so", () => {
    expect(view({ steps: "goal:gone~what~event:Bought~goal:cart~json:{~json:[1]" })).toMatchObject({
      definition: { steps: [{ event: "Bought" }, { goal: "cart" }] },
      isDefault: false,
      notices: [
        "There is no goal “gone”, so the funnel goes without that step.",
        "“what” is not a step, so the funnel goes without it.",
        "“json:{” is not a step, so the funnel goes without it.",
        "“json:[1]” is not a step, so the funnel goes without it.",
      ],
    });
    expect(view({ steps: "goal:gone" })).toMatchObject({ isDefault: true });
  });

  it("takes a window, a field and its place, and says when it cannot", () => {
    expect(view({ window: "36h", by: "property.brand", at: "2" })).toMatchObject({
      definition: { windowMs: 129_600_000 },
      by: "property.brand",
      at: { step: 2 },
      notices: [],
    });
    expect(
      view({ window: "400d", by: "colour", at: "9", order: "sideways", hold: "mood", exclude: "x" }),
    ).toMatchObject({
      definition: { windowMs: 7 * dayMs, order: "ordered", holdConstant: [], exclude: [] },
      by: null,
      at: "entry",
      notices: [
        "There is no window “400d”. Steps may take 7 days in all.",
        "There is no order “sideways”. Steps come in their order.",
        "“x” is not something to exclude, so nothing is.",
        "There is no field “mood” to hold constant.",
        "There is no field “colour” to break the funnel down by.",
        "A breakdown is taken at entry, last, first or the number of a step, not at “9”.",
      ],
    });
    expect(view({ by: "none" })).toMatchObject({ by: null, notices: [] });
  });

  it("repairs what its parts cannot have together", () => {
    const apart = view({
      steps: "optional,goal:read~optional,within-1h,goal:cart~goal:purchase",
      exclude: "1-2,event:X~2-9,event:Y",
    });
    expect(apart.definition).toMatchObject({
      steps: [{ goal: "read" }, { goal: "cart", optional: true, withinMs: 3_600_000 }, { goal: "purchase" }],
      exclude: [{ event: "X", after: 1, before: 2 }],
    });
    expect(apart.notices).toEqual([
      "The first step is the entry, so it is not optional.",
      "There is nothing between step 2 and step 9 to exclude, so the funnel goes without it.",
    ]);
    const anyOrder = view({
      steps: "goal:read~optional,goal:cart",
      order: "unordered",
      exclude: "1-2,event:X",
    });
    expect(anyOrder.definition).toMatchObject({ steps: [{ goal: "read" }, { goal: "cart" }], exclude: [] });
    expect(anyOrder.notices).toHaveLength(2);
  });

  it("opens a saved funnel, and tells a change of it", () => {
    const saved: SavedFunnel = {
      key: "buying",
      name: "Buying",
      question: {
        unit: "visitor",
        steps: [{ goal: "cart" }, { goal: "purchase" }],
        order: "ordered",
        windowMs: dayMs,
        exclude: [],
        holdConstant: [],
        breakdown: { by: "channel", at: "first", limit: 8 },
      },
    };
    expect(view({ funnel: "buying" }, [saved])).toMatchObject({
      definition: { steps: [{ goal: "cart" }, { goal: "purchase" }], windowMs: dayMs },
      isDefault: false,
      by: "channel",
      at: "first",
      saved: { key: "buying" },
      isChanged: false,
      notices: [],
    });
    const changed = view({ funnel: "buying", steps: "goal:cart~goal:purchase", window: "2d" }, [saved]);
    expect(changed).toMatchObject({ definition: { windowMs: 2 * dayMs }, isChanged: true });
    expect(view({ funnel: "gone" }, [saved])).toMatchObject({
      isDefault: true,
      saved: null,
      notices: ["There is no saved funnel “gone”. It may have been deleted."],
    });
  });

  it("keeps the rest of the address and forgets whose people were shown", () => {
    expect(funnelSearch("?range=7d&f=device:mobile&people=2.dropped", { order: "strict", steps: null })).toBe(
      "?range=7d&f=device:mobile&order=strict",
    );
  });

  it.each([
    ["90m", 5_400_000, "90 minutes", "90m"],
    ["1h", 3_600_000, "1 hour", "1h"],
    ["24h", dayMs, "1 day", "1d"],
    ["366d", 31_622_400_000, "366 days", "366d"],
    ["1500ms", 1500, "1500 milliseconds", "1500ms"],
  ])("reads the window %s", (text, ms, label, written) => {
    expect([windowMsOf(text), windowLabel(ms), windowTextOf(ms)]).toEqual([ms, label, written]);
  });

  it.each(["367d", "0d", "7", "1y", "-1d"])("knows no window %s", (text) => {
    expect(windowMsOf(text)).toBeNull();
  });

  it("says in a sentence what it asks", () => {
    const { definition } = view({
      steps: "goal:cart~within-30m,goal:purchase",
      order: "strict",
      hold: "property.product_id",
      exclude: "1-2,discard,goal:lead",
    });
    expect(funnelInWords(definition, "visitor", { goals })).toBe(
      "All steps in this order with nothing else between, within 7 days of the first, with the same product_id, without The lead between 1 and 2, or left out, step 2 within 30 minutes of the one before.",
    );
    expect(
      funnelInWords({ ...definition, order: "ordered", exclude: [], holdConstant: [] }, "session", { goals }),
    ).toBe("All steps in this order, in one session, step 2 within 30 minutes of the one before.");
  });
});

describe("the people behind a piece", () => {
  const question: FunnelQuestion = {
    from: "2026-11-01",
    to: "2026-11-02",
    windowMs: 1,
    steps: [{ event: "A" }, { event: "B", optional: true }, { event: "C" }],
    breakdown: { by: "device" },
  };
  const named = ["A", "B", "C"].map((label) => ({ label, isOptional: label === "B" }));

  it.each<Piece>([
    { step: 2, kind: "dropped" },
    { step: 12, kind: "open", row: "other" },
    { step: 1, kind: "reached", row: "notReached" },
    { step: 3, kind: "reached", row: { value: "a.b is:none ~ %" } },
    { step: 3, kind: "reached", row: { value: "none" } },
  ])("stands in the address as it was: %j", (piece) => expect(readPiece(writePiece(piece))).toEqual(piece));

  it.each(["", "0.reached", "2.gone", "2", "2.open.what"])("is none for %j", (text) =>
    expect(readPiece(text)).toBeNull(),
  );

  it("is a question and a sentence", () => {
    const { breakdown: _, ...whole } = question;
    expect(crowdOf({ step: 3, kind: "dropped" }, question, named)).toEqual({
      title: "Left before C",
      description: "Visitors who reached A and can no longer reach C.",
      of: { funnel: whole, step: 3, kind: "dropped" },
    });
    const mobile = crowdOf({ step: 1, kind: "reached", row: { value: "mobile" } }, question, named);
    expect(mobile).toMatchObject({
      title: "Entered: A",
      description: "Visitors who entered the funnel with A, Device mobile.",
    });
    expect(visitorsQuestion.parse({ of: mobile?.of }).of).toMatchObject({ value: "mobile", step: 1 });
    expect(crowdOf({ step: 3, kind: "open", row: "none" }, question, named)?.of).toMatchObject({
      value: null,
    });
  });

  it("has nobody who dropped out where nobody can", () => {
    expect(crowdOf({ step: 1, kind: "dropped" }, question, named)).toBeNull();
    expect(crowdOf({ step: 2, kind: "open" }, question, named)).toBeNull();
    expect(crowdOf({ step: 4, kind: "reached" }, question, named)).toBeNull();
    expect(
      crowdOf({ step: 1, kind: "reached", row: "none" }, { ...question, breakdown: undefined }, named),
    ).toBeNull();
  });
});

describe("choosing a step", () => {
  const catalog = {
    goals: [{ key: "cart", name: "Added to cart", tier: "micro" as const }],
    events: ["Product Added", "Page Viewed"],
    pages: ["/cart"],
  };

  it("finds goals, events and pages, and offers what is typed last", () => {
    expect(stepChoices(catalog, "cart").map(({ match }) => match)).toEqual([
      { goal: "cart" },
      { page: "/cart" },
      { event: "cart" },
    ]);
    expect(stepChoices(catalog, "/p/*").map(({ match }) => match)).toEqual([{ page: "/p/*" }]);
    expect(stepChoices(catalog, "").map(({ label }) => label)).toEqual([
      "Added to cart",
      "Product Added",
      "Page Viewed",
      "/cart",
    ]);
  });

  it("calls a step by what it is", () => {
    expect(stepLabel(catalog, { goal: "cart" })).toBe("Added to cart");
    expect(stepLabel(catalog, { goal: "gone" })).toBe("gone");
    expect(stepLabel(catalog, { any: [{ event: "A" }, { page: "/b" }] })).toBe("A or /b");
    expect(plain(stepLabel(catalog, { engaged: { scrollPercent: 50, page: "/b" } }))).toBe(
      "/b, scrolled 50 %",
    );
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
    expect(plain(second?.fromPrevious.note)).toBe("400 of 1,000 visitors · 95 % interval 36.0–44.0 %.");
    expect(plain(second?.matured?.text)).toBe("50.0 %");
    expect(plain(second?.matured?.note)).toBe(
      "50 visitors may still reach this step. Once all windows are over, about 50.0 % of entries will have reached it · 95 % interval 40.0–60.0 % (Kaplan–Meier).",
    );
    expect(third?.matured).toBeNull();
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
    expect(plain(rows[1]?.change?.text)).toBe("↑ +20.0 points (+15.2 to +24.5)");
    expect(rows[2]?.change?.text).toBe("≈ no real change");
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
        { value: null, notReached: true, entered: 5, steps: steps([5, 0, 0], []) },
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
      ["Not there yet", "5", "—"],
    ]);
    expect(breakdown.rows.map(({ row }) => row)).toEqual([
      { value: "mobile" },
      { value: "desktop" },
      "none",
      "other",
      "notReached",
    ]);
    expect(breakdown.rows[0]?.steps[0]).toMatchObject({ reached: "50", dropped: "140", open: null });
  });

  it("knows the filter that keeps only a group", () => {
    expect(breakdown.rows.map(({ filter }) => filter)).toEqual([
      { field: "device", op: "is", values: ["mobile"] },
      { field: "device", op: "is", values: ["desktop"] },
      { field: "device", op: "notExists" },
      null,
      null,
    ]);
    expect(breakdown.rows.map(({ whyNot }) => whyNot !== null)).toEqual([false, false, false, true, true]);
    const byBrand = prepareBreakdown(
      answer({ breakdown: [{ value: "Acme", entered: 10, steps: steps([10, 5, 1], []) }] }),
      "property.brand",
    );
    expect(byBrand).toMatchObject({ field: "brand", rows: [{ filter: null }] });
    expect(byBrand.rows[0]?.whyNot).toContain("A property belongs to single events");
  });

  it("marks the lowest rate only where it is clearly lower, among groups large enough", () => {
    expect(breakdown.rows.map(({ steps }) => steps.map(({ isLowest }) => isLowest))).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [false, false],
      [false, false],
    ]);
    expect(breakdown.rows[2]?.steps[1]).toMatchObject({ text: "—" });
    expect(breakdown.rows[2]?.whole).toMatchObject({ known: true, rate: 0 });
  });
});

describe("an optional step", () => {
  const skipped = prepareFunnel(
    answer({
      steps: steps([1000, 400, 100], [0, 0, 50]).map((step, i) =>
        i === 1 ? { ...step, optional: true as const, dropped: undefined } : step,
      ),
    }),
  );

  it("is taken or not, and nobody drops out there", () => {
    expect(skipped.rows[1]).toMatchObject({
      isOptional: true,
      reachedWords: "took it",
      dropped: null,
      open: null,
      bar: { reached: 0.4, open: 0, dropped: 0 },
    });
    expect(skipped.table.rows[1]?.map(({ raw }) => raw).slice(0, 4)).toEqual([
      "2. Step 2 (optional)",
      400,
      null,
      null,
    ]);
  });
});

describe("how long it takes", () => {
  const distribution = { bounds: [60, 300, 600, 3600], counts: [0, 30, 0, 10] };
  const timed = (over: Partial<FunnelAnswer> = {}): FunnelAnswer => {
    const numbers = answer().steps.map((step, i) => ({
      ...step,
      secondsFromEntry: i === 0 ? null : { mean: 400, median: 240, p90: 3000 },
      ...(i === 0 ? {} : { distribution }),
    }));
    return answer({ steps: numbers, distribution, ...over });
  };

  it("is the whole way first, then each part of it", () => {
    expect(prepareTimes(timed()).map(({ name }) => name)).toEqual([
      "Step 1 to Step 3",
      "Step 1 to Step 2",
      "Step 2 to Step 3",
    ]);
  });

  it("begins with the first bar that has somebody, and says what each one is", () => {
    const [whole] = prepareTimes(timed());
    expect(plain(whole?.sentence)).toBe(
      "Half of the 40 visitors took less than 4 min, nine in ten less than 50 min.",
    );
    expect(whole?.bars.map(({ label, height }) => [plain(label), height])).toEqual([
      ["5 min", 1],
      ["10 min", 0],
      ["1 h", 1 / 3],
    ]);
    expect(plain(whole?.bars[0]?.note)).toBe("1 min to 5 min: 30 of 40 visitors (75.0 %).");
    expect(whole?.ticks.map(({ text }) => text)).toEqual(["0", "10", "20", "30"]);
    expect(whole?.table.rows.map((row) => row[1]?.raw)).toEqual([30, 0, 10]);
  });

  it("is nothing where nobody went on", () => {
    expect(prepareTimes(answer())).toEqual([]);
    expect(prepareTimes(timed({ steps: timed().steps.slice(0, 1) }))).toEqual([]);
  });
});

describe("the trend of the funnel", () => {
  const points = [
    {
      start: "2026-11-19T23:00:00Z",
      complete: true,
      entered: 100,
      reached: 10,
      open: 0,
      rate: rate(10, 100),
    },
    { start: "2026-11-20T23:00:00Z", complete: false, entered: 50, reached: 2, open: 20, rate: rate(2, 50) },
    { start: "2026-11-21T23:00:00Z", complete: false, entered: 0, reached: 0, open: 0, rate: rate(0, 0) },
  ];
  const trend = prepareFunnelTrend(answer({ trend: points }), "day", "Europe/Berlin");

  it("says what may still rise and shows no zero where nobody entered", () => {
    expect(trend).toMatchObject({ aim: "Step 3", tier: "macro", hasRunning: true });
    expect(trend?.points.map(({ long, values }) => [long, plain(values.rate?.text)])).toEqual([
      ["Fri 20 Nov", "10.0 % · 10 of 100 visitors"],
      ["Sat 21 Nov, 20 still open", "4.0 % · 2 of 50 visitors"],
      ["Sun 22 Nov, not over yet", "—"],
    ]);
    expect(plain(trend?.sentence)).toBe(
      "The rate to Step 3 lay between 4.0 % and 10.0 % over 3 points, 2 of which may still rise.",
    );
    expect(trend?.table.rows[2]?.map(({ raw }) => raw)).toEqual([
      "Sun 22 Nov, not over yet",
      0,
      0,
      0,
      null,
      null,
      null,
    ]);
  });

  it("needs two steps and two points", () => {
    expect(prepareFunnelTrend(answer({ trend: points.slice(0, 1) }), "day", "UTC")).toBeNull();
    expect(prepareFunnelTrend(answer(), "day", "UTC")).toBeNull();
  });
});
