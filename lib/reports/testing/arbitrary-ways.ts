import fc from "fast-check";
import type { Matcher } from "@/lib/matching/definition";
import type { AskedOf } from "./answers";
import { common, windows } from "./arbitrary-questions";
import { goalKeys, matcher, some } from "./arbitrary-rules";
import type { World } from "./world";

/** Mostly what many journeys have. */
const moment: fc.Arbitrary<Matcher> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<Matcher[]>({ event: "view" }, { event: "cart" }, { event: "buy" }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Matcher[]>({ event: "Page Viewed" }, { event: "Page Engaged" }) },
  { weight: 2, arbitrary: matcher },
  { weight: 2, arbitrary: fc.constantFrom<string[]>(...goalKeys).map((goal) => ({ goal })) },
);

export const pathsQuestions = (world: World): fc.Arbitrary<AskedOf<"paths">> =>
  fc
    .record({
      shared: common(world),
      anchor: fc.oneof(
        fc.constant({}),
        moment.map((start) => ({ start })),
        moment.map((end) => ({ end })),
      ),
      by: fc.oneof(
        fc.record({ by: fc.constantFrom(undefined, "event" as const, "page" as const) }),
        fc.record({
          by: fc.constant("goal" as const),
          goals: some(fc.shuffledSubarray<string>([...goalKeys], { minLength: 1 }), 5),
        }),
      ),
      depth: fc.constantFrom(undefined, 1, 2, 3, 5, 10),
      limit: fc.constantFrom(undefined, 1, 1, 2, 20),
      windowMs: some(fc.constantFrom(...windows), 3),
    })
    .map(({ shared, anchor, by, ...rest }) => ({
      report: "paths",
      question: { ...shared, ...anchor, ...by, ...rest },
    }));

export const retentions = (world: World): fc.Arbitrary<AskedOf<"retention">> =>
  fc
    .record({
      shared: common(world),
      first: moment,
      again: moment,
      interval: fc.constantFrom(undefined, "day" as const, "day" as const, "week" as const, "month" as const),
      periods: fc.constantFrom(undefined, 1, 2, 5, 12),
      mode: fc.constantFrom(undefined, "exact" as const, "onOrAfter" as const),
    })
    .map(({ shared, ...rest }) => ({
      report: "retention",
      question: { ...shared, ...rest, unit: "visitor" },
    }));
