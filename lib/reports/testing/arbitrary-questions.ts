import fc from "fast-check";
import type { Matcher } from "@/lib/matching/definition";
import type { Asked, AskedOf } from "./answers";
import { eventField, goalKeys, matcher, segment, some } from "./arbitrary-rules";
import { worlds } from "./arbitrary-worlds";
import type { World } from "./world";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const windows = [1, 5 * minute, 30 * minute, 6 * hour, day, 5 * day, 40 * day];

const instantsOf = ({ facts, now }: World): number[] =>
  facts
    .flatMap((fact) => (fact.kind === "event" ? [fact.at, fact.at + 1, fact.at - 5 * hour] : []))
    .concat(now);

const text = (at: number): string => new Date(at).toISOString();

/** What all questions share: mostly everything, else a range cut anywhere, also through sessions and windows. */
const common = (world: World) => {
  const times = instantsOf(world);
  const time = fc.constantFrom(...times);
  const [earliest, latest] = [Math.min(...times), Math.max(...times)];
  return fc
    .record({
      ends: fc.oneof(
        { weight: 4, arbitrary: fc.constant([earliest - hour, latest + hour]) },
        { weight: 2, arbitrary: time.map((at) => [at - 3 * hour, at + 3 * hour]) },
        { weight: 1, arbitrary: fc.tuple(time, time) },
      ),
      unit: fc.constantFrom("visitor" as const, "session" as const),
      segment: some(segment, 2),
      asOf: some(
        fc.oneof(
          // When a window or a session that began then is just about to end.
          fc.tuple(time, fc.constantFrom(0, ...windows)).map(([at, later]) => at + later),
          fc.constant(latest + 12 * hour),
        ),
        3,
      ),
      includeBots: fc.boolean(),
    })
    .map(({ ends: [a = 0, b = 0], asOf, ...rest }) => ({
      ...rest,
      from: text(Math.min(a, b)),
      to: text(Math.max(a, b, Math.min(a, b) + 1)),
      asOf: asOf === undefined ? undefined : text(asOf),
    }));
};

const limit = fc.constantFrom(1, 1, 2, 8);
const step = fc.oneof(
  { weight: 5, arbitrary: matcher },
  { weight: 1, arbitrary: fc.constantFrom(...goalKeys).map((key) => ({ goal: key })) },
);

/** Now and then steps that many journeys take, else any. */
const steps = fc.oneof(
  fc.constant<Matcher[]>([{ event: "view" }, { event: "cart" }, { event: "buy" }]),
  fc.constant<Matcher[]>([{ event: "view" }, { event: "view" }, { event: "cart" }]),
  fc.array(step, { minLength: 1, maxLength: 4, size: "max" }),
);

export const funnels = (world: World): fc.Arbitrary<AskedOf<"funnel">> =>
  fc
    .record({
      shared: common(world),
      steps,
      windowMs: fc.constantFrom(...windows, day),
      by: some(
        fc.record({
          by: eventField,
          limit,
          at: fc.constantFrom("entry" as const, "last" as const, "first" as const, 1, 2, 2),
        }),
        5,
      ),
      previous: fc.boolean(),
    })
    .map(({ shared, steps, by, ...rest }) => {
      const at = typeof by?.at === "number" ? { step: Math.min(by.at, steps.length) } : by?.at;
      return {
        report: "funnel",
        question: { ...shared, ...rest, steps, breakdown: by && { ...by, at } },
      };
    });

export const conversions = (world: World): fc.Arbitrary<AskedOf<"conversions">> =>
  fc
    .record({
      shared: common(world),
      goals: some(fc.uniqueArray(fc.constantFrom<string[]>(...goalKeys), { minLength: 1 }), 3),
      breakdown: some(fc.record({ by: eventField, limit }), 5),
      previous: fc.boolean(),
    })
    .map(({ shared, ...rest }) => ({ report: "conversions", question: { ...shared, ...rest } }));

const metric = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      goal: fc.constantFrom<string[]>(...goalKeys),
      count: fc.constantFrom("conversions", "converters", "rate", "value"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ event: "view" }, { visitors: true as const }, { sessions: true as const }),
  },
);

export const timeseries = (world: World): fc.Arbitrary<AskedOf<"timeseries">> =>
  fc
    .record({
      shared: common(world),
      metrics: fc.array(metric, { minLength: 1, maxLength: 4 }),
      interval: fc.constantFrom("day", "day", "week", "month"),
    })
    .map(({ shared, ...rest }) => ({ report: "timeseries", question: { ...shared, ...rest } }));

/** A world with a question about it. */
export const asking = <R extends Asked["report"]>(
  questions: (world: World) => fc.Arbitrary<AskedOf<R>>,
): fc.Arbitrary<{ world: World; asked: AskedOf<R> }> =>
  worlds.chain((world) => fc.record({ world: fc.constant(world), asked: questions(world) }));
