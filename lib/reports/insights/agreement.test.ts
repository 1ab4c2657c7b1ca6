import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { addCluster, newClusteredSums } from "@/lib/statistics/clustered";
import { worlds } from "../testing/arbitrary-worlds";
import { contextOfWorld } from "../testing/context-of-world";
import { clustersOf, referenceInsights, tablesOf } from "../testing/reference-insights";
import { type Fact, partsOf, type World } from "../testing/world";
import { aimOf } from "./aim";
import { clusteredOf } from "./cell-counts";
import { insightsQuestion, insightTopics } from "./definition";
import { foldInsights, surveyInsights } from "./fold";
import { joinCounts } from "./join-counts";
import { landmarkOf } from "./question-list";

vi.setConfig({ testTimeout: 120_000 });

const one = <const T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** What events become, so that everything the questions speak of happens. */
const role = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  {
    weight: 5,
    arbitrary: one("/", "/p/1", "/p/2", "/checkout", "/shipping", "/checkout/shipping", "/help/returns").map(
      (path) => ({ name: "Page Viewed", context: { path }, properties: {} }),
    ),
  },
  {
    weight: 5,
    arbitrary: fc
      .record({
        name: one("Element Clicked", "Rage Clicked", "Dead Clicked"),
        path: one("/p/1", "/p/2", "/checkout"),
        properties: one<Record<string, unknown>>(
          { text: "Buy" },
          { text: "Buy", selector: "#b" },
          { selector: "#b" },
          {},
        ),
      })
      .map(({ path, ...rest }) => ({ ...rest, context: { path } })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        lcp: one<unknown>(2_400, 2_501, "9000"),
        inp: one<unknown>(undefined, 200, 201),
        path: one(undefined, "/p/1", "/"),
      })
      .map(({ lcp, inp, path }) => ({
        name: "Web Vitals",
        context: { path: "/p/2" },
        properties: { lcp, ...(inp === undefined ? {} : { inp }), ...(path === undefined ? {} : { path }) },
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ name: one("Form Abandoned", "Form Submitted"), lastField: one("zip", "iban", null) })
      .map(({ name, lastField }) => ({ name, context: {}, properties: { form: "pay", lastField } })),
  },
  {
    weight: 2,
    arbitrary: one({ payment_method: "card" }, { paymentMethod: "invoice" }, {}).map((properties) => ({
      name: "Payment Info Entered",
      context: {},
      properties,
    })),
  },
);

const worldsOfVisits = fc
  .record({ world: worlds, roles: fc.array(role, { minLength: 40, maxLength: 40 }) })
  .map(
    ({ world, roles }): World => ({
      ...world,
      facts: world.facts.map((fact, place): Fact => {
        const played = roles[place % roles.length];
        if (fact.kind !== "event" || !played) return fact;
        const { name, context, properties } = played;
        return {
          ...fact,
          name,
          context: { ...fact.context, ...context },
          properties: { ...fact.properties, ...properties },
        };
      }),
    }),
  );

const compactions = fc.constantFrom(
  undefined,
  { parts: 2, at: [{ facts: 6, shards: 2 }], gathered: 0xff },
  {
    parts: 4,
    at: [
      { facts: 4, shards: 1 },
      { facts: 9, shards: 4 },
    ],
    gathered: 0x55,
  },
);

const asking = fc.record({
  world: worldsOfVisits,
  compactions,
  topics: fc.oneof(fc.constant([...insightTopics]), fc.subarray([...insightTopics], { minLength: 1 })),
  basis: one("net", "net", "gross"),
  days: one(1, 40),
  hasSegment: fc.boolean(),
});

const countsOf = (stated: object, world: World, compacted: Parameters<typeof partsOf>[1]) => {
  const question = insightsQuestion.parse(stated);
  const context = contextOfWorld(world);
  const parts = partsOf(world, compacted);
  const surveys = structuredClone(parts.flatMap((part) => surveyInsights(question, part, context) ?? []));
  const partials = structuredClone(parts.map((part) => foldInsights(question, part, context, surveys)));
  const aim = aimOf(question, context);
  const counts = joinCounts(partials);
  if (!aim || !counts) throw new Error("There is nothing to ask about.");
  return { question, aim, counts };
};

describe("what is counted for the questions", () => {
  it("is what loops over events count, visit by visit and visitor by visitor", () => {
    fc.assert(
      fc.property(asking, ({ world, compactions, topics, basis, days, hasSegment }) => {
        const at = Math.min(...world.facts.flatMap((fact) => (fact.kind === "event" ? fact.at : [])));
        const stated = {
          from: new Date(at).toISOString(),
          to: new Date(at + days * 86_400_000).toISOString(),
          topics,
          basis,
          ...(hasSegment ? { segment: { segment: "one" } } : {}),
        };
        const { question, aim, counts } = countsOf(stated, world, compactions);
        const reference = referenceInsights(question, aim.macro, aim.steps, world);
        expect(counts.units).toBe(reference.units);
        expect({ minor: counts.earned.minor, known: counts.earned.known }).toEqual(reference.earned);
        const found = counts.exposures.map(({ exposure, totals }) => {
          const moment = landmarkOf(exposure);
          const landmark = counts.landmarks.get(moment);
          if (!landmark) throw new Error(`There is no landmark ${moment}.`);
          const at = (list: Float64Array, place: number): number => list.at(place) ?? 0;
          const tables = Object.fromEntries(
            counts.strata.flatMap((label, place) => {
              const [aPart, aWhole] = [at(totals.part, place), at(totals.whole, place)];
              const [part, whole] = [at(landmark.part, place), at(landmark.whole, place)];
              return whole > 0 ? [[label, [aPart, aWhole, part - aPart, whole - aWhole]]] : [];
            }),
          );
          return { exposure, moment, landmark, totals, tables };
        });
        for (const { exposure, moment, landmark, totals, tables } of found) {
          const name = JSON.stringify(exposure);
          expect(tables, name).toEqual(tablesOf(reference.seats, moment, name));
          const sums = newClusteredSums();
          for (const [aPart, aWhole, bPart, bWhole] of clustersOf(reference.seats, moment, name))
            addCluster(sums, aPart, aWhole, bPart, bWhole);
          expect(clusteredOf(landmark, totals), name).toEqual(sums);
          expect(landmark.moments.at(4), moment).toBe(reference.onward.get(moment) ?? 0);
        }
        const clicked = counts.agreed.elements.map((one) => JSON.stringify({ kind: "click", ...one }));
        // Nothing that happened is missing, but for groups of pages that one page stands for.
        const known = new Set(found.map(({ exposure }) => JSON.stringify(exposure)));
        const missing = reference.seats
          .flatMap(({ exposed }) => exposed)
          .filter((name) => !known.has(name) && !isLeftOut(name, clicked, topics));
        expect(missing).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

/** Clicks of topics that are not asked; and those asked about on the group of pages instead, or on its only page. */
const isLeftOut = (name: string, asked: readonly string[], topics: readonly string[]): boolean => {
  if (!name.includes('"click"')) return false;
  if (!topics.includes(name.includes("Element Clicked") ? "callsToAction" : "clarity")) return true;
  const untilPage = name.slice(0, name.indexOf('"page"'));
  return asked.some((other) => other.startsWith(untilPage) && other.includes("/*") !== name.includes("/*"));
};
