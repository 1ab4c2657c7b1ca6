import { expect, it } from "vitest";
import { givenProject, track } from "@/db/testing/given-project";
import { compactUntilDone } from "@/lib/journeys/compact";

it("shows what arrived, folded or not, and nothing of anybody else", async () => {
  const [site, other] = await Promise.all([givenProject(), givenProject()]);
  await other.send([
    track("eve", "Secret", { properties: { secret: 1 } }),
    { type: "identify", anonymousId: "eve", userId: "eve", traits: { secret: 1 } },
  ]);
  const at = (visitor: string, time: string, properties: object) =>
    track(visitor, "Viewed", { timestamp: `2026-11-01T${time}:00Z`, properties });
  await site.send([at("ada", "10:00", { size: "M", price: 5 }), at("ada", "10:01", { size: 42 })]);
  await compactUntilDone(site.scope);
  await site.send([
    at("bob", "10:02", { size: "M", "o'clock": null }),
    { type: "identify", anonymousId: "ada", userId: "u1", traits: { plan: "pro" } },
    { type: "identify", anonymousId: "bob", userId: "u2", traits: { plan: 7 } },
  ]);
  const { computed, ...answer } = await site.ask("catalog", { properties: true });
  const property = (name: string, count: number, time: string, more: object) => ({
    name,
    count,
    lastSeen: `2026-11-01T${time}:00.000Z`,
    events: ["Viewed"],
    ...more,
  });
  expect(answer).toEqual({
    events: [{ name: "Viewed", count: 3, lastSeen: "2026-11-01T10:02:00.000Z" }],
    pages: [],
    properties: [
      property("size", 3, "10:02", {
        types: ["text", "number"],
        top: [
          { value: "M", count: 2 },
          { value: "42", count: 1 },
        ],
      }),
      property("o'clock", 1, "10:02", { types: ["null"], top: [{ value: "null", count: 1 }] }),
      property("price", 1, "10:00", { types: ["number"], top: [{ value: "5", count: 1 }] }),
    ],
    traits: [
      {
        name: "plan",
        count: 2,
        types: ["text", "number"],
        top: [
          { value: "7", count: 1 },
          { value: "pro", count: 1 },
        ],
      },
    ],
  });
  expect(await site.ask("catalog", {})).toEqual({
    events: answer.events,
    pages: [],
    computed: expect.anything(),
  });
});
