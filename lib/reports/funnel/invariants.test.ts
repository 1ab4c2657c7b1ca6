import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type AskedOf, productAnswer } from "../testing/answers";
import { asking, funnels } from "../testing/arbitrary-questions";
import { segment } from "../testing/arbitrary-rules";
import type { World } from "../testing/world";
import type { FunnelStepNumbers } from "./definition";

const numRuns = 150;
vi.setConfig({ testTimeout: 120_000 });

type Case = { world: World; asked: AskedOf<"funnel"> };
type Question = AskedOf<"funnel">["question"];

const reached = ({ steps }: { steps: FunnelStepNumbers[] }) => steps.map((step) => step.reached);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
/** Adds lists place by place. */
const addUp = (length: number, lists: readonly (readonly number[])[]) =>
  Array.from({ length }, (_, place) => sum(lists.map((list) => list[place] ?? 0)));

const holds = (check: (asking: Case) => void) => fc.assert(fc.property(asking(funnels), check), { numRuns });
/** The same question, but for what is stated. */
const askAgain = ({ world, asked }: Case, stated: Partial<Question>) =>
  productAnswer({ ...asked, question: { ...asked.question, ...stated } }, world);

/** Steps of a question that every complete attempt has, by their numbers. */
const requiredOf = ({ steps }: { steps: FunnelStepNumbers[] }) => steps.filter((step) => !step.optional);

const discards = ({ exclude }: Question) => exclude?.some(({ mode }) => mode === "discard") === true;

describe("a funnel", () => {
  it("never grows along required steps, and who reached one reached the next, dropped or is open", () => {
    holds(({ world, asked }) => {
      const answer = productAnswer(asked, world);
      for (const group of [answer, ...(answer.breakdown ?? [])]) {
        const steps = requiredOf(group);
        for (const [k, step] of steps.entries()) {
          const before = steps[k - 1]?.reached ?? group.entered;
          expect(step.reached).toBeLessThanOrEqual(before);
          expect(step.reached + (step.dropped ?? 0) + step.open).toBe(before);
        }
      }
    });
  });

  it("has no more units at an optional step than at the required one before it", () => {
    holds(({ world, asked }) => {
      let before = Number.POSITIVE_INFINITY;
      for (const step of productAnswer(asked, world).steps) {
        expect(step.reached).toBeLessThanOrEqual(before);
        if (!step.optional) before = step.reached;
      }
    });
  });

  it("is the sum of the groups of its breakdown and of the buckets of its trend", () => {
    holds((one) => {
      const answer = askAgain(one, { trend: { interval: "day" }, distribution: true });
      const { steps, breakdown, trend = [], distribution, entered } = answer;
      if (one.asked.question.breakdown)
        expect(addUp(steps.length, breakdown?.map(reached) ?? [])).toEqual(reached({ steps }));
      else expect(breakdown).toBeUndefined();
      const last = requiredOf(answer).at(-1)?.reached ?? 0;
      expect(sum(trend.map((point) => point.entered))).toBe(entered);
      expect(sum(trend.map((point) => point.reached))).toBe(last);
      expect(sum(trend.map((point) => point.open))).toBe(sum(steps.map(({ open }) => open)));
      if (requiredOf(answer).length > 1) expect(sum(distribution?.counts ?? [])).toBe(last);
    });
  });

  it("of a segment and of all others add up", () => {
    fc.assert(
      fc.property(asking(funnels), segment, (one, kept) => {
        const on = (filter: typeof kept) => reached(askAgain(one, { segment: filter }));
        const all = on({ or: [kept, { not: kept }] });
        expect(addUp(all.length, [on(kept), on({ not: kept })])).toEqual(all);
      }),
      { numRuns },
    );
  });
});

// What more time or fewer conditions do to the required steps of the best attempt. An optional step may get lost, as
// another attempt may become the best one; one that lives longer may meet an exclusion
// that discards it.
describe("of the units that reached a required step, none is lost", () => {
  const requiredReached = (answer: { steps: FunnelStepNumbers[] }) => reached({ steps: requiredOf(answer) });
  const losesNobody = (before: number[], after: number[]) => {
    for (const [k, count] of before.entries()) expect(after[k]).toBeGreaterThanOrEqual(count);
  };

  it("through a wider window, in any order and with any option but discarding exclusions", () => {
    fc.assert(
      fc.property(asking(funnels), fc.integer({ min: 1, max: 86_400_000 }), (one, more) => {
        fc.pre(!discards(one.asked.question));
        const windowMs = one.asked.question.windowMs + more;
        losesNobody(
          requiredReached(productAnswer(one.asked, one.world)),
          requiredReached(askAgain(one, { windowMs })),
        );
      }),
      { numRuns },
    );
  });

  it("through wider windows of steps, with any option but discarding exclusions", () => {
    holds((one) => {
      fc.pre(!discards(one.asked.question));
      const steps = one.asked.question.steps.map(({ withinMs, ...step }) => ({
        ...step,
        ...(withinMs === undefined ? {} : { withinMs: 2 * withinMs }),
      }));
      losesNobody(
        requiredReached(productAnswer(one.asked, one.world)),
        requiredReached(askAgain(one, { steps })),
      );
    });
  });

  it("by leaving out exclusions, optional steps being as they are", () => {
    holds((one) => {
      losesNobody(
        requiredReached(productAnswer(one.asked, one.world)),
        requiredReached(askAgain(one, { exclude: [] })),
      );
    });
  });

  it("by letting other events lie between, with any option but discarding exclusions", () => {
    holds((one) => {
      fc.pre(one.asked.question.order !== "unordered" && !discards(one.asked.question));
      losesNobody(
        requiredReached(askAgain(one, { order: "strict" })),
        requiredReached(askAgain(one, { order: "ordered" })),
      );
    });
  });
});
