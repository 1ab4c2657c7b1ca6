import fc from "fast-check";
import type { AskedOf } from "./answers";
import { common, funnels } from "./arbitrary-questions";
import { goalKeys, segment } from "./arbitrary-rules";
import type { World } from "./world";

const ofGoal = (world: World) =>
  fc
    .record({ shared: common(world), goal: fc.constantFrom<string[]>(...goalKeys) })
    .map(({ shared, goal }) => ({ ...shared, goal }));

const ofSegment = (world: World) =>
  fc.record({ shared: common(world), segment }).map(({ shared, segment }) => ({ ...shared, segment }));

/** The row of a breakdown, if there is one. */
const row = fc.constantFrom<{ value?: string | null; other?: true; notReached?: true }[]>(
  {},
  {},
  { value: "mobile" },
  { value: "Direct" },
  { value: null },
  { other: true },
  { notReached: true },
);

const ofFunnel = (world: World) =>
  fc
    .record({
      asked: funnels(world),
      step: fc.nat(9),
      kind: fc.constantFrom("reached" as const, "dropped" as const, "open" as const),
      row,
    })
    .map(({ asked: { question }, step, kind, row }) => {
      const place = step % question.steps.length;
      const isFixed = place === 0 || question.steps[place]?.optional === true;
      return {
        funnel: question,
        step: place + 1,
        kind: isFixed ? ("reached" as const) : kind,
        ...(question.breakdown ? row : {}),
      };
    });

export const listings = (world: World): fc.Arbitrary<AskedOf<"visitors">> =>
  fc
    .record({
      of: fc.oneof(
        { weight: 2, arbitrary: ofFunnel(world) },
        { weight: 1, arbitrary: ofGoal(world) },
        { weight: 1, arbitrary: ofSegment(world) },
      ),
      limit: fc.constantFrom(1, 2, 50),
    })
    .map((question) => ({ report: "visitors", question }));
