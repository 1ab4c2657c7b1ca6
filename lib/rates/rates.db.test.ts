import { expect, it } from "vitest";
import { givenProject, track } from "@/db/testing/given-project";
import type { Goal } from "@/lib/goals/definition";
import { deleteRate, listRates, readRates, saveRates } from "./store";

const usd = (day: string, rate: string) => ({ day, currency: "USD", rate });
const buy: Goal = {
  key: "buy",
  name: "Bought",
  tier: "macro",
  stage: "sale",
  match: { event: "Bought" },
  counting: "every",
  value: { property: "property.revenue", currency: "property.currency" },
};

it("turns what was earned into the project's currency at the rate of the event's day", async () => {
  const site = await givenProject({ goals: [buy], timezone: "Europe/Berlin" });
  const bought = (timestamp: string, revenue: number, currency: string) =>
    track("ada", "Bought", { timestamp, properties: { revenue, currency } });
  await site.send([
    bought("2026-10-01T12:00:00Z", 10, "USD"),
    bought("2026-10-02T22:30:00Z", 10, "USD"),
    bought("2026-10-02T12:00:00Z", 1, "EUR"),
    bought("2026-10-02T12:00:00Z", 5, "GBP"),
  ]);
  await saveRates(site.scope, [usd("2026-09-20", "0.9"), usd("2026-10-03", "0.80005")]);
  const range = { from: "2026-10-01", to: "2026-10-04" };
  const { goals } = await site.ask("conversions", range);
  expect(goals[0]).toMatchObject({
    value: [
      { currency: "EUR", minor: 100 },
      { currency: "GBP", minor: 500 },
      { currency: "USD", minor: 2000 },
    ],
    converted: { currency: "EUR", minor: 100 + 900 + 800, missing: ["GBP"] },
  });
  const { points, warnings } = await site.ask("timeseries", {
    ...range,
    metrics: [{ goal: "buy", count: "value" }],
  });
  expect(points.map(({ values }) => values)).toEqual([[900], [100], [800]]);
  expect(warnings).toMatchObject([{ code: "other_currencies", message: expect.stringContaining("GBP") }]);
});

it("keeps the last rate of a day and currency, and nobody else's", async () => {
  const [ours, theirs] = await Promise.all([givenProject(), givenProject()]);
  await saveRates(theirs.scope, [usd("2026-10-01", "7")]);
  await saveRates(ours.scope, [
    usd("2026-10-01", "0.5"),
    usd("2026-10-02", "0.6"),
    usd("2026-10-01", "0.92"),
  ]);
  await saveRates(ours.scope, [
    { day: "2026-10-02", currency: "JPY", rate: "0.006100" },
    usd("2026-10-02", "0.93"),
  ]);
  const all = [
    { day: "2026-10-02", currency: "JPY", rate: "0.006100" },
    usd("2026-10-02", "0.93"),
    usd("2026-10-01", "0.92"),
  ];
  expect(await listRates(ours.scope, { limit: 10 })).toEqual(all);
  expect(await listRates(ours.scope, { currency: "USD", limit: 1 })).toEqual([usd("2026-10-02", "0.93")]);
  const october = { from: Date.parse("2026-10-02"), to: Date.parse("2026-10-03") };
  expect(await readRates(ours.scope, october)).toHaveLength(3);
  expect(
    await readRates(ours.scope, { from: Date.parse("2026-11-05"), to: Number.POSITIVE_INFINITY }),
  ).toEqual([]);
  await deleteRate(ours.scope, { currency: "USD", day: "2026-10-01" });
  await expect(deleteRate(ours.scope, { currency: "USD", day: "2026-10-01" })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await listRates(ours.scope, { limit: 10 })).toEqual(all.slice(0, 2));
  expect(await listRates(theirs.scope, { limit: 10 })).toEqual([usd("2026-10-01", "7")]);
});

it("has no rate of the project's own currency", async () => {
  const site = await givenProject({ currency: "USD" });
  await expect(saveRates(site.scope, [usd("2026-10-01", "1")])).rejects.toMatchObject({
    code: "invalid",
    path: "currency",
  });
});
