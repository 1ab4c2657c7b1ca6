import fc from "fast-check";
import { expect, it } from "vitest";
import { worlds } from "../testing/arbitrary-worlds";
import { referenceCatalog } from "../testing/reference-catalog";
import { type Compactions, partsOf, type World } from "../testing/world";
import { catalogReport } from "./answer";
import { catalogQuestion } from "./definition";
import { describeValues } from "./value-counts";

const compactions: fc.Arbitrary<Compactions> = fc.record({
  parts: fc.constantFrom(1, 2, 4),
  at: fc.array(fc.record({ facts: fc.nat(30), shards: fc.constantFrom(1, 2, 4) }), { maxLength: 3 }),
});

const catalogOf = (world: World, compacted: Compactions, properties: boolean): object => {
  const { facts, goals, project, now } = world;
  const names = facts.flatMap((fact) => (fact.kind === "event" ? Object.keys(fact.properties) : []));
  const every = [...new Set(names.map((name) => `property.${name}`))];
  const context = {
    goals,
    project,
    now,
    segments: new Map(),
    funnels: new Map(),
    rates: [],
    adjustments: [],
    rules: new Map(),
  };
  const question = catalogQuestion.parse({ properties });
  const partials = partsOf(world, compacted).map((part) =>
    structuredClone(catalogReport.fold(question, { ...part, every }, context, [])),
  );
  const { read, ...answer } = catalogReport.answer(question, partials, context);
  return answer;
};

it("lists what arrived, wherever the log lies", () => {
  fc.assert(
    fc.property(worlds, compactions, (world, compacted) => {
      const { events, pages, ...more } = referenceCatalog(world);
      expect(catalogOf(world, compacted, true)).toEqual({ events, pages, ...more });
      expect(catalogOf(world, compacted, false)).toEqual({ events, pages });
    }),
    { numRuns: 300 },
  );
});

it("cuts long texts and reads only the frequent ones of very many values", () => {
  const many = 200_000;
  const counts = new Uint32Array(many).fill(1);
  counts[7] = 9;
  let read = 0;
  const value = (code: number): unknown => {
    read++;
    return code === 7 ? "x".repeat(150) : code;
  };
  const { types, values } = describeValues(counts, { size: many, value });
  expect([...values]).toEqual([[`${"x".repeat(100)}…`, 9]]);
  expect([...types.keys()].sort()).toEqual(["number", "text"]);
  expect(read).toBeLessThan(60_000);
});
