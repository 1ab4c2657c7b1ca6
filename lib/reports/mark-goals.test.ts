import fc from "fast-check";
import { expect, it } from "vitest";
import type { Goal } from "@/lib/goals/definition";
import { eventFlags } from "@/lib/journeys/event-flags";
import { Journey } from "@/lib/journeys/journey";
import { ColumnSet } from "./column-set";
import { goalCounter, markAll } from "./goal-counter";
import { markGoals } from "./mark-goals";

const goal = (key: string, counting: Goal["counting"]): Goal => ({
  key,
  name: key,
  tier: "micro",
  stage: "interaction",
  match: { event: key },
  counting,
  value: { none: true },
});

const goals = [goal("a", "session"), goal("b", "every"), goal("c", "session"), goal("d", "visitor")];

const counters = goals.map((one, bit) =>
  goalCounter(one, bit, {
    columns: new ColumnSet([], []),
    currency: "EUR",
    copies: undefined,
    restatement: undefined,
  }),
);

type Event = { mask: number; session: number; inRange: boolean };

const journeyOf = (events: readonly Event[]): Journey => {
  const journey = new Journey(events.length);
  journey.end = events.length;
  journey.any = 0;
  journey.repeated = 0;
  for (const [i, { mask, session, inRange }] of events.entries()) {
    journey.mask[i] = mask;
    journey.session[i] = session;
    journey.flags[i] = inRange ? eventFlags.inRange : 0;
    journey.repeated |= journey.any & mask;
    journey.any |= mask;
  }
  return journey;
};

it("marks as the counters of the goals do one after the other, also where sessions lie between each other's events", () => {
  const event = fc.record({
    mask: fc.integer({ min: 0, max: 15 }),
    session: fc.integer({ min: -1, max: 3 }),
    inRange: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), (events) => {
      const [together, apart] = [journeyOf(events), journeyOf(events)];
      markGoals(goals, counters)?.(together);
      markAll(counters)?.(apart);
      expect(together.mask).toEqual(apart.mask);
    }),
  );
});

it("marks nothing where every event is a conversion", () => {
  const every = [goal("b", "every")];
  expect(markGoals(every, counters.slice(1, 2))).toBeUndefined();
});
