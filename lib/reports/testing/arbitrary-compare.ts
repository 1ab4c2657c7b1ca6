import fc from "fast-check";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { AskedOf } from "./answers";
import { common, funnels } from "./arbitrary-questions";
import { goalKeys, segment, some } from "./arbitrary-rules";
import { goal } from "./given-journeys";
import type { EventFact, World } from "./world";

/** A funnel question without its range, and what goes with one. */
const funnelMetric = (world: World) =>
  funnels(world).map(({ question: { steps, order, windowMs, exclude, holdConstant, segment } }) => ({
    funnel: { steps, order, windowMs, exclude, holdConstant, segment },
  }));

const metricIn = (world: World) =>
  fc.oneof(
    { weight: 4, arbitrary: funnelMetric(world) },
    { weight: 3, arbitrary: fc.constantFrom<string[]>(...goalKeys).map((goal) => ({ goal })) },
    { weight: 2, arbitrary: fc.constant({ revenuePerVisitor: true as const }) },
  );

const filters = fc.array(some(segment, 9), { minLength: 2, maxLength: 6 });

const named = (filters: readonly (SegmentFilter | undefined)[]) =>
  filters.map((filter, place) => ({ name: `Segment ${place + 1}`, filter }));

export const comparisons = (world: World): fc.Arbitrary<AskedOf<"compare">> =>
  fc
    .record({ shared: common(world), metric: metricIn(world), filters })
    .map(({ shared, metric, filters }) => ({
      report: "compare",
      question: {
        ...shared,
        ...("revenuePerVisitor" in metric ? { unit: "visitor" as const } : {}),
        metric,
        segments: named(filters),
      },
    }));

const hour = 3_600_000;
const start = Date.parse("2026-03-02T00:00:00Z");

const visit = fc.record({
  device: fc.constantFrom("mobile", "desktop"),
  campaign: fc.constantFrom("a", "b"),
  buys: fc.boolean(),
  revenue: fc.constantFrom(10, 25, 300),
});

/** Many visitors with few sessions, so that there is something to tell apart. */
const crowds: fc.Arbitrary<World> = fc
  .array(fc.array(visit, { minLength: 1, maxLength: 3 }), { minLength: 6, maxLength: 16, size: "max" })
  .map((visitors) => {
    const events = visitors.flatMap((visits, visitor) =>
      visits.flatMap(({ device, campaign, buys, revenue }, place) =>
        (buys ? ["view", "buy"] : ["view"]).map(
          (name, step): Omit<EventFact, "seq"> => ({
            kind: "event",
            at: start + place * 40 * hour + visitor * hour + step,
            name,
            userId: null,
            anonymousId: `v${visitor}`,
            sessionId: null,
            passive: false,
            bot: false,
            context: { device, "utm.campaign": campaign },
            properties: name === "buy" ? { revenue } : {},
          }),
        ),
      ),
    );
    return {
      facts: events.map((event, place) => ({ ...event, seq: place + 1 })),
      goals: [goal("buy", { value: { property: "property.revenue" } })],
      project: { id: "p", slug: "p", name: "P", timezone: "UTC", currency: "EUR", sessionGapMs: hour / 2 },
      now: start + 400 * hour,
    };
  });

const sides = fc.uniqueArray(
  fc.constantFrom<SegmentFilter[]>(
    { field: "device", op: "is", value: "mobile" },
    { field: "device", op: "is", value: "desktop" },
    { field: "utm.campaign", op: "is", value: "a" },
    { field: "utm.campaign", op: "is", value: "b" },
    { field: "first.device", op: "is", value: "mobile" },
    { field: "device", op: "exists" },
  ),
  { minLength: 2, maxLength: 4, selector: (filter) => JSON.stringify(filter) },
);

/** A crowd with a comparison of segments that share visitors or sessions. */
export const crowdComparisons: fc.Arbitrary<{ world: World; asked: AskedOf<"compare"> }> = fc
  .record({
    world: crowds,
    filters: sides,
    metric: fc.constantFrom<AskedOf<"compare">["question"]["metric"][]>(
      { goal: "buy" },
      { goal: "buy" },
      { funnel: { steps: [{ event: "view" }, { event: "buy" }], windowMs: 2 * hour } },
      { revenuePerVisitor: true },
    ),
    unit: fc.constantFrom("visitor" as const, "session" as const, "session" as const),
    asOf: fc.constantFrom(undefined, undefined, 60 * hour),
  })
  .map(({ world, filters, metric, unit, asOf }) => ({
    world,
    asked: {
      report: "compare",
      question: {
        from: "2026-03-03",
        to: "2026-03-20",
        asOf: asOf === undefined ? undefined : new Date(start + asOf).toISOString(),
        unit: "revenuePerVisitor" in metric ? "visitor" : unit,
        metric,
        segments: named(filters),
      },
    },
  }));
