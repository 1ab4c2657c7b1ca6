import fc from "fast-check";
import type { Matcher } from "@/lib/matching/definition";
import type { Asked, AskedOf } from "./answers";
import { eventField, goalKeys, groupField, matcher, segment, some } from "./arbitrary-rules";
import { worlds } from "./arbitrary-worlds";
import type { World } from "./world";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const windows = [1, 5 * minute, 30 * minute, 6 * hour, day, 5 * day, 40 * day];

const instantsOf = ({ facts, now }: World): number[] =>
  facts
    .flatMap((fact) => (fact.kind === "event" ? [fact.at, fact.at + 1, fact.at - 5 * hour] : []))
    .concat(now);

const text = (at: number): string => new Date(at).toISOString();

/** What all questions share: mostly everything, else a range cut anywhere, also through sessions and windows. */
export const common = (world: World) => {
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
      basis: fc.constantFrom("net", "net", "net", "gross"),
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

/** Mostly steps that many journeys take, else any. */
const steps = fc.oneof<fc.Arbitrary<Matcher[]>[]>(
  fc.constant<Matcher[]>([{ event: "view" }, { event: "cart" }, { event: "buy" }]),
  fc.constant<Matcher[]>([{ event: "view" }, { event: "view" }, { event: "cart" }]),
  fc.constant<Matcher[]>([{ event: "view" }, { goal: "second" }]),
  fc.constant<Matcher[]>([
    { event: "view" },
    { any: [{ event: "cart" }, { event: "view" }] },
    { event: "buy" },
  ]),
  fc.array(fc.constantFrom<Matcher[]>({ event: "view" }, { event: "cart" }, { event: "buy" }), {
    minLength: 2,
    maxLength: 5,
  }),
  fc.array(step, { minLength: 1, maxLength: 4, size: "max" }),
);

/** What steps of a funnel in order may say beside; the first is never optional. */
const options = fc.record({
  optional: fc.constantFrom(undefined, undefined, false, true, true),
  withinMs: some(fc.constantFrom(1, 5 * minute, 30 * minute, day), 2),
});
const exclusion = fc.record({
  match: fc.oneof(
    fc.constantFrom<Matcher[]>(
      { event: "view" },
      { event: "cart" },
      { event: "buy" },
      { event: "Page Viewed" },
    ),
    matcher,
  ),
  after: fc.nat(9),
  before: fc.nat(9),
  mode: fc.constantFrom("end" as const, "discard" as const, undefined),
});

/** Steps with every option that the order allows. */
const walks = fc
  .record({
    steps,
    order: fc.constantFrom(
      undefined,
      "ordered" as const,
      "ordered" as const,
      "strict" as const,
      "unordered" as const,
    ),
    options: some(fc.array(options, { minLength: 5, maxLength: 5 }), 5),
    exclude: some(fc.array(exclusion, { minLength: 1, maxLength: 3 }), 5),
  })
  .map(({ steps, order, options, exclude = [] }) => {
    if (order === "unordered" || steps.length === 1) return { steps, order };
    const last = steps.length;
    return {
      order,
      steps: steps.map((step, k) =>
        options ? { ...step, ...options[k], ...(k === 0 ? { optional: undefined } : {}) } : step,
      ),
      exclude: exclude.map(({ match, mode, ...bounds }) => {
        const after = 1 + (bounds.after % (last - 1));
        return { ...match, mode, after, before: after + 1 + (bounds.before % (last - after)) };
      }),
    };
  });

const heldField = fc.constantFrom(
  "property.tags",
  "property.tags",
  "property.item.size",
  "device",
  "channel",
);

export const funnels = (world: World): fc.Arbitrary<AskedOf<"funnel">> =>
  fc
    .record({
      shared: common(world),
      walk: walks,
      windowMs: fc.constantFrom(day, ...windows, 40 * day, 40 * day),
      holdConstant: some(fc.array(heldField, { minLength: 1, maxLength: 2 }), 3),
      by: some(
        fc.record({
          by: eventField,
          limit,
          at: fc.constantFrom("entry" as const, "last" as const, "first" as const, 1, 2, 2),
        }),
        5,
      ),
      previous: fc.boolean(),
      distribution: fc.boolean(),
      trend: some(
        fc.record({ interval: fc.constantFrom("day" as const, "week" as const, "month" as const) }),
        5,
      ),
    })
    .map(({ shared, walk, by, ...rest }) => {
      const at = typeof by?.at === "number" ? { step: Math.min(by.at, walk.steps.length) } : by?.at;
      return {
        report: "funnel",
        question: { ...shared, ...rest, ...walk, breakdown: by && { ...by, at } },
      };
    });

export const conversions = (world: World): fc.Arbitrary<AskedOf<"conversions">> =>
  fc
    .record({
      shared: common(world),
      goals: some(fc.uniqueArray(fc.constantFrom<string[]>(...goalKeys), { minLength: 1 }), 3),
      breakdown: some(fc.record({ by: groupField, limit }), 5),
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
      breakdown: some(fc.record({ by: groupField, limit }), 4),
      previous: fc.boolean(),
    })
    .map(({ shared, ...rest }) => ({ report: "timeseries", question: { ...shared, ...rest } }));

/** The same events, all of one visitor: then long ways are gone to their end, too. */
const ofOneVisitor = (world: World): World => ({
  ...world,
  facts: world.facts.map((fact) =>
    fact.kind === "event" ? { ...fact, anonymousId: "a", userId: null } : fact,
  ),
});

/** A world with a question about it. */
export const asking = <R extends Asked["report"]>(
  questions: (world: World) => fc.Arbitrary<AskedOf<R>>,
): fc.Arbitrary<{ world: World; asked: AskedOf<R> }> =>
  fc
    .oneof(worlds, worlds.map(ofOneVisitor))
    .chain((world) => fc.record({ world: fc.constant(world), asked: questions(world) }));
