import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isAppError } from "./errors";
import { goalDefinition } from "./goals/definition";
import { matcher, segmentFilter } from "./matching/definition";
import { parseInput } from "./parse-input";
import { funnelQuestion } from "./reports/funnel/definition";

const refusal = (schema: z.ZodType, input: unknown): { path?: string; message: string } => {
  try {
    parseInput(schema, input);
  } catch (error) {
    if (isAppError(error)) return { path: error.path, message: error.message };
    throw error;
  }
  throw new Error("It was accepted.");
};

const funnel = { from: "2026-11-01", to: "2026-11-02", windowMs: 1000, steps: [{ event: "A" }] };

describe("parseInput", () => {
  it("answers what the schema makes of the input", () => {
    expect(parseInput(z.strictObject({ a: z.number().default(1) }), {})).toEqual({ a: 1 });
  });

  it.each([
    ["a field nobody knows", funnelQuestion, { ...funnel, stepz: [] }, "stepz", /no field "stepz"/],
    [
      "a field nobody knows in a step",
      funnelQuestion,
      { ...funnel, steps: [{ event: "A", wher: 1 }] },
      "steps.0.wher",
      /no field "wher"/,
    ],
    [
      "a step of no known form",
      funnelQuestion,
      { ...funnel, steps: [{ evnt: "A" }] },
      "steps.0",
      /A matcher is/,
    ],
    [
      "a value of the wrong type",
      funnelQuestion,
      { ...funnel, steps: [{ event: "A" }, { event: 5 }] },
      "steps.1.event",
      /string/,
    ],
    ["a fractional window", funnelQuestion, { ...funnel, windowMs: 1.5 }, "windowMs", /whole number/],
    ["no steps", funnelQuestion, { ...funnel, steps: [] }, "steps", /at least one step/],
    [
      "an unknown operator",
      matcher,
      { event: "A", where: { field: "path", op: "looksLike", value: "x" } },
      "where",
      /op one of/,
    ],
    [
      "an unknown field of an event",
      matcher,
      { event: "A", where: { field: "colour", op: "exists" } },
      "where.field",
      /no field "colour"/,
    ],
    [
      "an empty value of a goal, of which no form is likelier",
      goalDefinition,
      { key: "a", name: "A", tier: "micro", stage: "cart", match: { event: "A" }, value: {} },
      "value",
      /A value is/,
    ],
    [
      "a nested condition",
      matcher,
      { any: [{ event: "A" }, { event: "B", where: { and: [{ field: "colour", op: "is", value: "x" }] } }] },
      "any.1.where.and.0.field",
      /no field "colour"/,
    ],
    [
      "a property outside a matcher",
      segmentFilter,
      { field: "property.price", op: "gt", value: 5 },
      "field",
      /belongs to single events/,
    ],
    [
      "an operator without its value",
      matcher,
      { event: "A", where: { field: "path", op: "is" } },
      "where",
      /A condition is|A filter is/,
    ],
  ])("says where and what is wrong: %s", (_, schema, input, path, message) => {
    expect(refusal(schema, input)).toEqual({ path, message: expect.stringMatching(message) });
  });
});
