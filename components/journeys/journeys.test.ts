import { describe, expect, it } from "vitest";
import type { JourneyAnswer } from "@/lib/reports/journey/definition";
import type { PathsAnswer } from "@/lib/reports/paths/definition";
import type { RetentionAnswer } from "@/lib/reports/retention/definition";
import { proportion } from "@/lib/statistics/wilson";
import { journeyAddress } from "./journey-address";
import { journeysParams, journeysSearch } from "./journeys-params";
import { readJourneysView } from "./journeys-view";
import { preparePaths } from "./prepare-paths";
import { prepareRetention } from "./prepare-retention";
import { prepareTimeline, prepareVisitor } from "./prepare-timeline";

const plain = (text: string | null | undefined) => text?.replaceAll("\u202f", " ");
const computed = { journeys: 0, events: 0, ms: 1, watermark: null };
const goals = [
  { key: "cart", name: "Added to cart", tier: "micro" as const },
  { key: "order", name: "Purchase", tier: "macro" as const },
];

const nothing = Object.fromEntries(Object.keys(journeysParams).map((name) => [name, null])) as Record<
  keyof typeof journeysParams,
  null
>;
const range = { from: "2026-11-01", to: "2026-11-29" };
const view = (params: object = {}, days = range) => readJourneysView({ ...nothing, ...params }, days);

describe("what the address asks", () => {
  it("is paths from the first step, by event, until it says something else", () => {
    expect(view()).toEqual({
      tab: "paths",
      paths: { start: null, end: null, by: "event", depth: 5 },
      retention: { first: null, again: null, interval: "week", mode: "exact" },
      notices: [],
    });
  });

  it("names steps as funnels do, and cannot have a start and an end", () => {
    const both = view({ start: "event:Product Viewed", end: "goal:order", view: "paths" });
    expect(both.paths).toMatchObject({ start: { event: "Product Viewed" }, end: null });
    expect(both.notices).toEqual([
      "A path is followed from a start or back from an end. Showing the ways on.",
    ]);
    expect(view({ end: "goal:order" }).paths.end).toEqual({ goal: "order" });
  });

  it("says what it could not read", () => {
    const { notices, ...rest } = view({ view: "maps", by: "toString", depth: "99", first: "huh" });
    expect(rest).toMatchObject({ tab: "paths", paths: { by: "event", depth: 5 } });
    expect(notices).toHaveLength(4);
  });

  it("chooses buckets that suit the range", () => {
    const interval = (from: string, to: string) => view({}, { from, to }).retention.interval;
    expect(interval("2026-11-01", "2026-11-08")).toBe("day");
    expect(interval("2026-01-01", "2026-12-01")).toBe("month");
    expect(view({ interval: "day" }).retention.interval).toBe("day");
  });

  it("keeps what it does not change", () => {
    expect(journeysSearch("?range=7d", { ...nothing, view: "people" })).toBe("?range=7d&view=people");
  });
});

describe("the address of a timeline", () => {
  it("holds any id", () => {
    const slugs = { org: "acme", project: "shop" };
    expect(journeyAddress(slugs, "a/b #1?")).toBe("/acme/shop/journeys/a%2Fb%20%231%3F");
  });
});

const node = (depth: number, value: string | null, visitors: number, more: object = {}) => ({
  id: `${depth}:${value ?? "other"}`,
  depth,
  kind: "event" as const,
  value,
  label: value ?? "Other",
  ...(value === null ? { other: true as const } : {}),
  visitors,
  dropped: 0,
  beyond: 0,
  ...more,
});

/** Of a hundred who saw, sixty put it into the cart and thirty did something else; ten left. */
const forward: PathsAnswer = {
  unit: "visitor",
  by: "event",
  direction: "forward",
  total: 100,
  share: proportion(100, 200),
  nodes: [
    node(1, "view", 100, { dropped: 10 }),
    node(2, "cart", 60, { kind: "goal", label: "Added to cart", dropped: 20, beyond: 40 }),
    node(2, null, 30, { beyond: 30 }),
  ],
  links: [
    { source: "1:view", target: "2:cart", visitors: 60 },
    { source: "1:view", target: "2:other", visitors: 30 },
  ],
  dropped: [
    { depth: 1, visitors: 10 },
    { depth: 2, visitors: 20 },
  ],
  computed,
};

describe("the picture of paths", () => {
  it("has a bar a step, as high as its visitors, in the accent of a goal's tier", () => {
    const { bars, columns } = preparePaths(forward, goals);
    expect(bars.map(({ label, tone, column, numbers }) => [label, tone, column, plain(numbers)])).toEqual([
      ["view", "step", 0, "100 · 100 %"],
      ["Added to cart", "micro", 1, "60 · 60.0 %"],
      ["Other", "other", 1, "30 · 30.0 %"],
    ]);
    const [view, cart] = bars;
    expect((cart?.height ?? 0) / (view?.height ?? 1)).toBeCloseTo(0.6);
    expect((view?.droppedHeight ?? 0) / (view?.height ?? 1)).toBeCloseTo(0.1);
    expect(columns.map(({ title, ended }) => [title, ended])).toEqual([
      ["Start", "10 ended here"],
      ["Step 2", "20 ended here"],
    ]);
    expect(bars.map(({ match }) => match)).toEqual([{ event: "view" }, { goal: "cart" }, null]);
  });

  it("lets bands fill their bars one below the other, without touching what was dropped", () => {
    const { bars, bands } = preparePaths(forward, goals);
    const [toCart, toOther] = bands;
    expect(toCart?.leftY).toBe(0);
    expect(toOther?.leftY).toBeCloseTo(toCart?.height ?? 0);
    const view = bars[0];
    expect((toOther?.leftY ?? 0) + (toOther?.height ?? 0)).toBeCloseTo(
      (view?.height ?? 0) - (view?.droppedHeight ?? 0),
    );
    for (const [place, bar] of bars.entries())
      for (const other of bars.slice(place + 1))
        if (bar.column === other.column) expect(other.y).toBeGreaterThanOrEqual(bar.y + bar.height);
  });

  it("puts the end at the right where ways lead to it", () => {
    const backward: PathsAnswer = {
      ...forward,
      direction: "backward",
      nodes: [node(1, "order", 100, { dropped: 40 }), node(2, "view", 60, { dropped: 60 })],
      links: [{ source: "2:view", target: "1:order", visitors: 60 }],
      dropped: [
        { depth: 1, visitors: 40 },
        { depth: 2, visitors: 60 },
      ],
    };
    const { bars, columns, bands, sentence } = preparePaths(backward, goals);
    expect(bars.map(({ label, column }) => [label, column])).toEqual([
      ["order", 1],
      ["view", 0],
    ]);
    expect(columns).toEqual([
      { title: "1 before", ended: "60 began here" },
      { title: "End", ended: "40 began here" },
    ]);
    expect(bands[0]).toMatchObject({ column: 0, leftY: 0, rightY: 0 });
    expect(sentence).toBe("100 visitors have a path. Most came from view to order: 60.");
  });

  it("says the same as a table", () => {
    const { rows } = preparePaths(forward, goals).table;
    expect(rows.map((row) => row.map(({ text }) => plain(text)))).toEqual([
      ["Start", "view", "Added to cart", "60", "60.0 %"],
      ["Start", "view", "Other", "30", "30.0 %"],
      ["Start", "view", "(the end)", "10", "10.0 %"],
      ["Step 2", "Added to cart", "(the end)", "20", "20.0 %"],
    ]);
  });

  it("is empty of nobody's paths", () => {
    const { bars, height } = preparePaths({ ...forward, total: 0, nodes: [], links: [], dropped: [] }, goals);
    expect([bars, height]).toEqual([[], 0]);
  });
});

describe("the table of retention", () => {
  const answer: RetentionAnswer = {
    unit: "visitor",
    timezone: "UTC",
    interval: "week",
    mode: "exact",
    total: 30,
    cohorts: [
      {
        start: "2026-11-02T00:00:00Z",
        end: "2026-11-09T00:00:00Z",
        complete: true,
        size: 20,
        returned: [20, 5, null],
        soFar: [null, null, 1],
        rates: [proportion(20, 20), proportion(5, 20), null],
      },
      {
        start: "2026-11-09T00:00:00Z",
        end: "2026-11-16T00:00:00Z",
        complete: false,
        size: 10,
        returned: [10, null, null],
        soFar: [null, 2, null],
        rates: [proportion(10, 10), null, null],
      },
    ],
    average: [proportion(30, 30), proportion(5, 20), null],
    computed,
  };

  it("shows rates with their division, and marks what is not over", () => {
    const { periods, cohorts, average, sentence } = prepareRetention(answer);
    expect(periods).toEqual(["Week 0", "Week 1", "Week 2"]);
    expect(cohorts.map(({ cells }) => cells.map(({ kind, text }) => [kind, plain(text)]))).toEqual([
      [
        ["rate", "100 %"],
        ["rate", "25.0 %"],
        ["open", "5.0 %"],
      ],
      [
        ["rate", "100 %"],
        ["open", "20.0 %"],
        ["none", ""],
      ],
    ]);
    expect(plain(cohorts[0]?.cells[1]?.note)).toContain("5 of 20 visitors · 95 % interval");
    expect(cohorts[1]?.note).toContain("Not a whole week");
    expect(average.cells[1]?.strength).toBe(1);
    expect(plain(sentence)).toBe("30 visitors in all. 25.0 % came back in the week after their first.");
  });
});

describe("a timeline", () => {
  const event = {
    at: "2026-11-04T10:00:00.000Z",
    name: "Order Completed",
    host: "shop.example",
    path: "/done",
    title: null,
    properties: { revenue: 19.99, items: [{ id: 1 }] },
    goals: ["order"],
    values: [{ goal: "order", currency: "EUR", minor: 1999 }],
    automatic: false,
    passive: false,
    bot: false,
  };
  const vitals = { ...event, name: "Web Vitals", goals: [], values: [], automatic: true };
  const session: JourneyAnswer["sessions"][number] = {
    session: 2,
    start: "2026-11-04T10:00:00.000Z",
    end: "2026-11-04T10:03:20.000Z",
    channel: "Paid Search",
    source: "google",
    campaign: null,
    referrer: null,
    landing: "/p/1",
    device: "mobile",
    country: "de",
    events: [event, vitals, { ...vitals, goals: ["cart"] }],
    more: 1200,
  };

  it("says when, from where and what, in the project's time", () => {
    const [shown] = prepareTimeline([session], goals, "Europe/Berlin");
    expect(shown).toMatchObject({
      title: "Session 2",
      date: "Wed, 4 Nov 2026",
      start: "11:00:00",
      from: "Paid Search · google · mobile · Germany",
      landing: "/p/1",
      more: "1,200 more events in this session are not listed.",
    });
    expect(plain(shown?.duration)).toBe("3 min 20 s");
    expect(shown?.events[0]).toMatchObject({
      time: "11:00:00",
      page: "shop.example/done",
      goals: [{ key: "order", tier: "macro", worth: "€19.99" }],
      properties: [
        { name: "revenue", value: "19.99" },
        { name: "items", value: '[{"id":1}]' },
      ],
    });
  });

  it("shows the beginning of what is very long", () => {
    const long = { ...session, events: [{ ...event, properties: { note: "ab".repeat(2_000) } }] };
    const [shown] = prepareTimeline([long], goals, "UTC");
    const value = `${"ab".repeat(500)}… (4,000 characters)`;
    expect(shown?.events[0]?.properties).toEqual([{ name: "note", value }]);
  });

  it("folds away what the tracker sent by itself, unless it reached a goal", () => {
    const [shown] = prepareTimeline([session], goals, "UTC");
    expect(shown?.events.map(({ automatic }) => automatic)).toEqual([false, true, false]);
    expect(shown?.automatic).toBe(1);
  });

  it("calls an event in no session what it is", () => {
    const alone = { ...session, session: null, events: [{ ...event, passive: true }], more: 0 };
    expect(prepareTimeline([alone], goals, "UTC")[0]).toMatchObject({
      title: "Outside any session",
      duration: null,
      more: null,
      events: [{ marks: ["Passive"] }],
    });
  });

  it("says of the visitor only what is known", () => {
    const picture = prepareVisitor(
      {
        id: "ada",
        ids: [
          { kind: "user", id: "ada" },
          { kind: "anonymous", id: "phone" },
        ],
        moreIds: 3,
        firstSeen: null,
        lastSeen: null,
        sessions: 0,
        events: 0,
        country: null,
        device: null,
        channel: null,
        value: [],
        goals: [],
        traits: { plan: "pro" },
      },
      "UTC",
    );
    expect(picture).toEqual({
      id: "ada",
      facts: [
        { label: "Sessions", value: "0" },
        { label: "Events", value: "0" },
      ],
      goals: [],
      traits: [{ name: "plan", value: "pro" }],
      ids: "anonymous phone, 3 more",
    });
  });
});
