import { describe, expect, it } from "vitest";
import { stagesOf } from "@/lib/goals/definition";
import { countingInWords, tierWords, valueInWords } from "./goal-in-words";

describe("counting", () => {
  it.each([
    ["every" as const, "Every time"],
    ["session" as const, "Once a session"],
    ["visitor" as const, "Once a visitor"],
    [{ key: "property.order_id" }, "Once per order_id"],
  ])("says %j as %s", (counting, said) => {
    expect(countingInWords(counting)).toBe(said);
  });
});

describe("value", () => {
  it.each([
    [{ none: true as const }, "Without a value"],
    [{ fixed: { minor: 550, currency: "EUR" } }, "Worth €5.50"],
    [{ fixed: { minor: 550, currency: "JPY" } }, "Worth ¥550"],
    [{ fixed: { minor: 550, currency: "QQQ" } }, "Worth 550 QQQ"],
    [{ property: "property.revenue" }, "Worth revenue"],
    [{ property: "property.revenue", currency: "property.currency" }, "Worth revenue in currency"],
  ])("says %j as %s", (value, said) => {
    expect(valueInWords(value)).toBe(said);
  });
});

it("knows the stages of every tier", () => {
  expect(Object.fromEntries(tierWords.map(({ tier, stages }) => [tier, stages]))).toEqual(stagesOf);
});
