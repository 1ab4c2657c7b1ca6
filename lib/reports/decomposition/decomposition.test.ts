import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { GoalValue } from "@/lib/goals/definition";
import { productChange } from "@/lib/statistics/product-change";
import { ask } from "../testing/answers";
import { common } from "../testing/arbitrary-questions";
import { goalKeys, groupField, matcher, some } from "../testing/arbitrary-rules";
import { worlds } from "../testing/arbitrary-worlds";
import { givenJourneys, goal } from "../testing/given-journeys";
import { referenceContributions, referenceDecomposition } from "../testing/reference-decomposition";
import type { Compactions, World } from "../testing/world";
import { decompositionReport } from "./answer";
import { type DecompositionQuestion, decompositionQuestion, type Factor } from "./definition";

vi.setConfig({ testTimeout: 120_000 });

const answerTo = (question: DecompositionQuestion, world: World) =>
  ask(decompositionReport, decompositionQuestion.parse(question), world, undefined);
type Answer = ReturnType<typeof answerTo>;

const minorOf = ({ contribution }: Pick<Factor, "contribution">): number => contribution?.minor ?? 0;
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
const reachedOf = ({ steps }: Answer, period: "before" | "after") => steps.map((step) => step[period].part);

describe("in random worlds", () => {
  const compactions: fc.Arbitrary<Compactions> = fc.record({
    parts: fc.constantFrom(1, 2, 4),
    at: fc.array(fc.record({ facts: fc.nat(30), shards: fc.constantFrom(1, 2) }), { maxLength: 3 }),
    gathered: fc.nat(255),
  });
  const asking = worlds.chain((world) => {
    const valued = world.goals.filter(({ value }) => !("none" in value)).map(({ key }) => key);
    const macros =
      valued.length > 0
        ? some(fc.shuffledSubarray(valued, { minLength: 1 }), 5)
        : fc.constant<string[] | undefined>(undefined);
    const step = fc.oneof(
      { weight: 3, arbitrary: matcher },
      { weight: 1, arbitrary: fc.constantFrom(...goalKeys).map((key) => ({ goal: key })) },
    );
    const question = fc
      .record({
        shared: common(world),
        macros,
        steps: some(fc.array(step, { maxLength: 3 }), 7),
        by: some(groupField, 8),
        limit: fc.constantFrom(1, 2, 8),
        swap: fc.boolean(),
      })
      .map(({ shared, swap, ...rest }) => {
        const length = Date.parse(shared.to) - Date.parse(shared.from);
        const earlier = {
          from: new Date(Date.parse(shared.from) - 2 * length).toISOString(),
          to: new Date(Date.parse(shared.from) - Math.floor(length / 2)).toISOString(),
        };
        return { ...shared, ...rest, ...(swap ? { compareTo: earlier } : {}) };
      });
    return fc.record({ world: fc.constant(world), question });
  });

  it("counts what the reference counts, and adds up to the minor unit", () => {
    fc.assert(
      fc.property(asking, ({ world, question }) => {
        const answer = answerTo(question, world);
        const parsed = decompositionQuestion.parse(question);
        const { reached, unattended, missing, ...counted } = referenceDecomposition(parsed, world);
        const { unit, before, after, change, groups } = answer;
        const earns = answer.factors.length > 0;
        expect({ unit, before, after, change, groups }).toEqual(counted);
        const aims = earns
          ? reached
          : { before: reached.before.slice(0, -1), after: reached.after.slice(0, -1) };
        expect({ before: reachedOf(answer, "before"), after: reachedOf(answer, "after") }).toEqual(aims);
        if (earns) expect(sumOf(answer.factors.map(minorOf))).toBe(change.minor);
        expect(
          minorOf(answer.factors.find(({ factor }) => factor === "unattended") ?? { contribution: null }),
        ).toBe(earns ? unattended : 0);
        for (const [n, exact] of earns ? referenceContributions(counted.groups).entries() : [])
          expect(Math.abs(minorOf(answer.factors[n] ?? { contribution: null }) - exact)).toBeLessThan(1.001);
        for (const factor of answer.factors)
          if (factor.groups.length > 0) expect(sumOf(factor.groups.map(minorOf))).toBe(minorOf(factor));
        const warned = answer.warnings?.some(({ code }) => code === "not_converted") ?? false;
        expect(warned).toBe(earns && missing.length > 0);
        expect(JSON.stringify(answer)).not.toContain("NaN");
      }),
      { numRuns: 400 },
    );
  });

  it("does not depend on how the log lies in runs", () => {
    fc.assert(
      fc.property(asking, compactions, ({ world, question }, compacted) => {
        const parsed = decompositionQuestion.parse(question);
        expect(ask(decompositionReport, parsed, world, compacted)).toEqual(answerTo(question, world));
      }),
      { numRuns: 150 },
    );
  });

  it("negates every contribution when the periods change places", () => {
    fc.assert(
      fc.property(asking, ({ world, question }) => {
        const { from, to, compareTo } = question;
        if (!compareTo) return;
        const asOf = new Date(world.now + 800 * 86_400_000).toISOString();
        const there = answerTo({ ...question, asOf }, world);
        const back = answerTo({ ...question, asOf, ...compareTo, compareTo: { from, to } }, world);
        // Who came later is another question of the fields that look at the range.
        expect(back.before).toEqual(there.after);
        expect(back.factors.map((one) => -minorOf(one) || 0)).toEqual(there.factors.map(minorOf));
        expect(back.factors.flatMap(({ groups }) => groups.map((one) => -minorOf(one) || 0))).toEqual(
          there.factors.flatMap(({ groups }) => groups.map(minorOf)),
        );
      }),
      { numRuns: 300 },
    );
  });
});

const revenue: GoalValue = { property: "property.revenue", currency: "property.currency" };
const buy = goal("buy", { name: "Purchase", value: revenue });
const cart = goal("cart", { name: "Cart", tier: "micro", stage: "cart" });

/** So many visitors of a week did this, each on the given device. */
type Crowd = { day: number; device: string; visitors: number; cart?: number; buy?: number; revenue?: number };

const givenCrowds = (crowds: readonly Crowd[], settings: Parameters<typeof givenJourneys>[1] = {}) => {
  const journeys: Record<string, string[]> = {};
  for (const [
    c,
    { day, device, visitors, cart: carts = 0, buy: buys = 0, revenue: paid = 10 },
  ] of crowds.entries())
    for (let n = 0; n < visitors; n++)
      journeys[`v${c}-${n}`] = [
        `+${day} 09:00 view device=${device}`,
        ...(n < carts ? [`+${day} 09:01 cart`] : []),
        ...(n < buys ? [`+${day} 09:02 buy revenue=${paid}`] : []),
      ];
  return givenJourneys(journeys, { goals: [cart, buy], ...settings });
};

/** The second week against the first one. */
const secondWeek = (
  crowds: readonly Crowd[],
  question: Partial<DecompositionQuestion> = {},
  settings = {},
) => {
  const site = givenCrowds(crowds, settings);
  return answerTo(
    { from: site.at("+7 00:00"), to: site.at("+14 00:00"), by: "device", ...question },
    site.world,
  );
};

const named = ({ factors }: Answer) =>
  Object.fromEntries(
    factors.map((one) => [one.step ? `step ${one.step}` : one.factor, one.contribution && minorOf(one)]),
  );

describe("a whole answer", () => {
  const answer = secondWeek([
    { day: 0, device: "mobile", visitors: 100, cart: 20, buy: 10 },
    { day: 7, device: "mobile", visitors: 100, cart: 20, buy: 5 },
  ]);

  it("names the step that fell, the group, and those who stayed before it", () => {
    expect(answer).toMatchObject({
      unit: "visitor",
      before: { units: 100, revenue: { currency: "EUR", minor: 10_000 } },
      after: { units: 100, revenue: { currency: "EUR", minor: 5_000 } },
      change: { currency: "EUR", minor: -5_000 },
      steps: [
        { label: "Cart", tier: "micro", before: { part: 20, whole: 100 }, after: { part: 20, whole: 100 } },
        { label: "Purchase", tier: "macro", before: { part: 10, whole: 20 }, after: { part: 5, whole: 20 } },
      ],
      groups: [
        {
          value: "mobile",
          before: { units: 100, reached: [20, 10], revenue: { currency: "EUR", minor: 10_000 } },
          after: { units: 100, reached: [20, 5], revenue: { currency: "EUR", minor: 5_000 } },
        },
      ],
      biggest: {
        factor: "step",
        step: 2,
        label: "Purchase",
        direction: "down",
        before: 0.5,
        after: 0.25,
        contribution: { currency: "EUR", minor: -5_000 },
        message:
          "Fewer of those who got so far went on to Purchase: 25% instead of 50%. That cost €50.00. So much may be chance.",
        people: {
          of: {
            from: answer.after.from,
            to: answer.after.to,
            unit: "visitor",
            basis: "net",
            includeBots: false,
            segment: {
              and: [
                { did: { any: [{ goal: "cart" }, { goal: "buy" }] } },
                { not: { did: { any: [{ goal: "buy" }] } } },
              ],
            },
          },
          limit: 50,
        },
      },
    });
    expect(named(answer)).toEqual({ traffic: 0, mix: 0, "step 1": 0, "step 2": -5_000, orderValue: 0 });
    expect(answer.warnings).toBeUndefined();
  });

  it("shares what visitors and their rate did together equally", () => {
    // 100 visitors of whom 10 % pay 10.00, then 200 of whom 5 % do: 100 more × 7.5 % × 10.00, and the same lost.
    const found = secondWeek(
      [
        { day: 0, device: "mobile", visitors: 100, buy: 10 },
        { day: 7, device: "mobile", visitors: 200, buy: 10 },
      ],
      { steps: [] },
    );
    expect(named(found)).toEqual({ traffic: 7_500, mix: 0, "step 1": -7_500, orderValue: 0 });
    expect(found.change.minor).toBe(0);
  });
});

describe("one factor that changed alone", () => {
  const base: Crowd[] = [
    { day: 0, device: "mobile", visitors: 60, cart: 30, buy: 6 },
    { day: 0, device: "desktop", visitors: 40, cart: 20, buy: 10 },
  ];
  const later = (change: (crowd: Crowd) => Partial<Crowd>): Crowd[] => [
    ...base,
    ...base.map((crowd) => ({ ...crowd, day: 7, ...change(crowd) })),
  ];
  const nothing = { traffic: 0, mix: 0, "step 1": 0, "step 2": 0, orderValue: 0 };
  it.each([
    [
      "traffic",
      later((crowd) => ({
        visitors: 2 * crowd.visitors,
        cart: 2 * (crowd.cart ?? 0),
        buy: 2 * (crowd.buy ?? 0),
      })),
      16_000,
    ],
    ["step 1", later((crowd) => ({ cart: (crowd.cart ?? 0) / 2, buy: (crowd.buy ?? 0) / 2 })), -8_000],
    ["step 2", later((crowd) => ({ buy: (crowd.buy ?? 0) / 2 })), -8_000],
    ["orderValue", later(() => ({ revenue: 12.5 })), 4_000],
    [
      "mix",
      [
        ...base,
        { day: 7, device: "mobile", visitors: 40, cart: 20, buy: 4 },
        { day: 7, device: "desktop", visitors: 60, cart: 30, buy: 15 },
      ],
      3_000,
    ],
  ] as const)("is %s, and all of the change is its own", (factor, crowds, change) => {
    expect(named(secondWeek(crowds))).toEqual({ ...nothing, [factor]: change });
  });
});

describe("those behind the biggest driver", () => {
  const people = (crowds: readonly Crowd[], question: Partial<DecompositionQuestion> = {}) => {
    const site = givenCrowds(crowds);
    const answer = answerTo(
      { from: site.at("+7 00:00"), to: site.at("+14 00:00"), by: "device", ...question },
      site.world,
    );
    return answer.biggest && { driver: answer.biggest, total: site.visitors(answer.biggest.people).total };
  };

  it("are those who did not come any more", () => {
    const found = people([
      { day: 0, device: "mobile", visitors: 30, buy: 3 },
      { day: 0, device: "desktop", visitors: 10, buy: 1 },
      { day: 7, device: "desktop", visitors: 10, buy: 1 },
      { day: 7, device: "mobile", visitors: 10, buy: 1 },
    ]);
    expect(found).toMatchObject({ driver: { factor: "traffic", direction: "down" }, total: 40 });
  });

  it("are those of the group that made up most of it who stayed before the step", () => {
    const found = people([
      { day: 0, device: "mobile", visitors: 30, cart: 20, buy: 10 },
      { day: 0, device: "desktop", visitors: 30, cart: 20, buy: 10 },
      { day: 7, device: "mobile", visitors: 30, cart: 20, buy: 2 },
      { day: 7, device: "desktop", visitors: 30, cart: 20, buy: 10 },
    ]);
    expect(found).toMatchObject({
      driver: { factor: "step", step: 2, direction: "down", group: { value: "mobile" } },
      total: 18,
    });
  });

  it("are those who paid, and those of the smaller groups", () => {
    const dear = people([
      { day: 0, device: "mobile", visitors: 30, buy: 10 },
      { day: 7, device: "mobile", visitors: 30, buy: 10, revenue: 20 },
    ]);
    expect(dear).toMatchObject({ driver: { factor: "orderValue", direction: "up" }, total: 10 });
    const others = people(
      [
        { day: 0, device: "mobile", visitors: 50, buy: 10 },
        { day: 0, device: "tv", visitors: 5, buy: 1 },
        { day: 7, device: "mobile", visitors: 50, buy: 10 },
        { day: 7, device: "tv", visitors: 5, buy: 5 },
        { day: 7, device: "watch", visitors: 4, buy: 0 },
      ],
      { limit: 1 },
    );
    expect(others).toMatchObject({
      driver: { factor: "step", group: { value: null, other: true } },
      total: 5,
    });
  });
});

describe("a period without revenue", () => {
  it("before: what nobody got to is null, the rest adds up", () => {
    const answer = secondWeek([
      { day: 0, device: "mobile", visitors: 10, cart: 5 },
      { day: 7, device: "mobile", visitors: 10, cart: 5, buy: 5 },
    ]);
    expect(named(answer)).toEqual({ traffic: 0, mix: 0, "step 1": 0, "step 2": 5_000, orderValue: null });
    expect(answer.warnings?.map(({ code }) => code)).toEqual(["no_revenue"]);
  });

  it("before anybody came: everything is traffic", () => {
    const answer = secondWeek([{ day: 7, device: "mobile", visitors: 10, cart: 5, buy: 5 }]);
    expect(named(answer)).toEqual({
      traffic: 5_000,
      mix: null,
      "step 1": null,
      "step 2": null,
      orderValue: null,
    });
    expect(answer.biggest).toMatchObject({ factor: "traffic", before: 0, after: 10 });
  });

  it("in both: nothing contributed", () => {
    const answer = secondWeek([]);
    expect(named(answer)).toEqual({
      traffic: 0,
      mix: null,
      "step 1": null,
      "step 2": null,
      orderValue: null,
    });
    expect(answer).toMatchObject({ change: { minor: 0 }, biggest: null, groups: [] });
    expect(answer.warnings?.map(({ code }) => code)).toEqual(["no_revenue"]);
  });

  it("for lack of a goal with a value is said", () => {
    const crowds = [{ day: 7, device: "mobile", visitors: 10, cart: 5 }];
    expect(secondWeek(crowds, {}, { goals: [cart] })).toMatchObject({
      factors: [],
      biggest: null,
      steps: [{ label: "Cart" }],
      warnings: [{ code: "no_value" }],
    });
  });
});

describe("money", () => {
  const inWeeks = (journeys: Record<string, readonly string[]>, settings = {}) => {
    const site = givenJourneys(journeys, { goals: [buy], ...settings });
    return answerTo({ from: site.at("+7 00:00"), to: site.at("+14 00:00") }, site.world);
  };

  it("of visitors with passive events alone is a factor of its own", () => {
    const answer = inWeeks({
      ada: ["09:00 view", "09:10 buy revenue=5", "+7 09:00 view", "+7 09:10 buy revenue=5"],
      hook: ["09:00 buy revenue=7 (passive)", "+7 09:00 buy revenue=9 (passive)"],
    });
    expect(named(answer)).toEqual({ traffic: 0, mix: 0, "step 1": 0, orderValue: 0, unattended: 200 });
    expect(answer.change.minor).toBe(200);
    expect(answer.biggest).toMatchObject({
      factor: "unattended",
      people: { of: { unit: "visitor", goal: "buy" } },
    });
  });

  it("without a rate is left out and listed", () => {
    const journeys = {
      ada: ["09:00 buy revenue=5 currency=USD", "+7 09:00 buy revenue=5 currency=USD"],
      ben: ["09:00 buy revenue=5 currency=JPY"],
    };
    const answer = inWeeks(journeys, { rates: [{ currency: "USD", day: "2026-03-02", rate: "0.5" }] });
    expect(answer).toMatchObject({
      before: { revenue: { minor: 250 } },
      after: { revenue: { minor: 250 } },
      warnings: [{ code: "not_converted" }],
    });
  });
});

describe("a wrong question", () => {
  const wrong = (question: Partial<DecompositionQuestion>) => () => secondWeek([], question);
  it.each([
    [{ macros: ["nobody"] }, "macros.0"],
    [{ macros: ["cart"] }, "macros.0"],
    [{ steps: [{ event: "view" }, { goal: "nobody" }] }, "steps.1.goal"],
    [{ compareTo: { from: "2026-02-01", to: "2026-03-10" } }, "compareTo"],
    [{ compareTo: { from: "2026-02-01", to: "soon" } }, "compareTo.to"],
    [{ compareTo: { from: "2026-02-01", to: "2026-01-01" } }, "compareTo.to"],
  ])("%j is refused at %s", (question, path) => {
    expect(wrong(question)).toThrow(expect.objectContaining({ code: "invalid", path }));
  });

  it.each([
    { macros: [] },
    { macros: ["buy", "buy"] },
    { steps: Array.from({ length: 6 }, () => ({ event: "view" })) },
    { by: "colour" },
    { limit: 21 },
  ])("%j is refused", (question) => {
    const range = { from: "2026-03-02", to: "2026-03-09" };
    expect(decompositionQuestion.safeParse({ ...range, ...question }).success).toBe(false);
  });
});

it("leaves the quadrature room for every factor that a question may have", () => {
  expect(() =>
    productChange({ size: 1, factors: new Float64Array(8) }, { size: 1, factors: new Float64Array(8) }, 7),
  ).not.toThrow();
});
