import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AskedOf } from "../testing/answers";
import { matrices } from "../testing/arbitrary-matrix";
import { worlds } from "../testing/arbitrary-worlds";
import { contextOfWorld } from "../testing/context-of-world";
import { givenJourneys, goal } from "../testing/given-journeys";
import { referenceMatrix } from "../testing/reference-matrix";
import { partsOf, type World } from "../testing/world";
import { matrixReport } from "./answer";
import { matrixQuestion } from "./definition";
import { settledVisits } from "./settled-visits";

/** Asks several questions of the same rows, which remember what the ones before found out. */
const answersTo = (world: World, asked: readonly AskedOf<"matrix">[]): object[] => {
  const context = contextOfWorld(world);
  const parts = partsOf(world);
  return asked.map((one) => {
    const question = matrixQuestion.parse(one.question);
    const partials = parts.map((part) => matrixReport.fold(question, part, context, []));
    const { read, ...answer } = matrixReport.answer(question, partials, context);
    return answer;
  });
};

const goals = [
  goal("cart", { tier: "micro", stage: "cart" }),
  goal("wish", { tier: "micro", stage: "interaction" }),
  goal("buy"),
];

const visitsOf = (journeys: Record<string, readonly string[]>, includeBots = false) => {
  const { world } = givenJourneys(journeys, { goals });
  const { rules, project } = contextOfWorld(world);
  const [part] = partsOf(world);
  if (!part) throw new Error("The world has no part.");
  const matchers = goals.map(({ key }) => ({ goal: key }));
  const deciding = { micros: 2, matchers, rules, includeBots, sessionGapMs: project.sessionGapMs };
  const [[, visits] = []] = [...settledVisits(part, deciding)];
  const [[, again] = []] = [...settledVisits(part, deciding)];
  if (!visits) throw new Error("Nothing is gathered.");
  expect(again).toBe(visits);
  return { visits, bytes: part.runs[0]?.gathered?.known.reportBytes.get("settled visits") };
};

const label = (isFirst: boolean, device: string | null = null) => JSON.stringify([null, device, isFirst]);

describe("what is known of visitors without a macro", () => {
  it("is visit after visit: what makes it comparable, the micros it is the first to hold, and what came before them", () => {
    const { visits, bytes } = visitsOf({
      ada: ["09:00 view", "09:10 cart"],
      ben: ["09:00 cart device=mobile"],
      cy: ["10:00 view", "10:01 view", "10:02 cart", "15:00 view", "15:10 wish", "15:20 cart"],
      dee: ["09:00 view", "09:10 cart"],
    });
    expect(visits).toEqual({
      lastOf: Uint16Array.of(1, 2, 3, 1),
      labels: [label(true), label(true, "mobile"), label(false)],
      before: Uint16Array.of(0, 0, 0, 1),
      depth: Uint8Array.of(0, 0, 0, 1),
      stratum: Uint16Array.of(0, 0, 1, 2),
      fresh: Int32Array.of(0, 0b01, 0b01, 0b10),
      later: Int32Array.of(0, 0b01, 0, 0b10),
      reached: Int32Array.of(0, 0, 0, 0b01),
    });
    expect(bytes).toBe(4 * 2 + 4 * 17);
  });

  it("is nothing of who reached one, was told of by others, came very often, or was in two sessions at once", () => {
    const often = Array.from({ length: 13 }, (_, day) => `+${day} 09:00 view`);
    const journeys = {
      ada: ["09:00 view", "09:10 buy"],
      ben: ["09:00 view", "09:10 cart (passive)"],
      cy: ["09:00 view session=s", "09:01 view session=t", "09:02 view session=s"],
      dee: often,
      eve: often.slice(1),
      fay: ["09:00 view (bot)"],
    };
    expect(visitsOf(journeys).visits.lastOf).toEqual(Uint16Array.of(0, 0, 0, 0, 12, 0));
    expect(visitsOf(journeys, true).visits.lastOf).toEqual(Uint16Array.of(0, 0, 0, 0, 12, 1));
  });

  it("is another thing where the same goals are micros and macros", () => {
    const { world } = givenJourneys(
      { ada: ["09:00 view", "09:10 cart"], ben: ["09:00 view", "09:10 cart", "09:20 wish"] },
      { goals },
    );
    const range = { from: "2026-03-02", to: "2026-03-09", windowMs: 1000 };
    const asked = [
      { ...range, micros: ["cart", "wish"], macros: ["buy"] },
      { ...range, micros: ["cart"], macros: ["wish", "buy"] },
    ].map((question) => ({ report: "matrix" as const, question }));
    const expected = asked.map(({ question }) => referenceMatrix(matrixQuestion.parse(question), world));
    expect(answersTo(world, asked)).toEqual(expected);
  });

  it("changes no answer to any later question about the same rows", () => {
    const asking = worlds.chain((world) =>
      fc.record({
        world: fc.constant(world),
        asked: fc.array(matrices(world), { minLength: 2, maxLength: 7 }),
      }),
    );
    fc.assert(
      fc.property(asking, ({ world, asked }) => {
        const expected = asked.map((one) => referenceMatrix(matrixQuestion.parse(one.question), world));
        expect(answersTo(world, asked)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
