import { describe, expect, it } from "vitest";
import type { Adjustment } from "@/lib/adjustments/definition";
import type { Goal } from "@/lib/goals/definition";
import { productAnswer } from "./testing/answers";
import { givenJourneys, goal } from "./testing/given-journeys";

const eur = (minor: number) => [{ currency: "EUR", minor }];
const at = (time: string): number => Date.parse(`2026-03-${time}:00Z`);
const refund = (orderId: string, amountMinor: number, time: string, currency = "EUR"): Adjustment => ({
  orderId,
  type: "refund",
  amountMinor,
  currency,
  occurredAt: at(time),
});
const late = (orderId: string, amountMinor: number, time: string, currency = "EUR"): Adjustment => ({
  ...refund(orderId, amountMinor, time, currency),
  type: "value",
  amountMinor,
  currency,
});
const cancel = (orderId: string, time: string): Adjustment => ({
  orderId,
  type: "cancellation",
  occurredAt: at(time),
});

const buy = goal("buy", {
  counting: { key: "property.order_id" },
  value: { property: "property.revenue", currency: "property.currency" },
});
const journeys = {
  ada: ["09:00 view", "09:05 buy order_id=o1 revenue=100"],
  ben: ["10:00 view", "10:05 buy order_id=o2 revenue=50"],
  cleo: ["11:00 view"],
};
const given = (adjustments: readonly Adjustment[], goals: readonly Goal[] = [buy]) =>
  givenJourneys(journeys, { goals, adjustments });

const worthOf = (adjustments: readonly Adjustment[], question = {}) =>
  given(adjustments).conversions(question).goals[0]?.value;

describe("a refund", () => {
  it("takes off what it says, at the time of the order, in any number of parts", () => {
    const adjustments = [refund("o1", 2500, "05T12:00"), refund("o1", 500, "09T12:00")];
    expect(worthOf(adjustments)).toEqual(eur(12_000));
    expect(worthOf(adjustments, { from: "2026-03-02", to: "2026-03-03" })).toEqual(eur(12_000));
    expect(given(adjustments).conversions().goals[0]).toMatchObject({
      conversions: 2,
      gross: { conversions: 2, converters: 2, value: eur(15_000), converted: { minor: 15_000 } },
    });
  });

  it("is not known before it happened, nor to gross", () => {
    const adjustments = [refund("o1", 2500, "05T12:00")];
    expect(worthOf(adjustments, { asOf: "2026-03-05T12:00:00Z" })).toEqual(eur(15_000));
    expect(worthOf(adjustments, { asOf: "2026-03-05T12:00:00.001Z" })).toEqual(eur(12_500));
    const gross = given(adjustments).conversions({ basis: "gross" }).goals[0];
    expect(gross?.value).toEqual(eur(15_000));
    expect(gross).not.toHaveProperty("gross");
  });

  it("leaves no less than nothing of its order, and others alone", () => {
    expect(worthOf([refund("o1", 99_999, "05T12:00")])).toEqual(eur(5000));
    expect(worthOf([refund("nobody", 99_999, "05T12:00")])).toEqual(eur(15_000));
  });

  it("in another currency is converted at the rate of the order's day, or left out", () => {
    const adjustments = [refund("o1", 1000, "20T12:00", "USD"), refund("o1", 700, "20T12:00", "JPY")];
    const rates = [{ day: "2026-03-02", currency: "USD", rate: "0.5" }];
    const site = givenJourneys(journeys, { goals: [buy], adjustments, rates });
    expect(site.conversions().goals[0]?.value).toEqual(eur(14_500));
  });

  it("leaves a fixed value as it is, and a goal that stands for no order", () => {
    const lead = goal("buy", { value: { fixed: { minor: 700, currency: "EUR" } } });
    expect(given([refund("o1", 100, "05T12:00")], [lead]).conversions().goals[0]?.value).toEqual(eur(1400));
    const step = goal("buy", { tier: "micro", stage: "cart", value: { property: "property.revenue" } });
    const adjustments = [refund("o1", 100, "05T12:00"), cancel("o2", "05T12:00")];
    expect(given(adjustments, [step]).conversions().goals[0]).toMatchObject({
      conversions: 2,
      value: eur(15_000),
    });
  });
});

describe("a late value", () => {
  it("takes the place of the stated one; the latest holds, by time, then receipt", () => {
    const adjustments = [
      late("o1", 300, "07T12:00"),
      late("o1", 200, "05T12:00"),
      late("o1", 400, "07T12:00"),
    ];
    expect(worthOf(adjustments)).toEqual(eur(5400));
    expect(worthOf(adjustments, { asOf: "2026-03-06" })).toEqual(eur(5200));
  });

  it("is refunded from, whichever came first, and serves orders that stated none", () => {
    expect(worthOf([refund("o1", 150, "05T12:00"), late("o1", 200, "07T12:00")])).toEqual(eur(5050));
    const site = givenJourneys(
      { ada: ["09:00 buy order_id=o1"] },
      { goals: [buy], adjustments: [late("o1", 200, "05T12:00", "USD")] },
    );
    expect(site.conversions().goals[0]?.value).toEqual([{ currency: "USD", minor: 200 }]);
  });
});

describe("a cancellation", () => {
  const big = goal("big", { match: { goal: "buy" }, counting: "visitor" });

  it("takes away the conversion wherever a goal is named, also by way of another goal", () => {
    const site = given([cancel("o1", "05T12:00")], [buy, big]);
    const { goals } = site.conversions();
    expect(goals.map(({ conversions, value }) => [conversions, value])).toEqual([
      [1, eur(5000)],
      [1, []],
    ]);
    const reached = (step: object) =>
      site.funnel(["view", step as { goal: string }]).steps.map((one) => one.reached);
    expect(reached({ goal: "buy" })).toEqual([3, 1]);
    expect(reached({ goal: "big" })).toEqual([3, 1]);
    expect(reached({ event: "buy" })).toEqual([3, 2]);
    expect(site.conversions({ segment: { did: { goal: "buy" } } }).visitors).toBe(1);
    const points = site.timeseries([{ goal: "buy", count: "conversions" }]).points;
    expect(points[0]?.values).toEqual([1]);
    const behind = site.visitors({ of: { ...site.range, goal: "buy" } });
    expect(behind.visitors.map(({ id, value }) => [id, value])).toEqual([["ben", eur(5000)]]);
    const earned = site.compare(
      [{ name: "All" }, { name: "None", filter: { field: "device", op: "is", value: "none" } }],
      { metric: { revenuePerVisitor: true } },
    );
    expect(earned.segments[0]).toMatchObject({ part: 5000, whole: 3 });
  });

  it("outweighs whatever else is said of the order, and is gross nowhere", () => {
    const adjustments = [cancel("o1", "05T12:00"), late("o1", 900, "06T12:00"), refund("o1", 1, "07T12:00")];
    expect(worthOf(adjustments)).toEqual(eur(5000));
    const site = given(adjustments);
    const funnel = site.funnel(["view", { goal: "buy" }], { basis: "gross" });
    expect(funnel.steps.map((one) => one.reached)).toEqual([3, 2]);
  });

  it("lets the next order of a visitor be the first", () => {
    const first = goal("buy", { counting: "visitor", value: { property: "property.revenue" } });
    const site = givenJourneys(
      { ada: ["09:00 buy order_id=o1 revenue=10", "10:00 buy order_id=o2 revenue=20"] },
      { goals: [first], adjustments: [cancel("o1", "05T12:00")] },
    );
    expect(site.conversions().goals[0]).toMatchObject({ conversions: 1, value: eur(2000) });
  });
});

it("of copies of an order none is left when it is cancelled, and a filled-in value is refunded", () => {
  const twice = { ada: ["09:00 buy order_id=o1", "09:01 buy order_id=o1 revenue=30"] };
  const cancelled = givenJourneys(twice, { goals: [buy], adjustments: [cancel("o1", "05T12:00")] });
  expect(cancelled.conversions().goals[0]).toMatchObject({ conversions: 0, value: [] });
  const refunded = givenJourneys(twice, { goals: [buy], adjustments: [refund("o1", 1000, "05T12:00")] });
  expect(refunded.conversions().goals[0]).toMatchObject({ conversions: 1, value: eur(2000) });
});

it("the period before is asked with its own clock", () => {
  const weeks = {
    ada: ["09:00 buy order_id=o1 revenue=100", "+7 09:00 buy order_id=o2 revenue=100"],
  };
  const adjustments = [refund("o1", 4000, "10T12:00"), refund("o2", 1000, "10T12:00")];
  const site = givenJourneys(weeks, { goals: [buy], adjustments });
  const week = { from: "2026-03-09", to: "2026-03-16", previous: true };
  const { goals } = site.conversions({ ...week, asOf: "2026-03-17" });
  expect(goals[0]?.value).toEqual(eur(9000));
  expect(goals[0]?.previous?.value).toEqual(eur(10_000));
});

it("remembers with rows what was cancelled when: another state is another answer", () => {
  const site = given([cancel("o1", "05T12:00"), cancel("o2", "06T12:00")]);
  const counts = ["2026-03-05", "2026-03-06", "2026-03-07"].map((asOf) => {
    const asked = { report: "conversions" as const, question: { ...site.range, asOf } };
    return productAnswer(asked, site.world).goals[0]?.conversions;
  });
  expect(counts).toEqual([2, 1, 0]);
});
