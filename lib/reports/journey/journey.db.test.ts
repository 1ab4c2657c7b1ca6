import { describe, expect, it } from "vitest";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { starterGoals } from "@/lib/goals/starter-goals";
import { compactUntilDone } from "@/lib/journeys/compact";
import { eraseVisitors } from "@/lib/journeys/erase-visitors-store";
import { askAll } from "../engine";

const at = (who: object, event: string, timestamp: string, more: object = {}): object => ({
  ...track("", event, { timestamp: `2026-11-${timestamp}:00Z`, ...more }),
  anonymousId: undefined,
  ...who,
});

const identify = (userId: string, anonymousId: string, traits: object = {}): object => ({
  type: "identify",
  messageId: crypto.randomUUID(),
  timestamp: "2026-11-02T12:00:00Z",
  userId,
  anonymousId,
  traits,
});

const order = { order_id: "o1", revenue: 19.99, currency: "EUR" };

/** Ada came by phone, signed in, and ordered by laptop in the month after; Bob is somebody else. */
const givenShop = async (beside?: Site): Promise<Site> => {
  holdClock("2026-12-10T12:00:00Z");
  const site = await givenProject({ goals: starterGoals, beside });
  await site.send([
    at({ anonymousId: "phone" }, "Product Viewed", "02T11:00", { properties: { "a.b": 1, brand: "North" } }),
    at({ anonymousId: "bob" }, "Product Viewed", "03T10:00", { properties: { secret: "bob's" } }),
  ]);
  await site.send([identify("ada", "phone", { plan: "pro" })]);
  await site.send([at({ userId: "ada" }, "Order Completed", "04T10:00", { properties: order })]);
  return site;
};

const outline = ({ sessions }: Awaited<ReturnType<typeof journeyOf>>): unknown[] =>
  sessions.map(({ session, start, events }) => [session, start, events.map(({ name }) => name)]);

const journeyOf = (site: Site, visitorId: string, more: { limit?: number; cursor?: string } = {}) =>
  site.ask("journey", { visitorId, ...more });

const both = [
  [2, "2026-11-04T10:00:00.000Z", ["Order Completed"]],
  [1, "2026-11-02T11:00:00.000Z", ["Product Viewed"]],
];

const compactAll = (site: Site) => compactUntilDone(site.scope, undefined, { eventsPerShard: 1 });

describe("a journey over stored events", () => {
  it("is the person's, by whichever id, wherever the rows lie", async () => {
    const site = await givenShop();
    const check = async () => {
      for (const id of ["ada", "phone"]) expect(outline(await journeyOf(site, id))).toEqual(both);
    };
    await check();
    await compactAll(site);
    await check();
    await site.send([at({ anonymousId: "laptop" }, "Cart Viewed", "05T10:00")]);
    await compactAll(site);
    // The merge is not folded yet: the rows still lie under the number that lost.
    await site.send([identify("ada", "laptop")]);
    const journey = await journeyOf(site, "laptop");
    expect(outline(journey)).toEqual([[3, "2026-11-05T10:00:00.000Z", ["Cart Viewed"]], ...both]);
    expect(await journeyOf(site, "ada")).toMatchObject({ sessions: journey.sessions });
    await compactAll(site);
    expect(await journeyOf(site, "ada")).toMatchObject({ sessions: journey.sessions });
  });

  it("says all that is known of the visitor, and of every event", async () => {
    const site = await givenShop();
    const { visitor, sessions, next, computed } = await journeyOf(site, "phone");
    expect(visitor).toMatchObject({
      id: "ada",
      moreIds: 0,
      firstSeen: "2026-11-02T11:00:00.000Z",
      lastSeen: "2026-11-04T10:00:00.000Z",
      sessions: 2,
      events: 2,
      value: [{ currency: "EUR", minor: 1999 }],
      traits: { plan: "pro" },
    });
    expect(visitor.ids).toEqual([
      { kind: "user", id: "ada" },
      { kind: "anonymous", id: "phone" },
      { kind: "order", id: "o1" },
    ]);
    expect(visitor.goals.map(({ key, conversions }) => [key, conversions])).toEqual([
      ["product-viewed", 1],
      ["purchase", 1],
    ]);
    expect(sessions[0]?.events[0]).toMatchObject({
      properties: order,
      goals: ["purchase"],
      values: [{ goal: "purchase", currency: "EUR", minor: 1999 }],
    });
    expect(sessions[1]?.events[0]?.properties).toEqual({ "a.b": 1, brand: "North" });
    expect([next, computed.journeys, computed.events]).toEqual([null, 1, 2]);
  });

  it("goes on where the page before ended", async () => {
    const site = await givenShop();
    const first = await journeyOf(site, "ada", { limit: 1 });
    const second = await journeyOf(site, "ada", { limit: 1, cursor: first.next ?? "" });
    expect([...outline(first), ...outline(second)]).toEqual(both);
    expect(second.next).toBeNull();
  });

  it("is there for who has no events, with nothing in it", async () => {
    const site = await givenShop();
    await site.send([identify("eve", "tablet", { plan: "free" })]);
    const { visitor, sessions } = await journeyOf(site, "eve");
    expect(visitor).toMatchObject({ id: "eve", firstSeen: null, sessions: 0, traits: { plan: "free" } });
    expect(sessions).toEqual([]);
  });
});

describe("nobody's journey", () => {
  const refused = { code: "not_found", path: "visitorId" };

  it("is not found: an id that only looks like one, another project's, an erased person's", async () => {
    const site = await givenShop();
    const neighbour = await givenProject({ beside: site });
    await neighbour.send([track("carl", "Product Viewed")]);
    const alike = [
      "u:ada",
      "a:phone",
      "Ada",
      "ad%",
      "_da",
      "ada ",
      "ada'--",
      "#99",
      "#",
      "#02",
      "carl",
      "O1",
      "\0",
      "ada\0",
    ];
    for (const id of alike) await expect(journeyOf(site, id), id).rejects.toMatchObject(refused);
    for (const id of ["ada", "phone", "#2", "o1"])
      await expect(journeyOf(neighbour, id), id).rejects.toMatchObject(refused);
    const ada = (await site.stored()).find(({ name }) => name === "Order Completed");
    await eraseVisitors(site.scope, [ada?.visitorNo ?? 0]);
    for (const id of ["ada", "phone", `#${ada?.visitorNo}`])
      await expect(journeyOf(site, id), id).rejects.toMatchObject(refused);
    expect(outline(await journeyOf(site, "bob"))).toHaveLength(1);
  });

  it("stays apart from that of a neighbour who has the same ids and numbers", async () => {
    const site = await givenShop();
    const neighbour = await givenShop(site);
    await neighbour.send([at({ userId: "ada" }, "Wishlist Viewed", "06T10:00")]);
    await compactAll(neighbour);
    await compactAll(site);
    expect(outline(await journeyOf(site, "ada"))).toEqual(both);
    expect(outline(await journeyOf(neighbour, "ada"))).toHaveLength(3);
  });

  it("is not asked for beside questions that need everybody", async () => {
    const site = await givenShop();
    await expect(
      askAll(site.scope, [
        { report: "journey", question: { visitorId: "ada" } },
        { report: "catalog", question: {} },
      ]),
    ).rejects.toThrow("asked alone");
  });
});

it("finds a visitor by the number of one who has no other name", async () => {
  const site = await givenShop();
  const bob = (await site.stored()).find(({ occurredAt }) => occurredAt.startsWith("2026-11-03"));
  const { visitor } = await journeyOf(site, `#${bob?.visitorNo}`);
  expect(visitor.id).toBe("bob");
});
