import { expect, it } from "vitest";
import { starterGoals } from "@/lib/goals/starter-goals";
import { suggestGoals } from "./suggest-goals";

const arriving = (counts: Record<string, number>) =>
  Object.entries(counts).map(([name, count]) => ({ name, count, lastSeen: "2026-11-22T10:00:00Z" }));

const keys = (...question: Parameters<typeof suggestGoals>) =>
  suggestGoals(...question).map(({ goal, events }) => [goal.key, events]);

it("offers the starters to a project that has nothing", () => {
  expect(keys([], [])).toEqual(starterGoals.map((goal) => [goal.key, null]));
});

it("offers goals for what arrives and is not counted", () => {
  const events = arriving({
    "Order Completed": 12,
    "Signed Up": 30,
    "Page Engaged": 900,
    "Page Viewed": 4000,
  });
  const purchase = starterGoals.filter((goal) => goal.key === "purchase");
  expect(keys(purchase, events)).toEqual([
    ["signed-up", 30],
    ["page-read", 900],
  ]);
});

it("offers nothing twice: neither an event inside another rule nor a key that is taken", () => {
  const [some] = starterGoals;
  if (!some) throw new Error("There are starter goals.");
  const events = arriving({ "Signed Up": 30, "Account Created": 5 });
  const goals = [
    { ...some, key: "joined", match: { any: [{ event: "Signed Up" }, { event: "Joined" }] } },
    { ...some, key: "account-created", match: { event: "Registered" } },
  ];
  expect(keys(goals, events)).toEqual([]);
});
