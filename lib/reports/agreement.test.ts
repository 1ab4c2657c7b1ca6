import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type Asked, productAnswer, referenceAnswer } from "./testing/answers";
import { comparisons, crowdComparisons } from "./testing/arbitrary-compare";
import { matrices } from "./testing/arbitrary-matrix";
import { asking, conversions, funnels, timeseries } from "./testing/arbitrary-questions";
import { listings } from "./testing/arbitrary-visitors";
import { pathsQuestions, retentions } from "./testing/arbitrary-ways";
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
  it("for matrices", () => {
    fc.assert(fc.property(asking(matrices), agrees), { numRuns: 1_000 });
  });
  it("for timeseries", () => {
    fc.assert(fc.property(asking(timeseries), agrees), { numRuns: 800 });
  });
  it("for comparisons", () => {
    fc.assert(fc.property(asking(comparisons), agrees), { numRuns: 400 });
  });
  it("for comparisons of crowds", () => {
    fc.assert(fc.property(crowdComparisons, agrees), { numRuns: 200 });
  });
  it("for paths", () => {
    fc.assert(fc.property(asking(pathsQuestions), agrees), { numRuns: 1_000 });
  });
  it("for retention", () => {
    fc.assert(fc.property(asking(retentions), agrees), { numRuns: 800 });
  });
  it("for lists of visitors", () => {
    fc.assert(fc.property(asking(listings), agrees), { numRuns: 500 });
  });
});
