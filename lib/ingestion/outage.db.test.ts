import { expect, it, onTestFinished, vi } from "vitest";
import { givenDatabaseProxy } from "@/db/testing/given-database-proxy";
import { givenIngestionServer } from "@/db/testing/given-ingestion-server";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { forgetIngestionSettings } from "./settings-store";

// The pools of this file go through a proxy, so that an outage is one.
const proxy = await givenDatabaseProxy();
const { post } = await givenIngestionServer();

const given = async (): Promise<{ site: Site; key: string }> => {
  const site = await givenProject();
  return { site, key: await site.writeKey() };
};

const unavailable = {
  status: 503,
  body: { error: { code: "unavailable", message: expect.stringMatching(/again in a few seconds\.$/) } },
};

it("answers an outage with 503 and Retry-After, never with 401, and works again by itself afterwards", async () => {
  const { site, key } = await given();
  const unusedKey = await site.writeKey();
  expect((await post("/v1/track", track("ada", "Before"), { key })).status).toBe(200);

  await proxy.cut();
  onTestFinished(() => proxy.mend().catch(() => {}));
  for (const sentKey of [key, unusedKey]) {
    const answer = await post("/v1/track", track("ada", "During"), { key: sentKey });
    expect(answer).toMatchObject(unavailable);
    expect(answer.headers.get("retry-after")).toMatch(/^[1-5]$/);
  }
  const unusedProject = await post(`/hooks/shopify/${crypto.randomUUID()}`, {});
  const forPosthog = await post("/e/", { event: "Seen", distinct_id: "ada", api_key: unusedKey });
  for (const answer of [unusedProject, forPosthog]) expect(answer).toMatchObject(unavailable);
  const together = await Promise.all(
    Array.from({ length: 20 }, () => post("/v1/track", track("ada", "During"), { key })),
  );
  expect(together.map(({ status }) => status)).toEqual(Array(20).fill(503));

  await proxy.mend();
  const after = track("ada", "After");
  await expect
    .poll(async () => (await post("/v1/track", after, { key })).status, { timeout: 10_000 })
    .toBe(200);
  expect((await site.stored()).map(({ name }) => name)).toEqual(["Before", "After"]);
});

it("answers within the ten seconds that senders wait, when the database falls silent without hanging up", async () => {
  const { site, key } = await given();
  expect((await post("/v1/track", track("ada", "Before"), { key })).status).toBe(200);
  proxy.fallSilent();
  onTestFinished(() => proxy.speak());
  const event = track("ada", "During");
  const startedAt = performance.now();
  expect(await post("/v1/track", event, { key })).toMatchObject(unavailable);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  proxy.speak();
  await expect
    .poll(async () => (await post("/v1/track", event, { key })).status, { timeout: 10_000 })
    .toBe(200);
  expect((await site.stored()).map(({ name }) => name)).toEqual(["Before", "During"]);
});

it("stores an event once, though the answer to its COMMIT was lost", async () => {
  const { site, key } = await given();
  expect((await post("/v1/track", track("ada", "Before"), { key })).status).toBe(200);
  proxy.loseNextCommit();
  const event = track("ada", "Doubtful");
  const answer = await post("/v1/track", event, { key });
  expect(answer).toMatchObject({ status: 200, body: { success: true, accepted: 0, duplicates: 1 } });
  expect(await post("/v1/track", event, { key })).toMatchObject({ status: 200, body: { duplicates: 1 } });
  expect((await site.stored()).map(({ name }) => name)).toEqual(["Before", "Doubtful"]);
});

it("keeps the outage out of the answers of those who ask", async () => {
  const { site } = await given();
  await site.send([track("ada", "Before")]);
  await proxy.cut();
  onTestFinished(() => proxy.mend().catch(() => {}));
  const silence = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => silence.mockRestore());
  await expect(site.ask("catalog", {})).rejects.toThrow();
  await proxy.mend();
  await expect
    .poll(() => site.ask("catalog", {}).catch(() => null), { timeout: 10_000 })
    .toMatchObject({
      events: [{ name: "Before", count: 1 }],
    });
});

it("is unavailable, as everything is, when the project's settings cannot be read", async () => {
  const { site } = await given();
  await proxy.cut();
  onTestFinished(() => proxy.mend().catch(() => {}));
  forgetIngestionSettings(site.scope);
  await expect(site.send([track("ada", "During")])).rejects.toMatchObject({ code: "unavailable" });
});
