import { describe, expect, it } from "vitest";
import type { SegmentFilter } from "@/lib/matching/definition";
import { givenJourneys, goal } from "./testing/given-journeys";

type Site = ReturnType<typeof givenJourneys>;
type Asked = { unit?: "visitor" | "session"; from?: string; to?: string; asOf?: string };

/** How many units a segment keeps. */
const kept = (site: Site, segment: SegmentFilter, asked: Asked = {}): number => {
  const { visitors, sessions } = site.conversions({ ...asked, segment });
  return asked.unit === "session" ? sessions : visitors;
};

describe("a bare field", () => {
  const site = givenJourneys({
    ada: ["09:00 view", "09:01 view device=mobile", "12:00 view device=desktop"],
    ben: ["09:00 view device=desktop"],
    cleo: ["09:00 view"],
  });

  it("is its value at the unit's first event in the range that has it", () => {
    expect(kept(site, { field: "device", op: "is", value: "mobile" })).toBe(1);
    expect(kept(site, { field: "device", op: "is", value: "desktop" })).toBe(1);
    expect(kept(site, { field: "device", op: "is", value: "desktop" }, { unit: "session" })).toBe(2);
    const later = { from: site.at("10:00") };
    expect(kept(site, { field: "device", op: "is", value: "desktop" }, later)).toBe(1);
  });

  it.each(["isNot", "notContains"] as const)("that is missing satisfies %s", (op) => {
    expect(kept(site, { field: "device", op, value: "mobile" })).toBe(2);
  });
});

describe("what a session has", () => {
  const site = givenJourneys({
    ada: [
      "09:00 Page Viewed path=/landing utm.source=news",
      "09:10 Page Viewed path=/b utm.campaign=spring referrer=www.google.com/",
    ],
    ben: ["09:00 opened path=/early", "09:01 Page Viewed path=/landing referrer=www.google.com/"],
  });

  it("is its first page, and its traffic as one block", () => {
    expect(kept(site, { field: "session.path", op: "is", value: "/landing" })).toBe(2);
    expect(kept(site, { field: "session.utm.source", op: "is", value: "news" })).toBe(1);
    expect(kept(site, { field: "session.referrer", op: "exists" })).toBe(1);
    expect(kept(site, { field: "session.utm.campaign", op: "exists" })).toBe(0);
  });

  it("means the visitor's session that began before the range, too", () => {
    const from = site.at("09:05");
    expect(kept(site, { field: "path", op: "is", value: "/b" }, { from })).toBe(1);
    expect(kept(site, { field: "session.path", op: "is", value: "/landing" }, { from })).toBe(1);
  });
});

describe("what a visitor is", () => {
  const site = givenJourneys({
    ada: ["09:00 Page Viewed path=/a", "+3 09:00 Page Viewed path=/b referrer=www.google.com/"],
    ben: ["+3 09:00 Page Viewed path=/b utm.source=news utm.medium=email"],
  });
  const range = { from: site.at("+3 00:00"), to: site.at("+4 00:00") };

  it("begins with the first touch, however long ago", () => {
    expect(kept(site, { field: "first.path", op: "is", value: "/a" }, range)).toBe(1);
    expect(kept(site, { field: "first.channel", op: "is", value: "Direct" }, range)).toBe(1);
    expect(kept(site, { field: "first.channel", op: "is", value: "Email" }, range)).toBe(1);
    expect(kept(site, { field: "channel", op: "is", value: "Direct" }, range)).toBe(0);
  });

  it("is new when first seen inside the range", () => {
    expect(kept(site, { field: "visitor.isNew", op: "is", value: true }, range)).toBe(1);
    expect(kept(site, { field: "visitor.isNew", op: "is", value: true })).toBe(2);
    expect(kept(site, { field: "session.isFirst", op: "is", value: true }, { unit: "session" })).toBe(2);
    expect(kept(site, { field: "session.isFirst", op: "is", value: false }, { unit: "session" })).toBe(1);
  });
});

describe("what a unit did", () => {
  const site = givenJourneys(
    {
      ada: ["09:00 view", "09:05 cart price=5", "+9 09:00 view", "+9 09:05 cart price=50"],
      ben: ["09:00 view", "+1 09:00 view"],
    },
    { goals: [goal("cart")] },
  );

  it("counts in the range, ever, never and at least so often", () => {
    expect(kept(site, { did: { event: "cart" } })).toBe(1);
    expect(kept(site, { not: { did: { event: "cart" } } })).toBe(1);
    expect(kept(site, { did: { goal: "cart" }, atLeast: 2 })).toBe(1);
    expect(kept(site, { did: { event: "view" }, atLeast: 3 })).toBe(0);
    expect(kept(site, { did: { event: "cart" } }, { to: site.at("+5 00:00"), unit: "session" })).toBe(1);
    const dear: SegmentFilter = {
      did: { event: "cart", where: { field: "property.price", op: "gt", value: 10 } },
    };
    expect(kept(site, dear, { to: site.at("+5 00:00") })).toBe(0);
    expect(kept(site, dear)).toBe(1);
  });

  it("counts in the time before the end of the range, or before asOf", () => {
    const within = (days: number): SegmentFilter => ({
      did: { event: "cart" },
      withinMs: days * 86_400_000,
    });
    const range = { from: site.at("+8 00:00"), to: site.at("+10 00:00") };
    expect(kept(site, within(2), range)).toBe(1);
    expect(kept(site, { ...within(10), atLeast: 2 } as SegmentFilter, range)).toBe(1);
    expect(kept(site, { ...within(9), atLeast: 2 } as SegmentFilter, range)).toBe(0);
    expect(kept(site, within(7), { asOf: site.at("+9 09:01") })).toBe(0);
  });
});

describe("any filter", () => {
  it("changes the numerator and the denominator alike", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view device=mobile", "09:05 buy"],
        ben: ["09:00 view device=mobile"],
        cleo: ["09:00 view device=desktop", "09:05 buy"],
      },
      { goals: [goal("buy")] },
    );
    const rate = (value: string) =>
      site.conversions({ segment: { field: "device", op: "is", value } }).goals[0]?.rate;
    expect(rate("mobile")).toMatchObject({ part: 1, whole: 2 });
    expect(rate("desktop")).toMatchObject({ part: 1, whole: 1 });
    expect(rate("tablet")).toEqual({ part: 0, whole: 0, rate: null, low: null, high: null });
  });
});

describe("a segment that looks for many different events", () => {
  const site = givenJourneys(
    { ada: ["09:00 buy"], ben: ["09:00 view"] },
    { goals: [goal("buy"), goal("view")] },
  );
  const oneOf = (events: number): SegmentFilter => ({
    or: Array.from({ length: events }, (_, n) => ({
      did: { event: n === events - 1 ? "buy" : `event ${n}` },
    })),
  });

  it("is judged by all 32 of them, goals one scan after the other", () => {
    expect(site.conversions({ segment: oneOf(31) })).toMatchObject({
      visitors: 1,
      goals: [{ conversions: 1 }, { conversions: 0 }],
    });
  });

  it("is refused where it leaves no room for a goal", () => {
    expect(() => site.conversions({ segment: oneOf(32) })).toThrow(
      expect.objectContaining({
        code: "invalid",
        path: "segment",
        message: expect.stringContaining("at most 32"),
      }),
    );
  });

  it("is refused where it leaves no room for the question, with the place", () => {
    const segment = oneOf(31);
    const buys = { did: { event: "buy" } };
    const asking = [
      ["steps", () => site.funnel(["view", "buy"], { segment })],
      ["metrics", () => site.timeseries([{ event: "buy" }, { event: "view" }], { segment })],
      ["segment", () => site.matrix({ segment })],
      [
        "segments.1.filter",
        () =>
          site.compare(
            [
              { name: "a", filter: buys },
              { name: "b", filter: oneOf(33) },
            ],
            { metric: { goal: "buy" } },
          ),
      ],
      ["of.segment", () => site.visitors({ of: { ...site.range, segment: oneOf(32) } })],
    ] as const;
    for (const [path, ask] of asking) expect(ask).toThrow(expect.objectContaining({ code: "invalid", path }));
  });
});
