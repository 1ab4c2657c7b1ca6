import { describe, expect, it } from "vitest";
import { proportion } from "@/lib/statistics/wilson";
import { givenJourneys, goal } from "../testing/given-journeys";
import type { FunnelStepNumbers } from "./definition";

const reached = ({ steps }: { steps: FunnelStepNumbers[] }) => steps.map((step) => step.reached);
const seconds = (value: number) => ({ mean: value, median: value, p90: value });

describe("a whole answer", () => {
  it("states counts, rates, times and money of each step", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view", "09:10 cart", "09:30 buy revenue=20"],
        ben: ["09:00 view", "09:20 cart"],
        cy: ["09:00 view"],
        dee: ["09:00 cart"],
      },
      { goals: [goal("buy", { name: "Purchase", value: { property: "property.revenue" } })] },
    );
    expect(site.funnel(["view", "cart", { goal: "buy" }])).toEqual({
      unit: "visitor",
      entered: 3,
      steps: [
        {
          label: "view",
          reached: 3,
          open: 0,
          fromPrevious: null,
          fromEntry: proportion(3, 3),
          secondsFromPrevious: null,
          secondsFromEntry: null,
          revenue: [],
        },
        {
          label: "cart",
          reached: 2,
          dropped: 1,
          open: 0,
          fromPrevious: proportion(2, 3),
          fromEntry: proportion(2, 3),
          // By hand: S = ⅔ · ½, Greenwood ⅙ + ½, log-log.
          matured: {
            rate: expect.closeTo(2 / 3),
            low: expect.closeTo(0.2259, 4),
            high: expect.closeTo(0.991, 4),
          },
          secondsFromPrevious: { mean: 900, median: 900, p90: 1140 },
          secondsFromEntry: { mean: 900, median: 900, p90: 1140 },
          revenue: [],
          // One visitor lost; of two who got here, one paid 20.00.
          leak: { currency: "EUR", minor: 1000 },
        },
        {
          label: "Purchase",
          tier: "macro",
          reached: 1,
          dropped: 1,
          open: 0,
          fromPrevious: proportion(1, 2),
          fromEntry: proportion(1, 3),
          matured: {
            rate: expect.closeTo(1 / 3),
            low: expect.closeTo(0.0548, 4),
            high: expect.closeTo(0.9459, 4),
          },
          secondsFromPrevious: seconds(1200),
          secondsFromEntry: seconds(1800),
          revenue: [{ currency: "EUR", minor: 2000 }],
          leak: { currency: "EUR", minor: 2000 },
        },
      ],
    });
  });

  it("says nothing where nobody entered", () => {
    const nothing = { rate: null, low: null, high: null };
    const { entered, steps } = givenJourneys({ ada: ["09:00 cart"] }).funnel(["view", "cart"]);
    expect(entered).toBe(0);
    expect(steps[1]).toEqual({
      label: "cart",
      reached: 0,
      dropped: 0,
      open: 0,
      fromPrevious: { part: 0, whole: 0, ...nothing },
      fromEntry: { part: 0, whole: 0, ...nothing },
      matured: null,
      secondsFromPrevious: null,
      secondsFromEntry: null,
      revenue: [],
      leak: null,
    });
  });

  it("says nothing about a step whose step before nobody reached", () => {
    const { steps } = givenJourneys({ ada: ["09:00 view"] }).funnel(["view", "cart", "buy"]);
    expect(steps[2]?.fromPrevious).toEqual({ part: 0, whole: 0, rate: null, low: null, high: null });
    expect(steps[2]?.fromEntry.rate).toBe(0);
  });

  it("lists currencies apart and states no leak across them", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:10 buy revenue=10.005 currency=EUR"],
      yui: ["09:00 view", "09:10 buy revenue=1500 currency=JPY"],
      cy: ["09:00 view", "09:10 buy revenue=much"],
      dee: ["09:00 view"],
    });
    expect(site.funnel(["view", "buy"]).steps[1]).toMatchObject({
      revenue: [
        { currency: "EUR", minor: 1000 },
        { currency: "JPY", minor: 1500 },
      ],
      leak: null,
    });
  });

  it("uses a goal's rule as a step, never its counting", () => {
    const site = givenJourneys(
      { ada: ["09:00 buy id=1", "09:10 view", "09:20 buy id=1"] },
      { goals: [goal("buy", { counting: { key: "property.id" } })] },
    );
    expect(reached(site.funnel(["view", { goal: "buy" }]))).toEqual([1, 1]);
  });

  it("says which step or exclusion names a goal that is not there", () => {
    const site = givenJourneys({});
    const gone = { goal: "gone" };
    expect(() => site.funnel(["view", gone])).toThrow(
      expect.objectContaining({ code: "invalid", path: "steps.1.goal" }),
    );
    const exclude = [{ ...gone, after: 1, before: 2 }];
    expect(() => site.funnel(["view", "buy"], { exclude })).toThrow(
      expect.objectContaining({ path: "exclude.0.goal" }),
    );
  });

  it("sets the same time of the week before beside it", () => {
    const site = givenJourneys(
      { ada: ["09:00 view", "09:10 buy"], ben: ["+7 09:00 view"], cy: ["+7 09:30 view", "+7 12:00 buy"] },
      { now: "+7 10:00" },
    );
    const day = { from: "2026-03-09", to: "2026-03-10", previous: true };
    const answer = site.funnel(["view", "buy"], {
      ...day,
      from: site.at("+7 00:00"),
      to: site.at("+8 00:00"),
    });
    expect(reached(answer)).toEqual([2, 0]);
    expect(answer.previous).toMatchObject({ from: site.at("00:00"), to: site.at("+1 00:00"), entered: 1 });
    expect(answer.previous?.steps[1]).toMatchObject({ reached: 1, dropped: 0, open: 0 });
  });
});

describe("a window that is still open", () => {
  const site = givenJourneys(
    {
      early: ["08:00 view"],
      late: ["09:30 view"],
      done: ["09:40 view", "09:50 buy"],
      future: ["09:00 view", "10:30 buy"],
    },
    { now: "10:00" },
  );

  it("is not a drop-off", () => {
    const { steps } = site.funnel(["view", "buy"], { window: "2h" });
    expect(steps[1]).toMatchObject({ reached: 1, dropped: 0, open: 3 });
    expect(site.funnel(["view", "buy"]).steps[1]).toMatchObject({ reached: 1, dropped: 1, open: 2 });
  });

  it("does not see what happens later, until it has", () => {
    const later = site.funnel(["view", "buy"], { window: "2h", asOf: site.at("10:30:00.001") });
    expect(later.steps[1]).toMatchObject({ reached: 2, dropped: 1, open: 1 });
  });

  it("gives no matured rate before someone was followed for all of it, and a fair one after", () => {
    expect(site.funnel(["view", "buy"], { window: "3h" }).steps[1]?.matured).toBeNull();
    // Of four, one had it after 10 minutes; the others were watched for 30, 60 and 120 without.
    expect(site.funnel(["view", "buy"], { window: "2h" }).steps[1]?.matured).toMatchObject({ rate: 0.25 });
  });

  it("still is at its very last millisecond", () => {
    const last = site.funnel(["view", "buy"], { window: "2h", asOf: site.at("10:00") });
    expect(last.steps[1]).toMatchObject({ dropped: 0, open: 3 });
    const over = site.funnel(["view", "buy"], { window: "2h", asOf: site.at("10:00:00.001") });
    expect(over.steps[1]).toMatchObject({ dropped: 1, open: 2 });
  });
});

describe("sessions as the unit", () => {
  it("keep an attempt within one session and report each", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:10 buy", "12:00 view", "13:00 buy"],
      ben: ["09:00 view"],
    });
    expect(reached(site.funnel(["view", "buy"], { window: "1d" }))).toEqual([2, 1]);
    expect(reached(site.funnel(["view", "buy"], { window: "1d", unit: "session" }))).toEqual([3, 1]);
  });

  it("are told apart by their ids, however they interleave", () => {
    const site = givenJourneys({
      ada: [
        "09:00 view session=tab1",
        "09:01 view session=tab2",
        "09:02 cart session=tab1",
        "09:03 cart session=tab2",
        "15:00 buy session=tab1",
      ],
    });
    expect(reached(site.funnel(["view", "cart", "buy"], { window: "1d", unit: "session" }))).toEqual([
      2, 2, 1,
    ]);
  });

  it("belong to the range of their first event and count whole", () => {
    const site = givenJourneys({
      ada: ["08:50 view", "09:10 view", "09:20 buy"],
      ben: ["09:50 cart", "10:10 view", "10:20 buy"],
    });
    const range = { from: site.at("09:00"), to: site.at("10:00") };
    expect(reached(site.funnel(["view", "buy"], { ...range, unit: "session" }))).toEqual([1, 1]);
    expect(reached(site.funnel(["view", "buy"], range))).toEqual([1, 1]);
  });

  it("end with their gap, after which an attempt is no longer open, passive events or not", () => {
    const site = givenJourneys(
      { ada: ["09:00 view", "09:25 refund (passive)"], ben: ["09:00 view session=own"], cy: ["09:21 view"] },
      { now: "09:50" },
    );
    const { steps } = site.funnel(["view", "buy"], { window: "2d", unit: "session" });
    expect(steps[1]).toMatchObject({ reached: 0, dropped: 1, open: 2 });
  });

  it("end after a day, however busy", () => {
    const times = Array.from(
      { length: 48 },
      (_, n) => `${String(n >> 1).padStart(2, "0")}:${n % 2 ? "30" : "00"}`,
    );
    const ada = [...times.map((time) => `${time} view`), "+1 00:00 view"];
    const openAt = (now: string) =>
      givenJourneys({ ada }, { now }).funnel(["view", "buy"], { window: "2d", unit: "session" }).steps[1]
        ?.open;
    expect(openAt("23:59")).toBe(1);
    expect(openAt("+1 00:00")).toBe(1);
    expect(openAt("+1 00:00:00.001")).toBe(0);
  });
});

describe("a breakdown", () => {
  const site = givenJourneys({
    ada: ["09:00 view device=mobile", "09:10 buy"],
    ben: ["09:00 view device=mobile", "09:10 buy device=desktop"],
    cy: ["09:00 view device=tablet"],
    dee: ["09:00 view", "09:10 buy"],
    eve: ["08:00 cart device=desktop", "09:00 view"],
  });
  const groups = (at: "entry" | "last" | "first" | { step: number }, limit = 8) =>
    site
      .funnel(["view", "buy"], { breakdown: { by: "device", at, limit } })
      .breakdown?.map(({ steps, entered: _entered, ...label }) => ({
        ...label,
        reached: reached({ steps }),
      }));

  it("keeps a visitor in the group of the entry, whatever step 2 says", () => {
    expect(groups("entry")).toEqual([
      { value: "mobile", reached: [2, 2] },
      { value: null, reached: [2, 1] },
      { value: "tablet", reached: [1, 0] },
    ]);
  });

  it("by the last reached step takes its value, missing or not", () => {
    expect(groups("last")).toEqual([
      { value: null, reached: [3, 2] },
      { value: "desktop", reached: [1, 1] },
      { value: "tablet", reached: [1, 0] },
    ]);
  });

  it("by first touch takes the first value a visitor has in the range", () => {
    expect(groups("first")).toEqual([
      { value: "mobile", reached: [2, 2] },
      { value: "desktop", reached: [1, 0] },
      { value: "tablet", reached: [1, 0] },
      { value: null, reached: [1, 1] },
    ]);
  });

  it("at a step keeps those who did not reach it in a row of their own", () => {
    expect(groups({ step: 2 })).toEqual([
      { value: null, reached: [2, 2] },
      { value: "desktop", reached: [1, 1] },
      { value: null, notReached: true, reached: [2, 0] },
    ]);
  });

  it("gathers values beyond the limit, never those without one", () => {
    expect(groups("first", 1)).toEqual([
      { value: "mobile", reached: [2, 2] },
      { value: null, reached: [1, 1] },
      { value: null, other: true, reached: [2, 0] },
    ]);
  });

  it("finds the largest of more values than are counted at once", () => {
    const many = Array.from({ length: 1_200 }, (_, n) => [`v${n}`, [`09:00 view path=/${n}`]] as const);
    const shop = givenJourneys({ ...Object.fromEntries(many), last: ["09:00 view path=/1199"] });
    const { breakdown } = shop.funnel(["view"], { breakdown: { by: "path", at: "entry", limit: 2 } });
    expect(breakdown?.map(({ value, other, entered }) => [value, other, entered])).toEqual([
      ["/1199", undefined, 2],
      ["/0", undefined, 1],
      [null, true, 1_198],
    ]);
  });

  it("by first touch passes over a property that is there but empty", () => {
    const shop = givenJourneys({ ada: ['08:00 cart item={"colour":"red"}', '09:00 view item=[{"size":7}]'] });
    const breakdown = { by: "property.item.size" as const, at: "first" as const };
    expect(shop.funnel(["view"], { breakdown }).breakdown?.map(({ value }) => value)).toEqual(["7"]);
  });
});

describe("a segment", () => {
  it("changes the whole and the part", () => {
    const site = givenJourneys({
      ada: ["09:00 view device=mobile", "09:10 buy"],
      ben: ["09:00 view device=mobile"],
      cy: ["09:00 view device=desktop", "09:10 buy device=mobile"],
      dee: ["09:00 view", "09:10 buy"],
    });
    const on = (op: "is" | "isNot") =>
      site.funnel(["view", "buy"], { segment: { field: "device", op, value: "mobile" } }).steps[1]
        ?.fromPrevious;
    expect(on("is")).toEqual(proportion(1, 2));
    expect(on("isNot")).toEqual(proportion(2, 2));
  });
});
