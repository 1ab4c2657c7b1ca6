import { describe, expect, it } from "vitest";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import type { Goal } from "@/lib/goals/definition";
import { starterGoals } from "@/lib/goals/starter-goals";
import { createGoal } from "@/lib/goals/store";
import { ask, askAll, previewGoal } from "./engine";

const range = { from: "2026-11-01", to: "2026-11-08" };
const day = 86_400_000;

const at = (visitor: string, event: string, timestamp: string, more: object = {}): object =>
  track(visitor, event, { timestamp: `2026-11-${timestamp}:00Z`, ...more });

const bought = (visitor: string, timestamp: string, order: string, revenue: number): object =>
  at(visitor, "Order Completed", timestamp, {
    properties: { order_id: order, revenue, currency: "EUR" },
  });

/** Ada buys (her order arrives twice), Bob only looks, Eve comes after the range. */
const givenShop = async (): Promise<Site> => {
  const site = await givenProject({ goals: starterGoals, timezone: "Europe/Berlin" });
  await site.send([
    at("ada", "Product Viewed", "02T10:00"),
    at("bob", "Product Viewed", "02T10:00"),
    at("ada", "Product Added", "02T10:05"),
    bought("ada", "02T10:10", "o1", 19.99),
    bought("ada", "02T10:11", "o1", 19.99),
    at("eve", "Product Viewed", "08T10:00"),
  ]);
  return site;
};

const rate = (part: number, whole: number, low: number, high: number) => ({
  part,
  whole,
  rate: part / whole,
  low: expect.closeTo(low, 4),
  high: expect.closeTo(high, 4),
});

describe("a report over stored events", () => {
  it("counts goals, people and money", async () => {
    holdClock("2026-11-10T12:00:00Z");
    const site = await givenShop();
    const { computed, ...answer } = await site.ask("conversions", range);
    const goal = (key: string, conversions: number, converters: number) => ({
      ...starterGoals.find((one) => one.key === key),
      match: undefined,
      counting: undefined,
      value: [],
      converted: null,
      conversions,
      converters,
      rate: converters === 2 ? rate(2, 2, 0.3424, 1) : rate(1, 2, 0.0945, 0.9055),
    });
    expect(answer).toEqual({
      unit: "visitor",
      visitors: 2,
      sessions: 2,
      goals: [
        goal("product-viewed", 2, 2),
        goal("add-to-cart", 1, 1),
        { ...goal("checkout-started", 0, 0), rate: rate(0, 2, 0, 0.6576) },
        {
          ...goal("purchase", 1, 1),
          value: [{ currency: "EUR", minor: 1999 }],
          converted: { currency: "EUR", minor: 1999, missing: [] },
        },
      ],
    });
    expect(computed.watermark).not.toBeNull();
  });

  it("groups visitors by what is known of them, also from before the range", async () => {
    holdClock("2026-11-10T12:00:00Z");
    const site = await givenShop();
    await site.send([
      { type: "identify", anonymousId: "ada", userId: "u1", traits: { plan: "pro" } },
      at("eve", "Page Viewed", "01T10:00", { context: { page: { url: "https://shop.example/start" } } }),
    ]);
    const groups = async (by: string) => {
      const asked = { from: "2026-11-02", to: "2026-11-09", breakdown: { by } };
      const { breakdown } = await site.ask("conversions", asked);
      return breakdown?.map(({ value, visitors }) => [value, visitors]);
    };
    expect(await groups("trait.plan")).toEqual([
      [null, 2],
      ["pro", 1],
    ]);
    expect(await groups("first.path")).toEqual([
      [null, 2],
      ["/start", 1],
    ]);
    expect(await groups("visitor.isNew")).toEqual([
      ["true", 2],
      ["false", 1],
    ]);
  });

  it("answers several questions on the same state of the log", async () => {
    holdClock("2026-11-10T12:00:00Z");
    const site = await givenShop();
    const steps = [{ event: "Product Viewed" }, { goal: "add-to-cart" }, { goal: "purchase" }];
    const [funnel, days] = await askAll(site.scope, [
      { report: "funnel", question: { ...range, steps, windowMs: day } },
      {
        report: "timeseries",
        question: { ...range, metrics: [{ visitors: true }, { event: "Order Completed" }] },
      },
    ]);
    expect(funnel.steps.map(({ reached, label }) => [label, reached])).toEqual([
      ["Product Viewed", 2],
      ["Added to cart", 1],
      ["Purchase", 1],
    ]);
    expect(days.points.map(({ start, values }) => [start, ...values]).slice(0, 3)).toEqual([
      ["2026-10-31T23:00:00.000Z", 0, 0],
      ["2026-11-01T23:00:00.000Z", 2, 2],
      ["2026-11-02T23:00:00.000Z", 0, 0],
    ]);
    expect(days.computed.watermark).toBe(funnel.computed.watermark);
  });

  it("includes events that arrive late, wherever they belong", async () => {
    const clock = holdClock("2026-11-10T12:00:00Z");
    const site = await givenShop();
    const before = await site.ask("conversions", range);
    clock.advance(6 * day);
    await site.send([at("zoe", "Product Viewed", "03T10:00")]);
    const after = await site.ask("conversions", range);
    expect([before.visitors, after.visitors]).toEqual([2, 3]);
  });

  it("sees nothing from asOf on", async () => {
    holdClock("2026-11-10T12:00:00Z");
    const site = await givenShop();
    const { goals } = await site.ask("conversions", { ...range, asOf: "2026-11-02T10:05:00Z" });
    expect(goals.map(({ conversions }) => conversions)).toEqual([2, 0, 0, 0]);
  });

  it("leaves bots out unless asked for", async () => {
    holdClock("2026-11-10T12:00:00Z");
    const site = await givenShop();
    const userAgent = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    await site.send([at("crawler", "Product Viewed", "02T11:00")], { source: "write", userAgent });
    expect(await site.ask("conversions", range)).toMatchObject({ visitors: 2 });
    expect(await site.ask("conversions", { ...range, includeBots: true })).toMatchObject({ visitors: 3 });
  });

  it("is retroactive for a goal that is made today", async () => {
    holdClock("2026-11-10T12:00:00Z");
    const site = await givenShop();
    const goal: Goal = {
      key: "dear",
      name: "Dear order",
      tier: "macro",
      stage: "lead",
      match: { event: "Order Completed", where: { field: "property.revenue", op: "gte", value: 10 } },
      counting: "visitor",
      value: { fixed: { minor: 500, currency: "EUR" } },
    };
    const numbers = { key: "dear", conversions: 1, converters: 1, value: [{ currency: "EUR", minor: 500 }] };
    expect(await previewGoal(site.scope, goal)).toMatchObject({ ...numbers, visitors: 3 });
    await expect(site.ask("conversions", { ...range, goals: ["dear"] })).rejects.toMatchObject({
      code: "invalid",
    });
    await createGoal(site.scope, goal);
    expect((await site.ask("conversions", { ...range, goals: ["dear"] })).goals).toEqual([
      expect.objectContaining(numbers),
    ]);
  });

  it("is null where nothing can be said", async () => {
    const site = await givenProject({ goals: starterGoals });
    const { goals, computed } = await site.ask("conversions", range);
    expect(goals.map(({ rate }) => rate)).toEqual(
      Array(4).fill({ part: 0, whole: 0, rate: null, low: null, high: null }),
    );
    expect(computed.watermark).toBeNull();
  });
});

it("a question that is wrong says where, and a foreign goal is as unknown as one that is not there", async () => {
  const [site, other] = await Promise.all([givenProject(), givenProject({ goals: starterGoals })]);
  const steps = (goal: string) => ({ ...range, steps: [{ event: "A" }, { goal }], windowMs: day });
  for (const key of ["purchase", "nowhere"])
    await expect(ask(site.scope, { report: "funnel", question: steps(key) })).rejects.toMatchObject({
      code: "invalid",
      path: "steps.1.goal",
      message: expect.stringContaining(key),
    });
  await expect(ask(other.scope, { report: "funnel", question: steps("purchase") })).resolves.toMatchObject({
    entered: 0,
  });
  await expect(site.ask("conversions", { ...range, to: "2026-10-01" })).rejects.toMatchObject({
    code: "invalid",
    path: "to",
  });
});
