import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { withTenantSnapshot } from "@/db/tenant";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { createGoal, saveGoals } from "@/lib/goals/store";
import { compactUntilDone } from "@/lib/journeys/compact";
import type { SegmentFilter } from "@/lib/matching/definition";
import { createSegment } from "@/lib/segments/store";

const range = { from: "2026-11-01", to: "2026-11-08" };

const view = (visitor: string, more: object = {}): object =>
  track(visitor, "Product Viewed", { timestamp: "2026-11-02T10:00:00Z", ...more });
const identify = (userId: string, anonymousId: string, traits: object): object => ({
  type: "identify",
  userId,
  anonymousId,
  traits,
  messageId: randomUUID(),
});

const visitorsIn = async (site: Site, segment: SegmentFilter | string): Promise<number> =>
  (await site.ask("conversions", { ...range, segment })).visitors;

describe("a trait", () => {
  it("is what was said last of the visitor, merged ids included, and nobody else's", async () => {
    holdClock("2026-11-10T12:00:00Z");
    const [site, other] = await Promise.all([givenProject(), givenProject()]);
    await site.send([view("a"), view("b"), view("c")]);
    await site.send([identify("ada", "a", { plan: "free", "it's": { size: [1, "L"] } })]);
    await site.send([identify("ada", "a", { plan: "pro" }), identify("ben", "b", { plan: null })]);
    await other.send([view("z"), identify("zoe", "z", { plan: "pro" })]);
    const kept = async () => [
      await visitorsIn(site, { field: "trait.plan", op: "is", value: "pro" }),
      await visitorsIn(site, { field: "trait.plan", op: "is", value: "free" }),
      await visitorsIn(site, { field: "trait.plan", op: "notExists" }),
      await visitorsIn(site, { field: "trait.it's.size", op: "is", value: "L" }),
      await visitorsIn(site, { field: "trait.nothing", op: "exists" }),
    ];
    expect(await kept()).toEqual([1, 0, 2, 1, 0]);
    await compactUntilDone(site.scope);
    expect(await kept()).toEqual([1, 0, 2, 1, 0]);
  });
});

describe("a saved segment", () => {
  it("is asked for by its key, and may build on others", async () => {
    holdClock("2026-11-10T12:00:00Z");
    const [site, other] = await Promise.all([givenProject(), givenProject()]);
    await site.send([view("a", { context: { device: { type: "mobile" } } }), view("b")]);
    await createSegment(site.scope, {
      key: "mobile",
      name: "Mobile",
      filter: { field: "device", op: "is", value: "mobile" },
    });
    await createSegment(site.scope, {
      key: "others",
      name: "Others",
      filter: { not: { segment: "mobile" } },
    });
    expect(await visitorsIn(site, "mobile")).toBe(1);
    expect(await visitorsIn(site, "others")).toBe(1);
    expect(await visitorsIn(site, { and: [{ segment: "mobile" }, { segment: "others" }] })).toBe(0);
    await expect(visitorsIn(other, "mobile")).rejects.toMatchObject({ code: "invalid", path: "segment" });
  });
});

it.each<[string, SegmentFilter, string]>([
  ["an unknown segment", { or: [{ segment: "nowhere" }] }, "segment.or.0.segment"],
  ["an unknown goal", { not: { did: { goal: "nowhere" } } }, "segment.not.did.goal"],
  ["a wrong regular expression", { field: "path", op: "regex", value: "(" }, "segment.value"],
  [
    "one in a matcher",
    { did: { event: "A", where: { field: "property.a", op: "regex", value: "(?=a)" } } },
    "segment.did.where.value",
  ],
  [
    "more matchers than there are bits",
    { and: Array.from({ length: 33 }, (_, n) => ({ did: { event: `${n}` } })) },
    "segment",
  ],
])("a segment with %s says where", async (_, segment, path) => {
  const site = await givenProject();
  await expect(visitorsIn(site, segment)).rejects.toMatchObject({
    code: "invalid",
    path,
  });
});

it("a hostile regular expression costs no more than a plain one", async () => {
  const site = await givenProject();
  await site.send([view("a", { properties: { text: `${"a".repeat(2_000)}!` } })]);
  const where = { field: "property.text", op: "regex" as const, value: "^(a+)+$" };
  expect(await visitorsIn(site, { did: { event: "Product Viewed", where } })).toBe(0);
});

/** What the clock of the database says, ms since 1970. */
const databaseTime = (site: Site): Promise<number> =>
  withTenantSnapshot(site.scope, async (tx) => {
    const [row] = await tx<{ ms: number }[]>`select floor(extract(epoch from now()) * 1000)::float8 as ms`;
    return row?.ms ?? Number.NaN;
  });

it("definedAt asks for the goals as they were", async () => {
  holdClock("2026-11-10T12:00:00Z");
  const site = await givenProject();
  const purchase = {
    key: "purchase",
    name: "Purchase",
    tier: "macro",
    stage: "sale",
    counting: "every",
    value: { none: true },
  } as const;
  await site.send([view("a"), view("b")]);
  const before = (await databaseTime(site)) - 1;
  await createGoal(site.scope, { ...purchase, match: { event: "Product Viewed" } });
  const between = (await databaseTime(site)) + 1;
  while ((await databaseTime(site)) <= between);
  await saveGoals(site.scope, [{ ...purchase, match: { event: "Order Completed" } }]);
  const counted = async (at?: number) => {
    const definedAt = at === undefined ? undefined : new Date(at).toISOString();
    const { goals } = await site.ask("conversions", { ...range, definedAt });
    return goals.map(({ conversions }) => conversions);
  };
  expect(await counted()).toEqual([0]);
  expect(await counted(between)).toEqual([2]);
  expect(await counted(before)).toEqual([]);
});

it("says where a definedAt stands that is no time", async () => {
  const site = await givenProject();
  const asked = { ...range, definedAt: "soon" };
  const funnel = { ...asked, steps: [{ event: "view" }, { event: "buy" }], windowMs: 1000 };
  const segment = { field: "device", op: "exists" as const };
  const wrong = (path: string) => ({ code: "invalid", path });
  await expect(site.ask("conversions", asked)).rejects.toMatchObject(wrong("definedAt"));
  await expect(site.ask("visitors", { of: { ...asked, segment } })).rejects.toMatchObject(
    wrong("of.definedAt"),
  );
  await expect(site.ask("visitors", { of: { funnel, step: 1, kind: "reached" } })).rejects.toMatchObject(
    wrong("of.funnel.definedAt"),
  );
});

describe("visitors who are known for a day only", () => {
  const oneDay = { from: "2026-11-02", to: "2026-11-03" };
  const hour = 3_600_000;
  const steps = [{ event: "Product Viewed" }];
  const all = [{ name: "All" }, { name: "Some", filter: { did: { event: "Product Viewed" } } }];
  const codesOf = ({ warnings = [] }: { warnings?: readonly { code: string }[] }): string[] =>
    warnings.map(({ code }) => code);

  it("are pointed out where range, window or lookback are longer", async () => {
    holdClock("2026-11-10T12:00:00Z");
    const site = await givenProject();
    await site.send([view("a", { anonymousId: undefined, context: { cookieless: true } })]);
    const within = (withinMs: number, more: object = {}) =>
      site.ask("conversions", {
        ...oneDay,
        ...more,
        segment: { did: { event: "Product Viewed" }, withinMs },
      });
    const compare = (windowMs: number) =>
      site.ask("compare", { ...oneDay, metric: { funnel: { steps, windowMs } }, segments: all });
    const retention = (periods: number) =>
      site.ask("retention", {
        from: "2026-11-08",
        to: "2026-11-09",
        first: { event: "Product Viewed" },
        again: { event: "Product Viewed" },
        interval: "day",
        periods,
      });
    const said = [
      await within(24 * hour, range),
      await within(25 * hour),
      await site.ask("conversions", {
        ...oneDay,
        segment: { field: "visitor.isNew", op: "is", value: true },
      }),
      await compare(25 * hour),
      await site.ask("funnel", { ...oneDay, steps, windowMs: 25 * hour }),
      await retention(2),
    ];
    expect(said.map(codesOf)).toEqual(said.map(() => ["cookieless"]));
    const unsaid = [
      await within(24 * hour),
      await compare(24 * hour),
      await site.ask("funnel", { ...oneDay, unit: "session", steps, windowMs: 25 * hour }),
      await retention(1),
    ];
    expect(unsaid.map(codesOf)).toEqual([[], [], [], []]);
  });
});
