import { describe, expect, it } from "vitest";
import { givenProject } from "@/db/testing/given-project";
import { starterGoals } from "@/lib/goals/starter-goals";
import { deleteGoal } from "@/lib/goals/store";
import { parseInput } from "@/lib/parse-input";
import { createSegment } from "@/lib/segments/store";
import { funnelDefinition, type SavedFunnel } from "./definition";
import { goalUsers } from "./goal-users";
import { changeFunnel, createFunnel, deleteFunnel, listFunnels } from "./store";

const funnel = (key: string, question: object = {}): SavedFunnel =>
  parseInput(funnelDefinition, {
    key,
    name: key,
    question: {
      steps: [{ event: "Product Viewed" }, { goal: "purchase" }],
      windowMs: 86_400_000,
      ...question,
    },
  });

const refused = (path: string, question: object): void =>
  expect(() => funnel("a", question), JSON.stringify(question)).toThrow(
    expect.objectContaining({ code: "invalid", path }),
  );

describe("a saved funnel", () => {
  it("is a funnel question without range, held to the same rules", () => {
    expect(funnel("a").question).toEqual({
      unit: "visitor",
      steps: [{ event: "Product Viewed" }, { goal: "purchase" }],
      order: "ordered",
      windowMs: 86_400_000,
      exclude: [],
      holdConstant: [],
    });
    refused("question.from", { from: "2026-01-01" });
    refused("question.previous", { previous: true });
    refused("question.steps", { steps: [] });
    refused("question.windowMs", { windowMs: 0 });
    refused("question.breakdown.at.step", { breakdown: { by: "device", at: { step: 3 } } });
    refused("question.breakdown.by", { breakdown: { by: "colour" } });
  });

  it("comes back as it was saved, oldest first", async () => {
    const { scope } = await givenProject({ goals: starterGoals });
    await createSegment(scope, {
      key: "m",
      name: "M",
      filter: { field: "device", op: "is", value: "mobile" },
    });
    const saved = [
      funnel("z"),
      funnel("a", {
        unit: "session",
        segment: "m",
        steps: [{ event: "A" }, { page: "/x", optional: true }, { goal: "purchase", withinMs: 1000 }],
        exclude: [{ event: "X", after: 1, before: 2 }],
        holdConstant: ["property.product_id"],
        breakdown: { by: "device", at: { step: 2 } },
      }),
    ];
    for (const one of saved) expect(await createFunnel(scope, one)).toEqual(one);
    expect(await listFunnels(scope)).toEqual(saved);
  });

  it("has a key of its own, can be changed, and is removed once", async () => {
    const { scope } = await givenProject({ goals: starterGoals });
    await createFunnel(scope, funnel("a"));
    await expect(createFunnel(scope, funnel("a"))).rejects.toMatchObject({ code: "conflict", path: "key" });
    const merge = (stored: SavedFunnel): SavedFunnel => ({ ...stored, name: "Renamed" });
    await changeFunnel(scope, { key: "a", merge });
    expect(await listFunnels(scope)).toEqual([{ ...funnel("a"), name: "Renamed" }]);
    await expect(changeFunnel(scope, { key: "b", merge })).rejects.toMatchObject({ code: "not_found" });
    await deleteFunnel(scope, { key: "a" });
    await expect(deleteFunnel(scope, { key: "a" })).rejects.toMatchObject({ code: "not_found" });
  });

  it.each([
    ["question.steps.1.goal", { steps: [{ event: "A" }, { goal: "gone" }] }],
    [
      "question.steps.0.where.value",
      { steps: [{ event: "A", where: { field: "path", op: "regex", value: "(" } }] },
    ],
    ["question.exclude.0.any.0.goal", { exclude: [{ any: [{ goal: "gone" }], after: 1, before: 2 }] }],
    ["question.segment.segment", { segment: "gone" }],
    ["question.segment.not.did.goal", { segment: { not: { did: { goal: "gone" } } } }],
  ])("is refused at %s for what is not there or cannot be used", async (path, question) => {
    const { scope } = await givenProject({ goals: starterGoals });
    await expect(createFunnel(scope, funnel("a", question))).rejects.toMatchObject({ code: "invalid", path });
    expect(await listFunnels(scope)).toEqual([]);
  });
});

it("says what names a goal, which does not keep it from being deleted", async () => {
  const { scope } = await givenProject({ goals: starterGoals });
  await createSegment(scope, { key: "buyers", name: "Buyers", filter: { did: { goal: "purchase" } } });
  await createFunnel(scope, funnel("buying"));
  const excluding = {
    steps: [{ event: "A" }, { event: "B" }],
    exclude: [{ goal: "purchase", after: 1, before: 2 }],
  };
  await createFunnel(scope, funnel("without", excluding));
  await createFunnel(scope, funnel("other", { steps: [{ goal: "add-to-cart" }] }));
  const users = [
    { kind: "segment", key: "buyers", name: "Buyers" },
    { kind: "funnel", key: "buying", name: "buying" },
    { kind: "funnel", key: "without", name: "without" },
  ];
  expect(await goalUsers(scope, "purchase")).toEqual(users);
  expect(await goalUsers(scope, "checkout-started")).toEqual([]);
  await deleteGoal(scope, { key: "purchase" });
  expect(await goalUsers(scope, "purchase")).toEqual(users);
});
