import { describe, expect, it } from "vitest";
import type { Goal } from "@/lib/goals/definition";
import { factsOf, fixAddress } from "./health-in-words";
import { patchedGoal } from "./patched-goal";

const goal: Goal = {
  key: "order",
  name: "Order",
  tier: "macro",
  stage: "sale",
  match: { event: "Order Completed" },
  counting: "every",
  value: { none: true },
};

describe("a fix", () => {
  it("opens the goal's form filled in", () => {
    const patch = { counting: { key: "property.order_id" } };
    const address = fixAddress("/a/b/goals", "order", { kind: "changeCounting", message: "", patch });
    const [path, query] = address.split("?");
    expect(path).toBe("/a/b/goals/edit/order");
    const text = new URLSearchParams(query).get("patch") ?? "";
    expect(patchedGoal(goal, text)).toEqual({ ...goal, ...patch });
    expect(fixAddress("/a/b/goals", "order", { kind: "checkTracking", message: "" })).toBe(
      "/a/b/goals/edit/order",
    );
  });

  it("changes nothing but rule and counting, and only into a goal", () => {
    expect(patchedGoal(goal, '{"key":"other","tier":"micro"}')).toEqual(goal);
    expect(patchedGoal(goal, '{"counting":"never"}')).toBeUndefined();
    for (const text of ["", "{", "null", "7"]) expect(patchedGoal(goal, text)).toBeUndefined();
  });
});

it("says the numbers behind a finding", () => {
  const rate = { part: 140, whole: 1540, rate: 140 / 1540, low: 0.0776, high: 0.1063 };
  expect(
    factsOf({
      kind: "doubleFiring",
      severity: "high",
      message: "",
      fix: { kind: "changeCounting", message: "" },
      evidence: { repeats: rate, byKey: 3, medianSeconds: 1.5 },
    }).map(({ label, text }) => `${label}: ${text.replaceAll("\u202f", " ")}`),
  ).toEqual(["Repeats: 9.1 %", "With the same order id: 3", "Half of them within: 2 s"]);
});
