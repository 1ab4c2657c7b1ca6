import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asked, productAnswer, referenceAnswer } from "./testing/answers";
import { asking, conversions, funnels, timeseries } from "./testing/arbitrary-questions";
import type { World } from "./testing/world";

const agrees = ({ world, asked }: { world: World; asked: Asked }): void => {
  expect(productAnswer(asked, world)).toEqual(referenceAnswer(asked, world));
};

const numRuns = Number(process.env.RUNS ?? 800);

describe("the product and the reference give the same whole answer", () => {
  it("for conversions", () => {
    fc.assert(fc.property(asking(conversions), agrees), { numRuns });
  });
  it("for funnels", () => {
    fc.assert(fc.property(asking(funnels), agrees), { numRuns });
  });
  it("for timeseries", () => {
    fc.assert(fc.property(asking(timeseries), agrees), { numRuns });
  });
});
