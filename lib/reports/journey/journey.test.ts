import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { decodeRun } from "@/lib/journeys/decode-column";
import type { Part } from "@/lib/journeys/part";
import { RunBuilder } from "@/lib/journeys/run-builder";
import { worlds } from "../testing/arbitrary-worlds";
import { contextOfWorld } from "../testing/context-of-world";
import { goal } from "../testing/given-journeys";
import { referenceJourney } from "../testing/reference-journey";
import { type EventFact, namesIn, partsOf, type World } from "../testing/world";
import { journeyReport } from "./answer";
import { type JourneyQuestion, journeyQuestion } from "./definition";

vi.setConfig({ testTimeout: 120_000 });

const visitorNo = (world: World, id: string): number =>
  [...namesIn(world)].find(([, name]) => name === id)?.[0] ?? 0;

/** The rows of one visitor alone, as the engine reads them. */
const partOf = (world: World, id: string, at: { facts: number; shards: number }[]): Part => {
  const visitor = visitorNo(world, id);
  const [all] = partsOf(world, { parts: 1, at, gathered: 0 });
  if (!all) throw new Error("A world has a part.");
  const { winnerOf, lifted } = all.identities;
  const builder = new RunBuilder();
  const properties = world.facts.flatMap((fact) =>
    fact.kind === "event" ? Object.keys(fact.properties).map((name) => `property.${name}`) : [],
  );
  const context = world.facts.flatMap((fact) => (fact.kind === "event" ? Object.keys(fact.context) : []));
  for (const run of all.runs)
    builder.addRun(run, [...new Set(["name", "sessionId", ...context, ...properties])], {
      visitorOf: (no) => (!lifted.has(no) && (winnerOf.get(no) ?? no) === visitor ? visitor : -1),
    });
  return {
    index: 0,
    parts: 1,
    runs: builder.build(() => 1).map(decodeRun),
    identities: { winnerOf: new Map(), lifted: new Set(), erased: new Set() },
    every: [...new Set(properties)],
    visitor,
  };
};

const journeyOf = (world: World, asked: JourneyQuestion, at: { facts: number; shards: number }[] = []) => {
  const question = journeyQuestion.parse(asked);
  const context = contextOfWorld(world);
  journeyReport.needs(question, context);
  const part = partOf(world, question.visitorId, at);
  const surveys = structuredClone([journeyReport.survey(question, part, context) ?? []].flat());
  const partial = structuredClone(journeyReport.fold(question, part, context, surveys));
  const { read: _read, visitorNo: _no, ...answer } = journeyReport.answer(question, [partial], context);
  return answer;
};

const asking = worlds.chain((world) =>
  fc.record({
    world: fc.constant(world),
    visitorId: fc.constantFrom(...[...new Set(namesIn(world).values())]),
    includeBots: fc.boolean(),
    asOf: fc.option(
      fc.constantFrom(
        ...world.facts.flatMap((fact) => (fact.kind === "event" ? [new Date(fact.at).toISOString()] : [])),
      ),
      { nil: undefined },
    ),
    facts: fc.nat(20),
    shards: fc.constantFrom(1, 2, 4),
  }),
);

describe("the journey of any visitor of any world", () => {
  it("is what the meaning of the words says", () => {
    fc.assert(
      fc.property(asking, ({ world, facts, shards, ...asked }) => {
        const question = { ...asked, limit: 100 };
        const { next, ...answer } = journeyOf(world, question, [{ facts, shards }]);
        expect(answer).toEqual(referenceJourney(journeyQuestion.parse(question), world));
        expect(next).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it("is the same whole read page by page", () => {
    fc.assert(
      fc.property(asking, fc.constantFrom(1, 2, 3), ({ world, facts: _f, shards: _s, ...asked }, limit) => {
        const whole = journeyOf(world, { ...asked, limit: 100 });
        const pages = [journeyOf(world, { ...asked, limit })];
        for (let next = pages.at(-1)?.next; next; next = pages.at(-1)?.next)
          pages.push(journeyOf(world, { ...asked, limit, cursor: next }));
        expect(pages.flatMap(({ sessions }) => sessions)).toEqual(whole.sessions);
        for (const page of pages.slice(0, -1)) expect(page.sessions).toHaveLength(limit);
        for (const { told } of pages) expect(told).toEqual(whole.told);
      }),
      { numRuns: 100 },
    );
  });
});

const event = (seq: number, at: string, more: Partial<EventFact> = {}): EventFact => ({
  kind: "event",
  seq,
  at: Date.parse(`2026-03-02T${at}Z`),
  name: "view",
  userId: null,
  anonymousId: "ada",
  sessionId: null,
  passive: false,
  bot: false,
  context: {},
  properties: {},
  ...more,
});

const worldOf = (facts: World["facts"], goals: World["goals"] = []): World => ({
  facts,
  goals,
  project: { id: "p", slug: "p", name: "P", timezone: "UTC", currency: "EUR", sessionGapMs: 1_800_000 },
  now: Date.parse("2026-04-01T00:00:00Z"),
});

const ada = { visitorId: "ada" };

describe("a journey", () => {
  it("finds more goals than one scan can look for, every one of them", () => {
    const goals = Array.from({ length: 70 }, (_, place) =>
      goal(`goal-${place}`, { match: { event: "view" } }),
    );
    const { told, sessions } = journeyOf(worldOf([event(1, "09:00:00"), event(2, "09:01:00")], goals), ada);
    expect(told.goals).toHaveLength(70);
    expect(sessions[0]?.events.map((one) => one.goals)).toEqual([
      goals.map(({ key }) => key),
      goals.map(({ key }) => key),
    ]);
  });

  it("counts a copy of an order no second time, and lets it fill in the value", () => {
    const order = (seq: number, at: string, revenue?: number) =>
      event(seq, at, { name: "buy", properties: { order_id: "o1", ...(revenue ? { revenue } : {}) } });
    const buy = goal("buy", {
      counting: { key: "property.order_id" },
      value: { property: "property.revenue" },
    });
    const { told, sessions } = journeyOf(
      worldOf([order(1, "09:00:00"), order(2, "09:01:00", 5)], [buy]),
      ada,
    );
    expect(sessions[0]?.events.map(({ goals, values }) => [goals, values])).toEqual([
      [["buy"], [{ goal: "buy", currency: "EUR", minor: 500 }]],
      [[], []],
    ]);
    expect(told.value).toEqual([{ currency: "EUR", minor: 500 }]);
  });

  it("keeps apart a property with a dot in its name and a way into an object", () => {
    const properties = { "a.b": 1, a: { b: 2 } };
    const { sessions } = journeyOf(worldOf([event(1, "09:00:00", { properties })]), ada);
    expect(sessions[0]?.events[0]?.properties).toEqual(properties);
  });

  it("lists a part of a long session and says how much more there is, and shortens the page", () => {
    const long = (day: number) =>
      Array.from({ length: 700 }, (_, place) => ({
        ...event(day * 1_000 + place, "09:00:00"),
        at: Date.parse("2026-03-02T09:00:00Z") + day * 86_400_000 + place,
      }));
    const { sessions, next } = journeyOf(worldOf([0, 1, 2].flatMap(long)), ada);
    expect(sessions.map(({ session, events, more }) => [session, events.length, more])).toEqual([
      [3, 500, 200],
      [2, 500, 200],
    ]);
    expect(next).not.toBeNull();
  });

  it("goes on where `next` says, whoever wrote it", () => {
    expect(() => journeyOf(worldOf([event(1, "09:00:00")]), { ...ada, cursor: "nonsense" })).toThrow(
      "pass on `next` as it came",
    );
  });
});
