import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { ask } from "../testing/answers";
import { attributions } from "../testing/arbitrary-attribution";
import { worlds } from "../testing/arbitrary-worlds";
import { referenceAttribution } from "../testing/reference-attribution";
import type { Compactions, World } from "../testing/world";
import { attributionReport } from "./answer";
import { type AttributionQuestion, attributionQuestion, type Credit } from "./definition";

vi.setConfig({ testTimeout: 120_000 });

const answerTo = (stated: AttributionQuestion, world: World, compactions?: Compactions) => {
  const { spending, ...answer } = ask(
    attributionReport,
    attributionQuestion.parse(stated),
    world,
    compactions,
  );
  return answer;
};

/** Removal effects are compared in nine decimals: both sides compute them in their own way. */
const compared = (answer: object): unknown =>
  JSON.parse(
    JSON.stringify(answer, (name, value) =>
      name === "removalEffect" && value !== null ? Math.round(value * 1e9) / 1e9 : value,
    ),
  );

const asking = worlds.chain((world) => fc.record({ world: fc.constant(world), asked: attributions(world) }));

const parts = ({ conversions }: Credit): number => Math.round(conversions * 1e6);
const minor = (credit: Credit, currency: string): number =>
  credit.revenue.find((money) => money.currency === currency)?.minor ?? Number.NaN;

/** Whether credits sum to the whole exactly, in every currency and in the project's. */
const expectSum = (all: Credit, some: readonly Credit[]): void => {
  const sum = (of: (credit: Credit) => number) => some.reduce((total, credit) => total + of(credit), 0);
  expect(sum(parts)).toBe(parts(all));
  for (const { currency } of all.revenue)
    expect(sum((credit) => minor(credit, currency))).toBe(minor(all, currency));
  expect(sum(({ converted }) => converted?.minor ?? 0)).toBe(all.converted?.minor ?? 0);
};

describe("attribution", () => {
  it("answers what the reference answers", () => {
    fc.assert(
      fc.property(asking, ({ world, asked }) => {
        expect(compared(answerTo(asked, world))).toEqual(
          compared(referenceAttribution(attributionQuestion.parse(asked), world)),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it("gives away the conversions and their money, no more and no less, whatever the model", () => {
    fc.assert(
      fc.property(asking, ({ world, asked }) => {
        const answer = answerTo(asked, world);
        for (const { rows, untouched } of [answer, ...(answer.byModel ?? [])])
          expectSum(answer, [...rows, untouched]);
        if (!answer.stages) return;
        expectSum(answer, answer.stages.links);
        expectSum(answer, answer.stages.micros);
      }),
      { numRuns: 300 },
    );
  });

  it("answers the same however the log lies", () => {
    const compactions = fc.record({
      parts: fc.constantFrom(1, 2, 4),
      at: fc.array(fc.record({ facts: fc.nat(20), shards: fc.constantFrom(1, 2, 4) }), { maxLength: 3 }),
      gathered: fc.nat(255),
    });
    fc.assert(
      fc.property(asking, compactions, ({ world, asked }, compactions) => {
        const sorted = { ...compactions, at: compactions.at.sort((a, b) => a.facts - b.facts) };
        expect(answerTo(asked, world, sorted)).toEqual(answerTo(asked, world));
      }),
      { numRuns: 300 },
    );
  });
});
