import { describe, expect, it } from "vitest";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { starterGoals } from "@/lib/goals/starter-goals";
import { eraseVisitors } from "@/lib/journeys/erase-visitors-store";
import { visitorNames } from "@/lib/journeys/visitor-names-store";

const range = { from: "2026-11-01", to: "2026-11-08" };
const everyone = { ...range, segment: { did: { event: "Product Viewed" } } };

const at = (who: object, event: string, timestamp: string, more: object = {}): object => ({
  ...track("", event, { timestamp: `2026-11-${timestamp}:00Z`, ...more }),
  anonymousId: undefined,
  ...who,
});

const link = (type: "identify" | "alias", ids: object): object => ({
  type,
  messageId: crypto.randomUUID(),
  timestamp: "2026-11-02T12:00:00Z",
  ...ids,
});

/** Ada came by phone and laptop before she signed in; Bob did not say who he is. */
const givenShop = async (beside?: Site): Promise<Site> => {
  holdClock("2026-11-10T12:00:00Z");
  const site = await givenProject({ goals: starterGoals, beside });
  await site.send([
    at({ anonymousId: "laptop" }, "Product Viewed", "02T10:00"),
    at({ anonymousId: "phone" }, "Product Viewed", "02T11:00"),
    at({ anonymousId: "bob" }, "Product Viewed", "03T10:00"),
    at({ userId: "ada" }, "Order Completed", "04T10:00", {
      properties: { order_id: "o1", revenue: 19.99, currency: "EUR" },
    }),
  ]);
  await site.send([link("identify", { userId: "ada", anonymousId: "phone" })]);
  await site.send([link("identify", { userId: "ada", anonymousId: "laptop" })]);
  return site;
};

describe("a list of visitors over stored events", () => {
  it("names them as the sender does, whatever they were before", async () => {
    const site = await givenShop();
    const { computed, ...answer } = await site.ask("visitors", { of: everyone });
    const unknown = { country: null, device: null, channel: null };
    expect(answer).toEqual({
      total: 2,
      visitors: [
        {
          id: "ada",
          firstSeen: "2026-11-02T10:00:00.000Z",
          lastSeen: "2026-11-04T10:00:00.000Z",
          sessions: 3,
          ...unknown,
          value: [{ currency: "EUR", minor: 1999 }],
        },
        {
          id: "bob",
          firstSeen: "2026-11-03T10:00:00.000Z",
          lastSeen: "2026-11-03T10:00:00.000Z",
          sessions: 1,
          ...unknown,
          value: [],
        },
      ],
      next: null,
    });
    expect(computed).toMatchObject({ journeys: 2, events: 4 });
  });

  it("goes on where the page before ended", async () => {
    const site = await givenShop();
    const first = await site.ask("visitors", { of: everyone, limit: 1 });
    expect(first.next).not.toBeNull();
    const second = await site.ask("visitors", { of: everyone, limit: 1, cursor: first.next ?? "" });
    expect([...first.visitors, ...second.visitors].map(({ id }) => id)).toEqual(["ada", "bob"]);
    expect(second.next).toBeNull();
  });

  it("has nobody who was erased", async () => {
    const site = await givenShop();
    const bob = (await site.stored()).find(({ occurredAt }) => occurredAt.startsWith("2026-11-03"));
    await eraseVisitors(site.scope, [bob?.visitorNo ?? 0]);
    const { total, visitors } = await site.ask("visitors", { of: everyone });
    expect([total, visitors.map(({ id }) => id)]).toEqual([1, ["ada"]]);
  });

  it("says where in the question something is wrong", async () => {
    const site = await givenShop();
    await expect(site.ask("visitors", { of: { ...range, goal: "sell" } })).rejects.toMatchObject({
      code: "invalid",
      path: "of.goal",
    });
  });
});

describe("the names of visitors", () => {
  it("prefer the user's id, and follow merges of merges", async () => {
    const site = await givenShop();
    await site.send([link("alias", { userId: "zoe", previousId: "ada" })]);
    await site.send([at({ userId: "zoe" }, "Product Viewed", "05T10:00")]);
    const { visitors } = await site.ask("visitors", { of: everyone });
    expect(visitors.map(({ id, sessions }) => [id, sessions])).toEqual([
      ["ada", 4],
      ["bob", 1],
    ]);
  });

  it("are those of the own project alone, and none for no numbers", async () => {
    const site = await givenShop();
    const neighbour = await givenProject({ beside: site });
    await neighbour.send([track("neighbour", "Product Viewed")]);
    const numbers = (await site.stored()).map(({ visitorNo }) => visitorNo);
    const names = await visitorNames(neighbour.scope, [...new Set([...numbers, 1])]);
    expect([...names.values()]).toEqual(["neighbour"]);
    expect(await visitorNames(site.scope, [])).toEqual(new Map());
  });
});
