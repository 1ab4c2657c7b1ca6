import { expect, it } from "vitest";
import { givenProject, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import type { AdCost } from "@/lib/ad-costs/definition";
import { saveAdCosts } from "@/lib/ad-costs/store";
import { starterGoals } from "@/lib/goals/starter-goals";
import { deleteGoal } from "@/lib/goals/store";

const question = { from: "2026-11-02", to: "2026-11-04", goal: "purchase", by: "source" } as const;

const page = (who: string, timestamp: string, campaign?: object): object =>
  track(who, "Page Viewed", {
    timestamp: `2026-11-${timestamp}:00Z`,
    context: { page: { path: "/" }, campaign },
  });
const order = (who: string, timestamp: string, id: string, revenue: number): object =>
  track(who, "Order Completed", {
    timestamp: `2026-11-${timestamp}:00Z`,
    properties: { order_id: id, revenue, currency: "EUR" },
  });
const cost = (day: string, source: string, costMinor: number): AdCost => ({
  day,
  source,
  medium: "cpc",
  campaign: "spring",
  costMinor,
  currency: "EUR",
  clicks: null,
  impressions: null,
});
const euros = (minor: number) => ({ currency: "EUR", minor, missing: [] });

it("sets the costs of the days beside what they brought, of its own project alone", async () => {
  holdClock("2026-11-10T12:00:00Z");
  const site = await givenProject({ goals: starterGoals });
  const other = await givenProject({ goals: starterGoals, beside: site });
  const google = { source: "google", medium: "cpc", name: "spring" };
  for (const one of [site, other])
    await one.send([
      page("ada", "01T10:00", google),
      order("ada", "02T10:00", "o1", 40),
      page("ben", "03T10:00", google),
      order("ben", "03T10:05", "o2", 20),
    ]);
  await saveAdCosts(site.scope, [
    cost("2026-11-01", "google", 9_000),
    cost("2026-11-02", "google", 1_000),
    cost("2026-11-03", "google", 500),
    cost("2026-11-03", "bing", 300),
    cost("2026-11-04", "google", 9_000),
  ]);
  const { computed, ...answer } = await site.ask("attribution", question);
  const row = { conversions: 2, revenue: [{ currency: "EUR", minor: 6_000 }], converted: euros(6_000) };
  const nothing = { conversions: 0, revenue: [{ currency: "EUR", minor: 0 }], converted: euros(0) };
  expect(answer).toEqual({
    unit: "visitor",
    goal: "purchase",
    model: "lastNonDirect",
    by: "source",
    ...row,
    rows: [
      {
        key: "google",
        sessions: 1,
        ...row,
        share: 1,
        cost: euros(1_500),
        costPerConversion: 750,
        returnOnCost: 4,
      },
      {
        key: "bing",
        sessions: 0,
        ...nothing,
        share: 0,
        cost: euros(300),
        costPerConversion: null,
        returnOnCost: 0,
      },
    ],
    untouched: nothing,
    cost: euros(1_800),
  });
  const earlier = await site.ask("attribution", { ...question, asOf: "2026-11-03" });
  expect(earlier).toMatchObject({ conversions: 1, cost: euros(1_000) });
  const { rows, ...rest } = await other.ask("attribution", question);
  expect(rows).toEqual([{ key: "google", sessions: 1, ...row, share: 1 }]);
  expect(rest).not.toHaveProperty("cost");
});

it("answers the rest of a question about a goal that was deleted, and refuses one that never was", async () => {
  holdClock("2026-11-10T12:00:00Z");
  const site = await givenProject({ goals: starterGoals });
  await site.send([page("ada", "02T10:00"), order("ada", "02T10:01", "o1", 40)]);
  await deleteGoal(site.scope, { key: "purchase" });
  expect(await site.ask("attribution", { ...question, stages: {} })).toMatchObject({
    conversions: 0,
    revenue: [],
    rows: [{ key: "(direct)", sessions: 1, conversions: 0 }],
    warnings: [{ code: "goal_deleted" }],
  });
  await expect(site.ask("attribution", { ...question, goal: "never" })).rejects.toMatchObject({
    path: "goal",
  });
});
