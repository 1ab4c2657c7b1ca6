import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import { type FunnelQuestion, funnelQuestion } from "./definition";

const [A, B, C] = [{ event: "A" }, { event: "B" }, { event: "C" }];
const base = { from: "2026-11-01", to: "2026-11-02", windowMs: 1000, steps: [A, B, C] };

const refusal = (question: object): { path?: string; message: string } => {
  try {
    parseInput(funnelQuestion, { ...base, ...question });
  } catch (error) {
    if (isAppError(error)) return { path: error.path, message: error.message };
    throw error;
  }
  throw new Error("It was accepted.");
};

describe("a funnel's definition is refused with the place and what is allowed", () => {
  it.each<[string, object, string, RegExp]>([
    ["no steps", { steps: [] }, "steps", /at least one step/],
    ["21 steps", { steps: Array.from({ length: 21 }, () => A) }, "steps", /at most 20 steps/],
    ["a window of 0", { windowMs: 0 }, "windowMs", /at least one millisecond/],
    ["a negative window", { windowMs: -5 }, "windowMs", /at least one millisecond/],
    ["half a millisecond", { windowMs: 0.5 }, "windowMs", /whole number/],
    ["a window of more than a year", { windowMs: 367 * 86_400_000 }, "windowMs", /at most 366 days/],
    ["an unknown order", { order: "any" }, "order", /"ordered", "strict" or "unordered"/],
    ["an optional entry", { steps: [{ ...A, optional: true }, B] }, "steps.0.optional", /first step/],
    ["a step's window of 0", { steps: [A, { ...B, withinMs: 0 }] }, "steps.1.withinMs", /one millisecond/],
    [
      "a field nobody knows in a step",
      { steps: [A, { ...B, optinal: true }] },
      "steps.1.optinal",
      /no field/,
    ],
    ["a step's type", { steps: [A, { ...B, optional: "yes" }] }, "steps.1.optional", /boolean/],
    [
      "an optional step without order",
      { order: "unordered", steps: [A, { ...B, optional: true }] },
      "steps.1.optional",
      /unordered/,
    ],
    [
      "a step's window without order",
      { order: "unordered", steps: [A, { ...B, withinMs: 5 }] },
      "steps.1.withinMs",
      /unordered/,
    ],
    [
      "an exclusion without order",
      { order: "unordered", exclude: [{ ...B, after: 1, before: 2 }] },
      "exclude",
      /unordered/,
    ],
    ["an exclusion after no step", { exclude: [{ ...B, after: 0, before: 2 }] }, "exclude.0.after", /1 to 2/],
    [
      "an exclusion after the last",
      { exclude: [{ ...B, after: 3, before: 4 }] },
      "exclude.0.after",
      /1 to 2/,
    ],
    [
      "an exclusion beyond the last",
      { exclude: [{ ...B, after: 2, before: 4 }] },
      "exclude.0.before",
      /3 to 3/,
    ],
    [
      "an exclusion back to front",
      { exclude: [{ ...B, after: 2, before: 1 }] },
      "exclude.0.before",
      /3 to 3/,
    ],
    ["an exclusion of one step", { exclude: [{ ...B, after: 2, before: 2 }] }, "exclude.0.before", /3 to 3/],
    [
      "an exclusion's mode",
      { exclude: [{ ...B, after: 1, before: 2, mode: "stop" }] },
      "exclude.0.mode",
      /discard/,
    ],
    ["an exclusion nowhere", { exclude: [B] }, "exclude.0", /"after": 1, "before": 2/],
    [
      "an exclusion in a funnel of one step",
      { steps: [A], exclude: [{ ...B, after: 1, before: 2 }] },
      "exclude.0.after",
      /one step/,
    ],
    [
      "too much to look for",
      {
        steps: Array.from({ length: 20 }, () => A),
        exclude: Array.from({ length: 13 }, () => ({ ...B, after: 1, before: 2 })),
      },
      "exclude",
      /room for 12 exclusions; these are 13/,
    ],
    [
      "something of nobody held constant",
      { holdConstant: ["colour"] },
      "holdConstant.0",
      /no field "colour"/,
    ],
    ["a trait held constant", { holdConstant: ["trait.plan"] }, "holdConstant.0", /no field "trait.plan"/],
    ["an interval nobody knows", { trend: { interval: "year" } }, "trend.interval", /"hour"/],
    [
      "a breakdown at no step",
      { breakdown: { by: "device", at: { step: 4 } } },
      "breakdown.at.step",
      /3 steps/,
    ],
  ])("%s", (_, question, path, message) => {
    expect(refusal(question)).toEqual({ path, message: expect.stringMatching(message) });
  });
});

it("a funnel with every option is taken as it is, and again", () => {
  const question: FunnelQuestion = {
    ...base,
    steps: [A, { any: [B, { page: "/b" }], optional: true }, { ...C, withinMs: 5000 }],
    order: "strict",
    exclude: [{ event: "X", after: 1, before: 3, mode: "discard" }],
    holdConstant: ["property.product_id"],
    distribution: true,
    trend: { interval: "week" },
  };
  const parsed = parseInput(funnelQuestion, question);
  expect(parsed).toMatchObject(question);
  expect(parseInput(funnelQuestion, parsed)).toEqual(parsed);
});
