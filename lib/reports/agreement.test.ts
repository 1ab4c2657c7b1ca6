import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type Asked, productAnswer, referenceAnswer } from "./testing/answers";
import { asking, conversions, funnels, timeseries } from "./testing/arbitrary-questions";
import type { World } from "./testing/world";

const agrees = ({ world, asked }: { world: World; asked: Asked }): void => {
  expect(productAnswer(asked, world)).toEqual(referenceAnswer(asked, world));
};

vi.setConfig({ testTimeout: 120_000 });

describe("the product and the reference give the same whole answer", () => {
  it("for conversions", () => {
    fc.assert(fc.property(asking(conversions), agrees), { numRuns: 1_000 });
  });
  it("for funnels", () => {
    fc.assert(fc.property(asking(funnels), agrees), { numRuns: 1_500 });
  });
  it("for timeseries", () => {
    fc.assert(fc.property(asking(timeseries), agrees), { numRuns: 800 });
  });
});
