import fc from "fast-check";
import { expect, it } from "vitest";
import { Journey } from "@/lib/journeys/journey";
import type { AttemptFinder } from "./attempt";
import { BestAttempt } from "./best-attempt";
import { exclusionsOf, stretchesOf } from "./funnel-plan";
import { GeneralAttempt } from "./general-attempt";
import { UnorderedAttempt } from "./unordered-attempt";

const journeyOf = (events: readonly { after: number; mask: number }[]): Journey => {
  const journey = new Journey(events.length);
  let at = 0;
  for (const [i, event] of events.entries()) {
    at += event.after;
    journey.at[i] = at;
    journey.mask[i] = event.mask;
  }
  journey.end = events.length;
  return journey;
};

const found = (finder: AttemptFinder, journey: Journey) => {
  const { reached, events, until } = finder.find(journey, 0, journey.end, journey.end);
  return reached === 0 ? null : { events: [...events], until: reached === 3 ? null : until };
};

const plain = {
  steps: [{ event: "A" }, { event: "B" }, { event: "C" }],
  order: "ordered" as const,
  exclude: [],
};

it("the fast way and the general one find the same attempts, one journey after another, however long", () => {
  const masks = fc.constantFrom(0, 0, 0, 1, 1, 1, 2, 3, 4, 5);
  const journeys = fc.array(
    fc.array(fc.record({ after: fc.nat(3), mask: masks }), { maxLength: 120, size: "max" }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(journeys, fc.constantFrom(0, 1, 3, 20), (all, windowMs) => {
      const fast = new BestAttempt(3, windowMs);
      const general = new GeneralAttempt({
        windowMs,
        stretches: stretchesOf(plain),
        exclusions: [],
        bits: 3,
      });
      for (const journey of all.map(journeyOf)) expect(found(fast, journey)).toEqual(found(general, journey));
    }),
    { numRuns: 500 },
  );
});

// A visitor with so many events must not hold up everyone else: at worst each entry costs its steps, not the journey.
it.each([
  ["every event is an entry and nothing follows", () => 0b1],
  ["every event is every step but the last", () => 0b011111],
  ["the last step came first", (i: number) => (i === 0 ? 0b100000 : 0b011111)],
  ["nearly everything is automatic and an entry", (i: number) => (i < 3 ? 0b111111 : 0b100000001)],
])("finds the best attempt among 200,000 events in little time where %s", (_, maskOf) => {
  const journey = journeyOf(Array.from({ length: 200_000 }, (_, i) => ({ after: 1, mask: maskOf(i) })));
  const step = { event: "A" };
  const funnel = {
    steps: [step, { ...step, optional: true }, step, { ...step, optional: true }, step, step],
    order: "ordered" as const,
    exclude: [{ ...step, after: 1, before: 6 }],
  };
  const options = {
    windowMs: 1e9,
    stretches: stretchesOf(funnel),
    exclusions: exclusionsOf(funnel),
    bits: 9,
  };
  const finders = [
    new BestAttempt(6, 1e9),
    new GeneralAttempt(options),
    new GeneralAttempt({ ...options, automaticBit: 8 }),
    new UnorderedAttempt(6, 1e9),
  ];
  for (const finder of finders) expect(found(finder, journey)).not.toBeNull();
});
