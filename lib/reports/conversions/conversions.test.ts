import { describe, expect, it } from "vitest";
import type { GoalValue } from "@/lib/goals/definition";
import { proportion } from "@/lib/statistics/wilson";
import { givenJourneys, goal } from "../testing/given-journeys";
import type { ConversionsAnswer } from "./definition";

const revenue: GoalValue = { property: "property.revenue", currency: "property.currency" };
const order = goal("buy", { counting: { key: "property.id" }, value: revenue });

const counts = ({ goals: [only] }: Pick<ConversionsAnswer, "goals">) =>
  only && [only.conversions, only.converters, only.rate.part, only.rate.whole];

describe("a whole answer", () => {
  it("states every goal with its rate and value", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view", "09:10 buy id=1 revenue=19.99", "12:00 buy id=2 revenue=5"],
        ben: ["09:00 view"],
      },
      { goals: [goal("view", { name: "Viewed", tier: "micro", stage: "engagement" }), order] },
    );
    expect(site.conversions()).toEqual({
      unit: "visitor",
      visitors: 2,
      sessions: 3,
      goals: [
        {
          key: "view",
          name: "Viewed",
          tier: "micro",
          stage: "engagement",
          conversions: 2,
          converters: 2,
          rate: proportion(2, 2),
          value: [],
          converted: null,
        },
        {
          key: "buy",
          name: "buy",
          tier: "macro",
          stage: "sale",
          conversions: 2,
          converters: 1,
          rate: proportion(1, 2),
          value: [{ currency: "EUR", minor: 2499 }],
          converted: { currency: "EUR", minor: 2499, missing: [] },
        },
      ],
    });
  });

  it("says nothing of a rate where nobody came", () => {
    const site = givenJourneys({ ada: ["+40 09:00 buy"] }, { goals: [order] });
    expect(site.conversions()).toMatchObject({
      visitors: 0,
      sessions: 0,
      goals: [{ conversions: 0, rate: { part: 0, whole: 0, rate: null, low: null, high: null }, value: [] }],
    });
  });

  it("counts the distinct visitors of more goals than one scan holds", () => {
    const goals = Array.from({ length: 40 }, (_, n) => goal(`goal-${n}`, { match: { event: `step ${n}` } }));
    const site = givenJourneys({ ada: ["09:00 step 0", "09:00 step 39", "09:01 step 39"] }, { goals });
    const answer = site.conversions({ breakdown: { by: "device" } });
    const hit = answer.goals.filter(({ conversions }) => conversions > 0);
    expect(hit.map(({ key, conversions }) => [key, conversions])).toEqual([
      ["goal-0", 1],
      ["goal-39", 2],
    ]);
    expect(answer.breakdown?.[0]?.goals).toHaveLength(40);
  });

  it("sets the same time of the week before beside it", () => {
    const site = givenJourneys(
      { ada: ["09:00 buy id=1 revenue=1", "11:00 buy id=2"], ben: ["+7 09:30 view"] },
      { goals: [order], now: "+7 10:00" },
    );
    const today = { from: site.at("+7 00:00"), to: site.at("+8 00:00"), previous: true };
    expect(site.conversions(today)).toMatchObject({
      visitors: 1,
      goals: [{ conversions: 0, previous: { conversions: 1, value: [{ currency: "EUR", minor: 100 }] } }],
      previous: { from: site.at("00:00"), to: site.at("+1 00:00"), visitors: 1, sessions: 1 },
    });
  });
});

describe("counting", () => {
  const journey = ["08:50 sign", "09:00 sign id=1", "09:10 sign id=1", "12:00 sign id=2", "12:10 sign"];
  it.each([
    ["every", "every", [4, 1, 1, 1]],
    ["the first of each session, though it lies before the range", "session", [1, 1, 1, 1]],
    ["the first in the range", "visitor", [1, 1, 1, 1]],
    ["each key once, and what has none", { key: "property.id" }, [3, 1, 1, 1]],
  ] as const)("takes %s", (_, counting, expected) => {
    const site = givenJourneys({ ada: journey }, { goals: [goal("sign", { counting })] });
    expect(counts(site.conversions({ from: site.at("09:00") }))).toEqual(expected);
  });

  it("takes a purchase once whose webhook comes three times", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view", "09:10 buy id=1"],
        hook: ["09:10:05 buy id=1 revenue=30 (passive)", "+1 09:10 buy id=1 revenue=31 (passive)"],
        late: ["+3 09:00 buy id=1 revenue=32 (passive)"],
      },
      { goals: [order] },
    );
    expect(counts(site.conversions())).toEqual([1, 1, 1, 1]);
    expect(site.conversions().goals[0]?.value).toEqual([{ currency: "EUR", minor: 3000 }]);
  });

  it("takes a key anew when its first occurrence is more than 30 days ago", () => {
    const copies = [
      "09:00 buy id=1",
      "+20 09:00 buy id=1",
      "+30 09:00 buy id=1",
      "+30 09:00:00.001 buy id=1",
    ];
    const site = givenJourneys({ ada: copies }, { goals: [order] });
    expect(counts(site.conversions({ to: site.at("+60 00:00") }))).toEqual([2, 1, 1, 1]);
    // A copy is one even where its original lies outside the range, and after exactly 30 days.
    const later = { from: site.at("+10 00:00"), to: site.at("+30 09:00:00.001") };
    expect(counts(site.conversions(later))).toEqual([0, 0, 0, 1]);
  });

  it("does not count what happens at asOf or later, but fills a value from before it", () => {
    const site = givenJourneys(
      { ada: ["09:00 buy id=1", "10:00 buy id=1 revenue=5", "11:00 buy id=2 revenue=7"] },
      { goals: [order] },
    );
    const valueAt = (asOf: string) => site.conversions({ asOf: site.at(asOf) }).goals[0]?.value;
    expect(valueAt("10:00")).toEqual([]);
    expect(valueAt("11:00")).toEqual([{ currency: "EUR", minor: 500 }]);
    expect(valueAt("11:00:00.001")).toEqual([{ currency: "EUR", minor: 1200 }]);
  });
});

describe("value", () => {
  it("is listed by currency, each rounded in its own minor units", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 buy revenue=1.005 currency=EUR", "09:01 buy revenue=1.015 currency=eur"],
        yui: ["09:00 buy revenue=1500 currency=JPY"],
        ali: [
          "09:00 buy revenue=1.2345 currency=KWD",
          "09:01 buy revenue=7 currency=XXX",
          "09:02 buy revenue=9",
        ],
      },
      { goals: [goal("buy", { value: revenue })] },
    );
    expect(site.conversions().goals[0]?.value).toEqual([
      { currency: "EUR", minor: 100 + 102 + 900 },
      { currency: "JPY", minor: 1500 },
      { currency: "KWD", minor: 1234 },
    ]);
  });
});

describe("other currencies", () => {
  const sold = goal("buy", { value: { property: "property.revenue", currency: "property.currency" } });
  const usd = { currency: "USD", day: "2026-03-02", rate: "0.5" };

  it("are converted one by one at the rate of the event's day, half to even", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 buy revenue=0.01 currency=USD", "09:10 buy revenue=0.03 currency=USD"],
        ben: ["+1 09:00 buy revenue=0.03 currency=USD", "09:00 buy revenue=1"],
      },
      { goals: [sold], rates: [usd] },
    );
    const { goals } = site.conversions();
    expect(goals[0]?.value).toEqual([
      { currency: "EUR", minor: 100 },
      { currency: "USD", minor: 7 },
    ]);
    expect(goals[0]?.converted).toEqual({ currency: "EUR", minor: 100 + 0 + 2 + 2, missing: [] });
  });

  it("without a rate are named, and all of them cannot be said", () => {
    const journeys = { ada: ["09:00 buy revenue=1 currency=USD", "+5 09:00 buy revenue=1 currency=JPY"] };
    const asked = (rates: (typeof usd)[]) =>
      givenJourneys(journeys, { goals: [sold], rates }).conversions().goals[0]?.converted;
    expect(asked([usd])).toEqual({ currency: "EUR", minor: 50, missing: ["JPY"] });
    expect(asked([])).toBeNull();
    expect(givenJourneys({}, { goals: [sold] }).conversions().goals[0]?.converted).toEqual({
      currency: "EUR",
      minor: 0,
      missing: [],
    });
    expect(givenJourneys(journeys, { goals: [goal("buy")] }).conversions().goals[0]?.converted).toBeNull();
  });
});

describe("a segment", () => {
  const site = givenJourneys(
    {
      ada: ["09:00 view device=mobile", "09:10 buy device=desktop"],
      ben: ["09:00 view device=mobile"],
      cy: ["09:00 view device=desktop", "09:10 buy device=mobile"],
      dee: ["09:00 view", "09:10 buy"],
    },
    { goals: [order] },
  );
  const on = (op: "is" | "isNot") =>
    counts(site.conversions({ segment: { field: "device", op, value: "mobile" } }));

  it("changes the whole and the part, by a visitor's first value, missing being not it", () => {
    expect(on("is")).toEqual([1, 1, 1, 2]);
    expect(on("isNot")).toEqual([2, 2, 2, 2]);
  });

  it("by channel takes the channel of the session", () => {
    const shop = givenJourneys(
      {
        ada: ["09:00 view path=/", "09:01 view path=/p utm.source=google utm.medium=cpc", "12:00 buy path=/"],
        ben: ["09:00 view path=/"],
        hook: ["09:00 buy"],
      },
      { goals: [order] },
    );
    const groups = shop.conversions({ unit: "session", breakdown: { by: "channel" } }).breakdown;
    expect(groups?.map(({ value, sessions, goals }) => [value, sessions, goals[0]?.conversions])).toEqual([
      ["Direct", 2, 1],
      ["Paid Search", 1, 0],
      [null, 1, 1],
    ]);
    const earlier = shop.conversions({ breakdown: { by: "channel" }, asOf: shop.at("09:01") });
    expect(earlier.breakdown?.map(({ value, visitors }) => [value, visitors])).toEqual([
      ["Direct", 2],
      [null, 1],
    ]);
  });
});

describe("passive events", () => {
  const site = givenJourneys(
    {
      ada: ["09:00 view", "09:20 renew (passive)", "09:40 renew (passive)", "+1 09:00 renew (passive)"],
      ben: ["09:00 renew (passive)"],
      cy: ["09:00 view session=s", "18:00 renew session=s (passive)"],
    },
    { goals: [goal("renew")] },
  );

  it("count as conversions, and alone make no visitor of a rate", () => {
    expect(counts(site.conversions())).toEqual([5, 3, 2, 2]);
    expect(site.conversions()).toMatchObject({ visitors: 2, sessions: 2 });
  });

  it("join a session under way without prolonging it, and alone make none", () => {
    expect(counts(site.conversions({ unit: "session" }))).toEqual([5, 2, 2, 2]);
    const all = { field: "device" as const, op: "notExists" as const };
    expect(counts(site.conversions({ unit: "session", segment: all }))).toEqual([2, 2, 2, 2]);
  });
});

describe("sessions as the unit", () => {
  it("stay one at a gap of exactly 30:00, and split a millisecond later and after a day", () => {
    const day = Array.from({ length: 50 }, (_, n) => {
      const time = `${String(Math.floor(n / 2) % 24).padStart(2, "0")}:${n % 2 ? "30" : "00"}`;
      return n < 48 ? `${time} view` : `+1 ${time} view`;
    });
    const site = givenJourneys({
      ada: ["09:00 view", "09:30 view", "10:00:00.001 view"],
      busy: day,
    });
    // Half-hourly from midnight: 00:00 of the next day is within 24 hours, 00:30 is not.
    expect(site.conversions({ unit: "session" })).toMatchObject({ visitors: 2, sessions: 4 });
  });

  it("belong to the range of their first event, and conversions after its end count with them", () => {
    const site = givenJourneys(
      { ada: ["09:50 view", "10:10 buy"], ben: ["08:50 view", "09:10 buy"] },
      { goals: [order] },
    );
    const range = { from: site.at("09:00"), to: site.at("10:00") };
    expect(counts(site.conversions({ ...range, unit: "session" }))).toEqual([1, 1, 1, 1]);
    expect(counts(site.conversions(range))).toEqual([1, 1, 1, 2]);
  });

  it("are left as they are by a bot's events in between", () => {
    const site = givenJourneys({ ada: ["09:00 view", "09:20 view (bot)", "09:40 view"] });
    expect(site.conversions().sessions).toBe(2);
    expect(site.conversions({ includeBots: true }).sessions).toBe(1);
  });
});

describe("a breakdown", () => {
  it("by a property takes what the first event of the unit has", () => {
    const site = givenJourneys(
      {
        ada: ['09:00 view category=["shoes","sale"]', "09:10 buy category=hats"],
        ben: ["09:00 view", "09:10 buy category=hats"],
        cy: ["09:00 view category=hats"],
      },
      { goals: [order] },
    );
    const { breakdown } = site.conversions({ breakdown: { by: "property.category" } });
    expect(breakdown?.map(({ value, visitors, goals }) => [value, visitors, goals[0]?.rate.part])).toEqual([
      ["hats", 1, 0],
      ["shoes", 1, 1],
      [null, 1, 1],
    ]);
  });

  it("by landing page, first touch, trait or novelty groups whole units", () => {
    const site = givenJourneys(
      {
        ada: [
          "09:00 app path=/app",
          "09:01 Page Viewed path=/a",
          "09:02 Page Viewed path=/b",
          "09:03 identify user=1",
          "+2 09:00 Page Viewed path=/b utm.source=news",
          "+2 09:10 buy user=1",
        ],
        ben: ["09:00 Page Viewed path=/b", "09:10 buy"],
        cy: ["+2 10:00 view"],
      },
      { goals: [order] },
    );
    const from = site.at("+1 00:00");
    const by = (field: string, more: object = {}) =>
      site
        .conversions({ breakdown: { by: field }, ...more })
        .breakdown?.map(({ value, visitors, goals }) => [value, visitors, goals[0]?.conversions]);
    expect(by("session.path", { unit: "session" })).toEqual([
      ["/b", 2, 2],
      ["/a", 1, 0],
      [null, 1, 0],
    ]);
    expect(by("session.path", { from })).toEqual([
      ["/b", 1, 1],
      [null, 1, 0],
    ]);
    expect(by("first.path", { from })).toEqual([
      ["/a", 1, 1],
      [null, 1, 0],
    ]);
    expect(by("utm.source")).toEqual([
      [null, 2, 1],
      ["news", 1, 1],
    ]);
    expect(by("visitor.isNew", { from })).toEqual([
      ["false", 1, 1],
      ["true", 1, 0],
    ]);
  });

  it("sets every group's period before beside it, also groups that are no more", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view device=tablet", "09:10 buy"],
        ben: ["09:00 view device=mobile"],
        cy: ["+7 09:00 view device=mobile", "+7 09:10 buy"],
        dee: ["+7 09:00 view device=desktop"],
        eve: ["+7 09:00 view device=mobile"],
      },
      { goals: [order] },
    );
    const range = { from: site.at("+7 00:00"), to: site.at("+8 00:00"), previous: true };
    const groups = (limit: number) =>
      site
        .conversions({ ...range, breakdown: { by: "device", limit } })
        .breakdown?.map(({ value, other, visitors, goals, previous }) => [
          other ? "other" : value,
          visitors,
          goals[0]?.conversions,
          previous?.visitors,
          previous?.goals[0]?.conversions,
        ]);
    expect(groups(8)).toEqual([
      ["mobile", 2, 1, 1, 0],
      ["desktop", 1, 0, 0, 0],
      ["tablet", 0, 0, 1, 1],
    ]);
    expect(groups(1)).toEqual([
      ["mobile", 2, 1, 1, 0],
      ["other", 1, 0, 1, 1],
    ]);
  });

  it("finds the largest of more values than are counted at once", () => {
    const many = Array.from({ length: 1_200 }, (_, n) => [`v${n}`, [`09:00 view path=/${n}`]] as const);
    const site = givenJourneys({ ...Object.fromEntries(many), last: ["09:00 view path=/1199"] });
    const { breakdown } = site.conversions({ breakdown: { by: "path", limit: 2 } });
    expect(breakdown?.map(({ value, other, visitors }) => [value, other, visitors])).toEqual([
      ["/1199", undefined, 2],
      ["/0", undefined, 1],
      [null, true, 1_198],
    ]);
  });

  it("refuses a field that units cannot have", () => {
    const breakdown = { by: "session.property.size" };
    expect(() => givenJourneys({}).conversions({ breakdown })).toThrow(/There is no field/);
  });

  it("is ordered by units and keeps conversions that have none", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view country=DE", "09:10 buy"],
        hook: ["09:00 buy country=FR (passive)"],
        other: ["09:00 buy country=FR (passive)"],
      },
      { goals: [order] },
    );
    const groups = site.conversions({ breakdown: { by: "country" } }).breakdown;
    expect(groups?.map(({ value, visitors, goals }) => [value, visitors, goals[0]?.conversions])).toEqual([
      ["DE", 1, 1],
      ["FR", 0, 2],
    ]);
  });
});
