import { expect, it } from "vitest";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { takeAdjustments } from "@/lib/adjustments/take-adjustments";
import { starterGoals } from "@/lib/goals/starter-goals";
import { compactUntilDone } from "@/lib/journeys/compact";

const hour = 3_600_000;
const week = 7 * 24 * hour;
const now = Date.parse("2026-11-09T12:00:00Z");
const question = { macro: "purchase", micros: ["product-viewed"], windowMs: 48 * hour };

/** Every Monday so many look around before noon, and one of them buys after it. */
const visitsOf = (many: number): object[] =>
  Array.from({ length: 16 }, (_, ago) => {
    const noon = now - ago * week;
    const at = (shift: number) => ({ timestamp: new Date(noon + shift).toISOString() });
    const order = { order_id: `o${ago}`, revenue: 10, currency: "EUR" };
    return [
      ...Array.from({ length: many }, (_, n) => track(`v${ago}-${n}`, "Product Viewed", at(-hour))),
      ...(ago === 0 ? [] : [track(`v${ago}-0`, "Order Completed", { ...at(hour), properties: order })]),
    ];
  }).flat();

const givenShop = async (many: number, beside?: Site): Promise<Site> => {
  holdClock(new Date(now).toISOString());
  const site = await givenProject({ goals: starterGoals, beside });
  await site.send(visitsOf(many));
  return site;
};

it("foresees from its own project's visitors alone, wherever their rows lie", async () => {
  const site = await givenShop(5);
  const neighbour = await givenShop(20, site);
  const nobody = await givenProject({ goals: starterGoals, beside: site });
  const check = async (of: Site, visitors: number) => {
    const { computed, ...answer } = await of.ask("pipeline", question);
    expect(answer).toMatchObject({
      visitors,
      before: { visitors, realised: { conversions: 1, value: { currency: "EUR", minor: 1_000 } } },
      steps: [{ micro: "product-viewed", visitors, rate: { part: 12, whole: 12 * visitors } }],
      backTest: { covered: { part: 8, whole: 8 } },
    });
    expect(answer.expected.conversions?.estimate).toBeCloseTo(1, 0);
    return answer;
  };
  const first = await check(site, 5);
  await check(neighbour, 20);
  await compactUntilDone(site.scope, undefined, { eventsPerShard: 1 });
  expect(await check(site, 5)).toEqual(first);
  expect(await nobody.ask("pipeline", question)).toMatchObject({
    visitors: 0,
    expected: { conversions: null, value: null },
    warnings: [{ code: "too_few" }],
  });
});

it("takes back a conversion whose order was cancelled", async () => {
  const site = await givenShop(5);
  const cancellation = {
    orderId: "o1",
    type: "cancellation",
    occurredAt: new Date(now - hour).toISOString(),
  };
  await takeAdjustments(site.scope, [cancellation]);
  const realised = async (basis: "net" | "gross") =>
    (await site.ask("pipeline", { ...question, basis })).before.realised;
  expect(await realised("net")).toMatchObject({ conversions: 0, value: { currency: "EUR", minor: 0 } });
  expect(await realised("gross")).toMatchObject({ conversions: 1, value: { currency: "EUR", minor: 1_000 } });
});
