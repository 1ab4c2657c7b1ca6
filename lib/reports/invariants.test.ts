import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type Asked, productAnswer } from "./testing/answers";
import { comparisons } from "./testing/arbitrary-compare";
import { matrices } from "./testing/arbitrary-matrix";
import { asking, conversions, funnels, timeseries } from "./testing/arbitrary-questions";
import { segment } from "./testing/arbitrary-rules";
import { listings } from "./testing/arbitrary-visitors";
import { pathsQuestions, retentions } from "./testing/arbitrary-ways";
import type { World } from "./testing/world";

const numRuns = 200;
vi.setConfig({ testTimeout: 120_000 });

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
/** Adds lists place by place. */
const addUp = (length: number, lists: readonly (readonly number[])[]) =>
  Array.from({ length }, (_, place) => sum(lists.map((list) => list[place] ?? 0)));

describe("conversions", () => {
  it("of a segment and of all others add up", () => {
    fc.assert(
      fc.property(asking(conversions), segment, ({ world, asked }, kept) => {
        const on = (filter: typeof kept) => {
          const question = { ...asked.question, segment: filter };
          const { visitors, sessions, goals } = productAnswer({ ...asked, question }, world);
          const isVisitor = asked.question.unit === "visitor";
          return [
            isVisitor ? visitors : sessions,
            ...goals.flatMap((goal) => [
              ...[goal.conversions, goal.converters, goal.rate.part, goal.rate.whole],
              ...["EUR", "JPY", "USD"].map(
                (currency) => goal.value.find((money) => money.currency === currency)?.minor ?? 0,
              ),
            ]),
          ];
        };
        const all = on({ or: [kept, { not: kept }] });
        expect(addUp(all.length, [on(kept), on({ not: kept })])).toEqual(all);
      }),
      { numRuns },
    );
  });

  it("are the sum of the groups of their breakdown and of the buckets of their trend", () => {
    fc.assert(
      fc.property(asking(conversions), ({ world, asked }) => {
        const { from, to, unit, segment, asOf, includeBots, basis, goals } = asked.question;
        const answer = productAnswer(asked, world);
        const counts = answer.goals.map((goal) => goal.conversions);
        if (answer.breakdown)
          expect(
            addUp(
              counts.length,
              answer.breakdown.map((group) => group.goals.map((goal) => goal.conversions)),
            ),
          ).toEqual(counts);
        const metrics = (goals ?? world.goals.map(({ key }) => key)).map((goal) => ({
          goal,
          count: "conversions" as const,
        }));
        const common = { from, to, unit, segment, asOf, includeBots, basis };
        const question = { ...common, metrics, interval: "week" as const };
        const { points } = productAnswer({ report: "timeseries", question }, world);
        const inBuckets = points.map(({ values }) => values.map((value) => value ?? 0));
        expect(addUp(counts.length, inBuckets)).toEqual(counts);
      }),
      { numRuns },
    );
  });
});

describe("a trend", () => {
  it("is the sum of the groups of its breakdown, but for rates and visitors of several sessions", () => {
    fc.assert(
      fc.property(asking(timeseries), ({ world, asked }) => {
        const { points, breakdown } = productAnswer(asked, world);
        const { unit, metrics } = asked.question;
        const addsUp = (metric: (typeof metrics)[number]): boolean =>
          "goal" in metric ? metric.count !== "rate" : unit === "visitor" || !("visitors" in metric);
        for (const [bucket, { values }] of points.entries())
          for (const [m, metric] of metrics.entries())
            if (breakdown && addsUp(metric))
              expect(sum(breakdown.map((group) => group.points[bucket]?.values[m] ?? 0))).toBe(values[m]);
      }),
      { numRuns },
    );
  });
});

describe("a log", () => {
  it("compacted at any moments into any shards answers like one that never was, in one part or several", () => {
    const compactions = fc.record({
      parts: fc.constantFrom(1, 2, 4),
      at: fc.array(fc.record({ facts: fc.nat(30), shards: fc.constantFrom(1, 2, 4, 8) }), { maxLength: 4 }),
      gathered: fc.nat(0xff),
    });
    const any = fc.oneof<fc.Arbitrary<{ world: World; asked: Asked }>[]>(
      asking(conversions),
      asking(funnels),
      asking(matrices),
      asking(timeseries),
      asking(comparisons),
      asking(pathsQuestions),
      asking(retentions),
      asking(listings),
    );
    fc.assert(
      fc.property(any, compactions, ({ world, asked }, compacted) => {
        expect(productAnswer(asked, world, compacted)).toEqual(productAnswer(asked, world, undefined));
      }),
      { numRuns: 5 * numRuns },
    );
  });
});
