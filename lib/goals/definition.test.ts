import { describe, expect, it } from "vitest";
import shopGoals from "@/examples/shop.goals.json" with { type: "json" };
import { isAppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import { goalDefinition, stagesOf } from "./definition";
import { starterGoals } from "./starter-goals";

const purchase = {
  key: "purchase",
  name: "Purchase",
  tier: "macro",
  stage: "sale",
  match: { event: "Order Completed" },
};

const refusal = (input: object): { path?: string; message: string } => {
  try {
    parseInput(goalDefinition, input);
  } catch (error) {
    if (isAppError(error)) return { path: error.path, message: error.message };
    throw error;
  }
  throw new Error("It was accepted.");
};

describe("a goal", () => {
  it("counts every match and has no value unless it says otherwise", () => {
    expect(parseInput(goalDefinition, purchase)).toEqual({
      ...purchase,
      counting: "every",
      value: { none: true },
    });
  });

  it.each([
    { counting: "session" },
    { counting: "visitor" },
    { counting: { key: "property.order_id" } },
    { value: { fixed: { minor: 500, currency: "EUR" } } },
    { value: { property: "property.revenue" } },
    { value: { property: "property.revenue", currency: "property.currency" } },
    { match: { any: [{ page: "/thanks/**" }, { engaged: { seconds: 30 } }] } },
    { match: { event: "A", where: { field: "property.price", op: "gte", value: 100 } } },
  ])("may say %j", (more) => {
    expect(parseInput(goalDefinition, { ...purchase, ...more })).toMatchObject(more);
  });

  it("has a stage of its tier", () => {
    for (const tier of ["micro", "macro"] as const)
      for (const stage of [...stagesOf.micro, ...stagesOf.macro]) {
        const fits = (stagesOf[tier] as readonly string[]).includes(stage);
        expect(goalDefinition.safeParse({ ...purchase, tier, stage }).success).toBe(fits);
      }
    expect(refusal({ ...purchase, stage: "cart" })).toEqual({
      path: "stage",
      message: "A macro goal's stage is one of: sale, subscription, lead.",
    });
  });

  it.each([
    ["key", { key: "Add To Cart" }],
    ["key", { key: "" }],
    ["name", { name: "  " }],
    ["tier", { tier: "mega" }],
    ["match", { match: {} }],
    ["match", { match: { event: "A", page: "/" } }],
    ["match.engaged", { match: { engaged: {} } }],
    ["counting", { counting: "twice" }],
    ["counting.key", { counting: { key: "order_id" } }],
    ["value", { value: {} }],
    ["value.fixed.minor", { value: { fixed: { minor: 1.5, currency: "EUR" } } }],
    ["value.fixed.minor", { value: { fixed: { minor: -1, currency: "EUR" } } }],
    ["value.fixed.currency", { value: { fixed: { minor: 1, currency: "eur" } } }],
    ["value.property", { value: { property: "revenue" } }],
    ["color", { color: "red" }],
  ])("is refused at %s for %j", (path, more) => {
    expect(refusal({ ...purchase, ...more }).path).toBe(path);
  });
});

it("is what the starter goals and the example file hold, each key once", () => {
  for (const goals of [starterGoals, shopGoals.goals]) {
    for (const goal of goals) expect(parseInput(goalDefinition, goal)).toMatchObject(goal);
    expect(new Set(goals.map(({ key }) => key)).size).toBe(goals.length);
    expect(new Set(goals.map(({ tier }) => tier))).toEqual(new Set(["micro", "macro"]));
  }
});
