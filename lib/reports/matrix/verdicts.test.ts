import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mantelHaenszel } from "@/lib/statistics/mantel-haenszel";
import { referenceVerdicts } from "../testing/reference-verdicts";
import { judgeLifts } from "./verdicts";

/** The lift of sessions that are all alike. */
const lift = (aPart: number, aWhole: number, bPart: number, bWhole: number) => {
  const found = mantelHaenszel([{ aPart, aWhole, bPart, bWhole }]);
  if (!found) throw new Error("A group is empty.");
  const { ratio, low, high, pValue, used, skipped } = found;
  return {
    ...{ ratio, low, high, pValue },
    exposed: { part: aPart, whole: aWhole },
    unexposed: { part: bPart, whole: bWhole },
    strataUsed: used,
    strataSkipped: skipped,
  };
};
const nothing = { ...lift(0, 9, 0, 9), ratio: null, low: null, high: null, pValue: null };
type Lifts = Parameters<typeof judgeLifts>[0];
const reasons = (...lifts: Lifts) =>
  judgeLifts(lifts).map(({ verdict, verdictReason }) => `${verdict}: ${verdictReason}`);

describe("a verdict", () => {
  it("is useful when the lift is above one, vanity when it is certainly below 1.1", () => {
    expect(reasons(lift(300, 1000, 200, 1000))).toEqual(["useful: aboveOne"]);
    expect(reasons(lift(3000, 10_000, 3000, 10_000))).toEqual(["vanity: noLift"]);
    expect(reasons(lift(100, 1000, 200, 1000))).toEqual(["vanity: noLift"]);
    // Certainly above one, and certainly not by a tenth.
    expect(reasons(lift(515_000, 1e6, 500_000, 1e6))).toEqual(["vanity: noLift"]);
  });

  it("cannot be told where the interval spans one and reaches 1.1", () => {
    expect(reasons(lift(32, 100, 30, 100))).toEqual(["cannotTell: unclear"]);
  });

  it("needs 30 in both groups", () => {
    expect(reasons(lift(30, 30, 200, 1000))).toEqual(["useful: aboveOne"]);
    expect(reasons(lift(29, 29, 200, 1000))).toEqual(["cannotTell: tooFew"]);
    expect(reasons(lift(29, 1000, 1, 29))).toEqual(["cannotTell: tooFew"]);
  });

  it("is not given where there is nothing to compare", () => {
    expect(reasons(nothing)).toEqual(["cannotTell: notComparable"]);
    expect(judgeLifts([])).toEqual([]);
  });

  it("can be useful where nobody converts without, and vanity where nobody does with", () => {
    expect(reasons(lift(50, 100, 0, 100))).toEqual(["useful: aboveOne"]);
    expect(reasons(lift(0, 100, 50, 100))).toEqual(["vanity: noLift"]);
  });
});

describe("among many", () => {
  const none = lift(300, 1000, 300, 1000);
  /** Alone p is 0.041. */
  const chance = lift(340, 1000, 298, 1000);
  const certain = lift(500, 1000, 300, 1000);

  it("takes more to be useful, by Benjamini and Hochberg", () => {
    expect(reasons(chance)).toEqual(["useful: aboveOne"]);
    expect(reasons(chance, none)).toEqual(["cannotTell: unclear", "cannotTell: unclear"]);
    // Another one that is certain makes room: 0.041 · 2 / 2.
    expect(reasons(chance, certain)).toEqual(["useful: aboveOne", "useful: aboveOne"]);
    expect(reasons(chance, nothing)[0]).toBe("useful: aboveOne");
  });

  it("takes more to be vanity, too", () => {
    const small = lift(2700, 9000, 2700, 9000);
    expect(reasons(small)).toEqual(["vanity: noLift"]);
    expect(small.high).toBeLessThan(1.1);
    const edge = lift(1240, 4000, 1210, 4000);
    expect(reasons(edge)).toEqual(["vanity: noLift"]);
    expect(reasons(edge, ...Array.from({ length: 30 }, () => certain))[0]).toBe("cannotTell: unclear");
  });

  it("states adjusted p-values beside the interval of 95 %, which stays", () => {
    const [first, second] = judgeLifts([chance, none]);
    expect(first?.adjusted).toEqual({ ...chance, adjustedPValue: 2 * (chance.pValue ?? 0) });
    expect(second?.adjusted).toEqual({ ...none, adjustedPValue: 1 });
  });

  it("is what the intervals say whose level goes by how many are selected", () => {
    const rate = fc.integer({ min: 26, max: 34 });
    const one = fc
      .tuple(fc.constantFrom(10, 100, 1000, 5000), rate, rate)
      .map(([size, a, b]) => lift((a * size) / 10, 10 * size, (b * size) / 10, 10 * size));
    const lifts = fc.array(fc.oneof({ weight: 9, arbitrary: one }, fc.constant(nothing)), { maxLength: 12 });
    const seen = new Set<string>();
    fc.assert(
      fc.property(lifts, (many) => {
        const verdicts = judgeLifts(many);
        expect(verdicts).toEqual(referenceVerdicts(many));
        for (const { verdictReason } of verdicts) seen.add(verdictReason);
      }),
      { numRuns: 500 },
    );
    expect([...seen].sort()).toEqual(["aboveOne", "noLift", "notComparable", "unclear"]);
  });
});
