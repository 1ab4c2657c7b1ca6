import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Goal } from "@/lib/goals/definition";
import { ask } from "../testing/answers";
import { common } from "../testing/arbitrary-questions";
import { goalKeys, some } from "../testing/arbitrary-rules";
import { worlds } from "../testing/arbitrary-worlds";
import { goal } from "../testing/given-journeys";
import { referenceHealthCounts } from "../testing/reference-health";
import type { EventFact, World } from "../testing/world";
import { healthReport } from "./answer";
import { type HealthQuestion, healthQuestion, type Question } from "./definition";
import { joinCounts } from "./health-counts";
import { healthGoals } from "./health-goals";

vi.setConfig({ testTimeout: 120_000 });

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.parse("2026-03-02");

const nonZero = (hours: Uint32Array): Record<number, number> =>
  Object.fromEntries([...hours.entries()].filter(([, count]) => count > 0));

/** The report, up to what it counts. */
const countsReport: typeof healthReport = {
  ...healthReport,
  answer: (question, partials, context) => {
    const goals = healthGoals(question, context);
    const { similar: _, ...counts } = joinCounts(
      partials.map((partial) => partial.counts),
      goals.length,
    );
    return {
      ...counts,
      visitorsIn: nonZero(counts.visitorsIn),
      goals: counts.goals.map((one) => ({
        ...one,
        reachedIn: nonZero(one.reachedIn),
        gaps: [...one.gaps].sort((a, b) => a - b),
      })),
    } as unknown as ReturnType<typeof healthReport.answer>;
  },
};

describe("what is counted", () => {
  it("is what the reference counts", () => {
    const asked = worlds.chain((world) =>
      fc.record({
        world: fc.constant(world),
        parts: fc.constantFrom(1, 2, 4),
        question: fc
          .record({
            shared: common(world),
            goals: some(fc.shuffledSubarray<string>([...goalKeys], { minLength: 1 }), 4),
          })
          .map(({ shared, goals }) => healthQuestion.parse({ ...shared, unit: "visitor", goals })),
      }),
    );
    fc.assert(
      fc.property(asked, ({ world, parts, question }) => {
        expect(ask(countsReport, question, world, { parts, at: [] })).toEqual(
          referenceHealthCounts(question, world),
        );
      }),
      { numRuns: 400 },
    );
  });

  it("does not depend on how many scans look at the goals", () => {
    // Forty goals need several scans; two of them are the ones that are asked for alone.
    const many = Array.from({ length: 40 }, (_, n) =>
      goal(`g${n}`, { match: n === 39 ? { event: "view" } : { event: "buy" }, tier: "micro", stage: "cart" }),
    );
    const world = shop({ days: 3, perDay: 5, goals: many, visit: () => ["view", "buy"] });
    const asked = (goals?: string[]) => ask(countsReport, parsed({ goals }), world, undefined);
    const all = asked() as unknown as ReturnType<typeof referenceHealthCounts>;
    const two = asked(["g0", "g39"]) as unknown as ReturnType<typeof referenceHealthCounts>;
    expect([all.goals[0], all.goals[39]]).toEqual(two.goals);
    expect(all.pairs).toHaveLength((40 * 39) / 2);
    expect(all.pairs.find(({ a, b }) => a === 0 && b === 39)).toMatchObject(
      two.pairs.map(({ both, near }) => ({ both, near }))[0] ?? {},
    );
  });
});

type Doing = string | { name: string; afterMs?: number; properties?: Record<string, unknown> };

/** `perDay` new visitors every day, each with one visit of these events, a minute apart unless stated. */
const shop = ({
  days,
  perDay,
  goals,
  visit,
}: {
  days: number;
  perDay: number;
  goals: readonly Goal[];
  visit: (who: number, date: number) => readonly Doing[];
}): World => {
  const facts: EventFact[] = [];
  for (let date = 0; date < days; date++)
    for (let who = 0; who < perDay; who++) {
      let at = start + date * day + Math.floor((who * day) / perDay);
      for (const doing of visit(who, date)) {
        const {
          name,
          afterMs = 60_000,
          properties = {},
        } = typeof doing === "string" ? { name: doing } : doing;
        at += afterMs;
        facts.push({
          kind: "event",
          seq: facts.length + 1,
          at,
          name,
          userId: null,
          anonymousId: `v${date}-${who}`,
          sessionId: null,
          passive: false,
          bot: false,
          context: { path: "/" },
          properties,
        });
      }
    }
  return {
    facts: facts.sort((a, b) => a.at - b.at).map((fact, n) => ({ ...fact, seq: n + 1 })),
    goals,
    project: { id: "p", slug: "p", name: "P", timezone: "UTC", currency: "EUR", sessionGapMs: 30 * 60_000 },
    now: start + days * day,
  };
};

const iso = (at: number): string => new Date(at).toISOString();

function parsed(question: Partial<HealthQuestion> = {}, days = 3): Question {
  return healthQuestion.parse({
    from: iso(start + Math.max(0, days - 28) * day),
    to: iso(start + days * day),
    ...question,
  });
}

/** The health of a shop's goals in the 28 days before its last day is over. */
const healthOf = (world: World, question: Partial<HealthQuestion> = {}) => {
  const days = Math.round((world.now - start) / day);
  return ask(healthReport, parsed(question, days), world, undefined);
};

const micro = (key: string, stated: Partial<Goal> = {}): Goal =>
  goal(key, { tier: "micro", stage: "interaction", ...stated });
const buy = goal("buy");
const kinds = (world: World, question: Partial<HealthQuestion> = {}) =>
  Object.fromEntries(
    healthOf(world, question).goals.map(({ key, status, findings }) => [
      key,
      [status, ...findings.map(({ kind }) => kind)],
    ]),
  );

describe("a silent goal", () => {
  /** One of four buys, until the last `quiet` days. */
  const quietFor = (quiet: number, perDay = 8) =>
    shop({
      days: 56,
      perDay,
      goals: [buy],
      visit: (who, date) => (who % 4 === 0 && date < 56 - quiet ? ["view", "buy"] : ["view"]),
    });

  it("is broken, with since when and how many were usual", () => {
    const [found] = healthOf(quietFor(5)).goals;
    expect(found).toMatchObject({
      status: "broken",
      lastReachedAt: "2026-04-21T12:02:00.000Z",
      findings: [
        {
          kind: "silent",
          severity: "high",
          evidence: {
            since: "2026-04-21T12:02:00.000Z",
            expected: 10,
            probability: Math.exp(-10),
            dispersion: 1,
            before: { reached: 101, visitorHours: 405 },
            visitorHours: 43,
          },
          fix: { kind: "checkTracking" },
        },
      ],
    });
    const [finding] = found?.findings ?? [];
    expect(finding?.message).toMatch(/^Not reached for 5 days, in which about 10 were usual/);
    // Seven weeks before are no certainty: p is a little more than Poisson's.
    if (finding?.kind !== "silent") throw new Error("The goal is not silent.");
    expect(finding.evidence.pValue).toBeGreaterThan(Math.exp(-10));
    expect(finding.evidence.pValue).toBeLessThan(0.001);
  });

  it("is none as long as that happens by chance", () => {
    expect(kinds(quietFor(3))).toEqual({ buy: ["healthy"] });
  });

  it("is not to blame when all visitors stay away", () => {
    const world = shop({
      days: 56,
      perDay: 8,
      goals: [buy],
      visit: (who, date) => (date >= 51 ? [] : who % 4 === 0 ? ["view", "buy"] : ["view"]),
    });
    const { traffic, goals, warnings } = healthOf(world);
    expect(goals[0]?.findings).toEqual([]);
    expect(traffic).toMatchObject({ status: "stopped", lastEventAt: "2026-04-21T21:01:00.000Z" });
    expect(warnings).toMatchObject([{ code: "traffic_stopped" }]);
  });

  it("is found by the hours where only servers send", () => {
    const world = quietFor(5);
    const passive: World = {
      ...world,
      facts: world.facts.map((fact) => (fact.kind === "event" ? { ...fact, passive: true } : fact)),
    };
    expect(kinds(passive)).toEqual({ buy: ["broken", "silent"] });
  });
});

describe("a goal that dropped", () => {
  const dropsTo = (share: number) =>
    shop({
      days: 56,
      perDay: 40,
      goals: [buy],
      // At another time every day.
      visit: (who, date) =>
        (who * 7 + date * 11) % 40 < 20 * (date < 49 ? 1 : share) ? ["view", "buy"] : ["view"],
    });

  it("needs attention below half of what is usual", () => {
    const [found] = healthOf(dropsTo(0.3)).goals;
    expect(found).toMatchObject({ status: "attention", findings: [{ kind: "dropped", severity: "medium" }] });
    const [finding] = found?.findings ?? [];
    if (finding?.kind !== "dropped") throw new Error("The goal did not drop.");
    const { ratio, low, high, recent } = finding.evidence;
    expect(ratio).toBeCloseTo(0.3, 2);
    expect(low).toBeLessThan(0.3);
    expect(high).toBeLessThan(0.5);
    expect(recent.reached).toBe(42);
  });

  it("is the business's own above that", () => {
    expect(kinds(dropsTo(0.6))).toEqual({ buy: ["healthy"] });
  });
});

describe("a goal that fires twice", () => {
  /** One of two buys; `twice` says who sends it again. */
  const sold = (twice: (who: number) => boolean, again: Doing, goals: readonly Goal[] = [buy]) =>
    shop({
      days: 56,
      perDay: 100,
      goals,
      visit: (who) => (who % 2 === 1 ? ["view"] : ["view", "buy", ...(twice(who) ? [again] : [])]),
    });
  const atOnce = { name: "buy", afterMs: 1_500 };

  it("is found by the same again within two seconds", () => {
    const [found] = healthOf(sold((who) => who % 20 === 0, atOnce)).goals;
    expect(found).toMatchObject({
      status: "broken",
      findings: [
        {
          kind: "doubleFiring",
          severity: "high",
          evidence: { repeats: { part: 140, whole: 1540 }, byKey: 0, medianSeconds: 1.5 },
          fix: { kind: "changeCounting", patch: { counting: "session" } },
        },
      ],
    });
  });

  it("is none after more than two seconds, on fewer than two of a hundred, or once what counts takes copies off", () => {
    expect(kinds(sold((who) => who % 20 === 0, { name: "buy", afterMs: 2_001 }))).toEqual({
      buy: ["healthy"],
    });
    expect(kinds(sold((who) => who === 0, atOnce))).toEqual({ buy: ["healthy"] });
    const once = [goal("buy", { counting: "session" })];
    expect(kinds(sold((who) => who % 20 === 0, atOnce, once))).toEqual({ buy: ["healthy"] });
  });

  it("goes by the order id where there is one, however much later", () => {
    const orders = (second: string) =>
      shop({
        days: 56,
        perDay: 100,
        goals: [buy],
        visit: (who, date) => {
          const order = (id: string, afterMs: number) => ({
            name: "buy",
            afterMs,
            properties: { order_id: `${date}-${who}${id}` },
          });
          if (who % 2 === 1) return ["view"];
          return who % 20 === 0
            ? [order("", 1_000), order(second, 600_000), order("b", 1_000)]
            : [order("", 1_000)];
        },
      });
    const [found] = healthOf(orders("")).goals;
    expect(found?.findings).toMatchObject([
      {
        kind: "doubleFiring",
        evidence: { repeats: { part: 140 }, byKey: 140, medianSeconds: 600 },
        fix: { patch: { counting: { key: "property.order_id" } } },
      },
    ]);
    expect(kinds(orders("a"))).toEqual({ buy: ["healthy"] });
  });
});

describe("a goal that fires for everybody or all the time", () => {
  const readers = (share: number, times = 1) =>
    shop({
      days: 56,
      perDay: 50,
      goals: [micro("read")],
      visit: (who) => ["view", ...(who < 50 * share ? Array.from({ length: times }, () => "read") : [])],
    });

  it("tells nobody apart when the interval of its rate begins above four of five", () => {
    expect(healthOf(readers(0.9)).goals[0]).toMatchObject({
      status: "attention",
      findings: [
        {
          kind: "overFiring",
          evidence: { visitors: { part: 1260, whole: 1400 } },
          fix: { kind: "changeRule" },
        },
      ],
    });
    expect(kinds(readers(0.8))).toEqual({ read: ["healthy"] });
  });

  it("counts once a session when it comes more than ten times for each", () => {
    expect(healthOf(readers(0.4, 12)).goals[0]?.findings).toMatchObject([
      { kind: "overFiring", evidence: { perVisitor: { mean: 12 } }, fix: { patch: { counting: "session" } } },
    ]);
    expect(kinds(readers(0.4, 10))).toEqual({ read: ["healthy"] });
  });

  it("asks for more where its rule has a threshold", () => {
    const world = shop({
      days: 56,
      perDay: 20,
      goals: [micro("read", { match: { engaged: { scrollPercent: 50, seconds: 10 } }, counting: "session" })],
      visit: () => ["view", { name: "Page Engaged", properties: { scrollPercent: 80, engagedSeconds: 20 } }],
    });
    expect(healthOf(world).goals[0]?.findings[0]?.fix.patch).toEqual({
      match: { engaged: { scrollPercent: 75, seconds: 15 } },
    });
  });
});

describe("goals that say the same", () => {
  const wishes = (both: number, afterMs = 1_000) =>
    shop({
      days: 56,
      perDay: 50,
      goals: [micro("cart", { stage: "cart" }), micro("click")],
      visit: (who) => {
        if (who >= 20) return ["view"];
        return who < 20 * both ? ["click", { name: "cart", afterMs }] : ["cart"];
      },
    });

  it("are redundant when nearly the same visitors reach them at nearly the same time: the one nearer to money stays", () => {
    const { goals } = healthOf(wishes(1));
    expect(goals.map(({ status }) => status)).toEqual(["healthy", "attention"]);
    expect(goals[1]?.findings).toMatchObject([
      {
        kind: "redundant",
        evidence: { with: "cart", overlap: { part: 560, whole: 560 }, near: { part: 560, whole: 560 } },
        fix: { kind: "removeGoal" },
      },
    ]);
  });

  it("are two where one visitor of ten has only one, and where hours lie between", () => {
    expect(kinds(wishes(0.9))).toEqual({ cart: ["healthy"], click: ["healthy"] });
    expect(kinds(wishes(1, 2 * hour))).toEqual({ cart: ["healthy"], click: ["healthy"] });
  });
});

describe("a vanity goal", () => {
  /** One of three reads; readers buy `readers` of ten times in their next visit, others five. */
  const visits = (readers: number): World => {
    const world = shop({
      days: 56,
      perDay: 60,
      goals: [micro("read"), buy],
      visit: (who) => {
        const reads = who % 3 === 0;
        const buys = Math.floor(who / 3) % 10 < (reads ? readers : 5);
        return ["view", ...(reads ? ["read"] : []), ...(buys ? [{ name: "buy", afterMs: 3 * hour }] : [])];
      },
    });
    return { ...world, now: world.now + 10 * day };
  };
  const aMonth = { from: iso(start + 28 * day), to: iso(start + 56 * day), asOf: iso(start + 56 * day) };

  it("leads to no aim, so that it is not to be optimised for", () => {
    const [read, sale] = healthOf(visits(3), { ...aMonth, windowMs: day }).goals;
    expect(read?.findings).toMatchObject([
      {
        kind: "vanity",
        severity: "low",
        evidence: { windowMs: day, macros: [{ key: "buy" }] },
        fix: { kind: "stopOptimising" },
      },
    ]);
    const [finding] = read?.findings ?? [];
    if (finding?.kind !== "vanity") throw new Error("The goal is no vanity.");
    expect(finding.evidence.macros[0]?.ratio).toBeCloseTo(0.6, 1);
    expect(sale?.status).toBe("healthy");
  });

  it("is none where readers buy more", () => {
    expect(kinds(visits(8), { ...aMonth, windowMs: day })).toEqual({ read: ["healthy"], buy: ["healthy"] });
  });
});

describe("what little is known", () => {
  it("says of a goal that was never reached what arrives under nearly its name", () => {
    const bought = goal("bought", { match: { event: "Order Completed" } });
    const world = shop({ days: 56, perDay: 5, goals: [bought], visit: () => ["view", "order_completed"] });
    expect(healthOf(world).goals[0]).toMatchObject({
      status: "noData",
      lastReachedAt: null,
      conversions: 0,
      findings: [
        {
          kind: "neverReached",
          evidence: { similarEvents: ["order_completed"] },
          fix: { kind: "changeRule", patch: { match: { event: "order_completed" } } },
        },
      ],
    });
  });

  it("says nothing without any events, of no goals, and of a goal since a few days", () => {
    expect(healthOf(shop({ days: 30, perDay: 0, goals: [buy], visit: () => [] }))).toMatchObject({
      traffic: { status: "noData", lastEventAt: null },
      goals: [{ status: "noData", findings: [], visitors: { rate: null } }],
    });
    expect(healthOf(shop({ days: 30, perDay: 2, goals: [], visit: () => ["view"] })).goals).toEqual([]);
    const young = shop({
      days: 56,
      perDay: 4,
      goals: [buy],
      visit: (who, date) => (date > 50 && who === 0 ? ["buy"] : ["view"]),
    });
    expect(kinds(young)).toEqual({ buy: ["tooNew"] });
  });

  it("answers for a range of minutes, for one that has not begun, and for one goal of several", () => {
    const world = shop({ days: 56, perDay: 8, goals: [micro("view"), buy], visit: () => ["view", "buy"] });
    const end = start + 56 * day;
    const minutes = healthOf(world, { from: iso(end - 5 * 60_000), to: iso(end) });
    expect(minutes.goals).toMatchObject([{ visitors: { whole: 0 } }, { visitors: { whole: 0 } }]);
    const later = healthOf(world, { from: iso(end + day), to: iso(end + 2 * day), asOf: iso(end) });
    expect(later.goals.map(({ conversions, visitors }) => [conversions, visitors.rate])).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(healthOf(world, { goals: ["buy"] }).goals.map(({ key }) => key)).toEqual(["buy"]);
  });

  it("refuses a goal that never was, with its place", () => {
    const world = shop({ days: 2, perDay: 1, goals: [buy], visit: () => ["buy"] });
    expect(() => healthOf(world, { goals: ["buy", "nothing"] })).toThrow(
      expect.objectContaining({ code: "invalid", path: "goals.1" }),
    );
    expect(
      healthQuestion.safeParse({ from: "2026-03-01", to: "2026-03-02", goals: ["buy", "buy"] }).success,
    ).toBe(false);
  });
});
