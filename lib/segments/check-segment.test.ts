import { describe, expect, it } from "vitest";
import type { Goal } from "@/lib/goals/definition";
import type { SegmentFilter } from "@/lib/matching/definition";
import { checkSegment, segmentNamesGoal, segmentsNamed } from "./check-segment";
import type { Segment } from "./definition";

const cart: Goal = {
  key: "cart",
  name: "Cart",
  tier: "micro",
  stage: "cart",
  match: { event: "Product Added" },
  counting: "every",
  value: { none: true },
};
const segment = (key: string, filter: SegmentFilter): Segment => ({ key, name: key, filter });
const mobile: SegmentFilter = { field: "device", op: "is", value: "mobile" };

const check =
  (filter: SegmentFilter, ...others: Segment[]) =>
  () => {
    const wanted = segment("new", filter);
    checkSegment(wanted, { goals: [cart], segments: [...others, wanted] });
  };

describe("checkSegment", () => {
  it("accepts segments that build on goals and on each other", () => {
    const base = segment("base", { and: [mobile, { did: { goal: "cart" } }] });
    const both: SegmentFilter = { or: [{ segment: "base" }, { not: { segment: "base" } }] };
    expect(check(both, base)).not.toThrow();
  });

  it.each([
    ["itself", { segment: "new" }, "filter", "new → new"],
    ["itself by way of others", { not: { segment: "b" } }, "filter", "new → b → c → new"],
    ["a segment that is not there", { and: [mobile, { segment: "gone" }] }, "filter.and.1.segment", "gone"],
    ["a goal that is not there", { did: { any: [{ goal: "gone" }] } }, "filter.did.any.0.goal", "gone"],
    [
      "a regular expression that cannot be used",
      { or: [{ field: "path", op: "regex", value: "(?=a)" }] },
      "filter.or.0.value",
      "RE2",
    ],
    [
      "one in what was done",
      { did: { event: "A", where: { field: "path", op: "regex", value: "(" } } },
      "filter.did.where.value",
      "regular expression",
    ],
  ] as [string, SegmentFilter, string, string][])("refuses %s", (_, filter, path, words) => {
    const others = [segment("b", { segment: "c" }), segment("c", { or: [mobile, { segment: "new" }] })];
    expect(check(filter, ...others)).toThrow(
      expect.objectContaining({ code: "invalid", path, message: expect.stringContaining(words) }),
    );
  });

  it("refuses segments that multiply: what they stand for all together has to be judged for every visitor", () => {
    const levels = Array.from({ length: 12 }, (_, n) =>
      segment(`s${n}`, { or: Array(20).fill(n === 0 ? mobile : { segment: `s${n - 1}` }) }),
    );
    expect(check({ segment: "s1" }, ...levels)).not.toThrow();
    expect(check({ segment: "s11" }, ...levels)).toThrow(
      expect.objectContaining({ code: "invalid", path: "filter", message: expect.stringContaining("1000") }),
    );
  });

  it("ends although others lead in a circle that this one is not part of", () => {
    const circle = [segment("b", { segment: "c" }), segment("c", { segment: "b" })];
    expect(check({ segment: "b" }, ...circle)).not.toThrow();
  });
});

it("knows what a filter names itself", () => {
  const filter: SegmentFilter = {
    and: [
      mobile,
      { not: { or: [{ segment: "a" }, { segment: "b" }] } },
      { did: { any: [{ goal: "cart" }] } },
    ],
  };
  expect(segmentsNamed(filter)).toEqual(["a", "b"]);
  expect(segmentNamesGoal(filter, "cart")).toBe(true);
  expect(segmentNamesGoal(filter, "a")).toBe(false);
});
