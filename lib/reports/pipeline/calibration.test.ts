import { describe, expect, it } from "vitest";
import { randomFrom } from "@/lib/demo/random";
import { ask } from "../testing/answers";
import { demoWorld } from "../testing/demo-world";
import { goal } from "../testing/given-journeys";
import type { EventFact, World } from "../testing/world";
import { pipelineReport } from "./answer";
import { type BackTest, type PipelineQuestion, pipelineQuestion } from "./definition";

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse("2026-03-02");

/** A shop that stays as it is: visitors look, some fill a cart, and the eager buy sooner or later. */
const steadyShop = (seed: number, { visitors, days }: { visitors: number; days: number }): World => {
  const random = randomFrom(`steady shop ${seed}`);
  const facts: EventFact[] = [];
  const add = (who: string, name: string, at: number) =>
    facts.push({
      kind: "event",
      seq: facts.length + 1,
      at: Math.round(at),
      name,
      userId: null,
      anonymousId: who,
      sessionId: null,
      passive: false,
      bot: false,
      context: {},
      properties: name === "buy" ? { revenue: Math.round(random.between(20, 180)) } : {},
    });
  for (let n = 0; n < visitors; n++) {
    const who = `visitor-${n}`;
    let at = start + random.between(0, days * day);
    const eager = random.next() ** 2;
    for (let visit = 0; visit < 4; visit++) {
      add(who, "view", at);
      if (random.chance(0.5 * eager)) add(who, "cart", at + 60_000);
      if (random.chance(0.6 * eager)) add(who, "buy", at + 20 * 60_000);
      if (!random.chance(0.75)) break;
      at += random.exponential(3 * day);
    }
  }
  const goals = [
    goal("view", { tier: "micro", stage: "engagement" }),
    goal("cart", { tier: "micro", stage: "cart" }),
    goal("buy", { value: { property: "property.revenue" } }),
  ];
  const project = { id: "p", slug: "p", name: "P", timezone: "UTC", currency: "EUR", sessionGapMs: hour / 2 };
  return { facts, goals, project, now: start + days * day };
};

const testedOn = (world: World, question: Partial<PipelineQuestion> & { macro: string }): BackTest => {
  const { backTest } = ask(pipelineReport, pipelineQuestion.parse(question), world, undefined);
  if (!backTest) throw new Error("There is no back-test.");
  return backTest;
};

const holds = ({ predicted, realised }: BackTest["deciles"][number]): boolean =>
  (realised.low ?? 0) <= predicted && predicted <= (realised.high ?? 1);

describe("a shop that stays as it is", () => {
  it("comes out within the intervals in 93 of 100 weeks at least", () => {
    const tests = Array.from({ length: 20 }, (_, seed) =>
      testedOn(steadyShop(seed, { visitors: 3_000, days: 160 }), { macro: "buy", windowMs: 7 * day }),
    );
    const weeks = tests.flatMap((test) => test.weeks);
    expect(weeks).toHaveLength(160);
    const share = (inside: (week: (typeof weeks)[number]) => boolean | null) =>
      weeks.filter((week) => inside(week) === true).length / weeks.length;
    expect(share(({ inside }) => inside)).toBeGreaterThanOrEqual(0.93);
    expect(share(({ value }) => value.inside)).toBeGreaterThanOrEqual(0.93);
    expect(tests.filter(({ total }) => total?.inside).length).toBeGreaterThanOrEqual(19);
    const sum = (of: (week: (typeof weeks)[number]) => number) =>
      weeks.reduce((total, week) => total + of(week), 0);
    const ratio = sum(({ predicted }) => predicted?.estimate ?? 0) / sum(({ realised }) => realised);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.08);
    const deciles = tests.flatMap((test) => test.deciles);
    expect(deciles.filter(holds).length / deciles.length).toBeGreaterThanOrEqual(0.9);
    // Not by saying nothing: what is foreseen tells the weeks' numbers to within about their own chance.
    const width = sum(({ predicted }) => (predicted ? predicted.high - predicted.low : 0)) / weeks.length;
    expect(width).toBeLessThan(6 * Math.sqrt(sum(({ realised }) => realised) / weeks.length));
  });
});

describe("the demo shop", () => {
  const world = demoWorld({ opened: "2026-03-02", days: 170 });
  const nowAnd = ["2026-08-17T08:00:00Z", "2026-06-26T17:00:00Z"];

  it.each(nowAnd)("is foreseen in its back-test at %s", (asOf) => {
    const { covered, total, weeks, deciles, brier } = testedOn(world, { macro: "purchase", asOf });
    expect(covered.whole).toBe(8);
    expect(covered.part).toBeGreaterThanOrEqual(7);
    expect(weeks.filter(({ value }) => value.inside).length).toBeGreaterThanOrEqual(7);
    expect(total?.inside).toBe(true);
    expect(deciles).toHaveLength(10);
    expect(deciles.filter(holds).length).toBeGreaterThanOrEqual(9);
    expect(brier?.score).toBeLessThan(brier?.ofOneRate ?? 0);
  });

  it("is answered for a moment of the past as it was then", () => {
    const asOf = "2026-06-26T17:00:00Z";
    const question = pipelineQuestion.parse({ macro: "purchase", asOf, by: "utm.source" });
    const then = world.facts.filter((fact) => fact.kind === "event" && fact.at < Date.parse(asOf));
    const asked = (facts: World["facts"]) => ask(pipelineReport, question, { ...world, facts }, undefined);
    expect(asked(world.facts)).toEqual(asked(then));
  });

  it("foresees a week ago what it foresaw then", () => {
    const question = (asOf: string) => pipelineQuestion.parse({ macro: "purchase", asOf, backTest: false });
    const asked = (asOf: string) => ask(pipelineReport, question(asOf), world, undefined);
    const { before } = asked("2026-06-26T17:00:00Z");
    const { visitors, expected } = asked("2026-06-19T17:00:00Z");
    expect({ visitors: before.visitors, expected: before.expected }).toEqual({ visitors, expected });
    expect(before.realised.complete).toBe(false);
  });
});
