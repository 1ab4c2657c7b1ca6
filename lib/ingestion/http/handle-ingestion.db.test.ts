import { beforeAll, describe, expect, it } from "vitest";
import { givenBothMounts } from "@/db/testing/given-ingestion-server";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { newKey } from "@/lib/tenancy/key-format";
import { createKey, listKeys, revokeKey } from "@/lib/tenancy/keys-store";
import { failed, stored } from "../testing/expected-answers";

describe.each(await givenBothMounts())("on %s", (_mount, { post }) => {
  let site: Site;
  let writeKey: string;
  let secretKey: string;

  beforeAll(async () => {
    site = await givenProject();
    [writeKey, secretKey] = await Promise.all([site.writeKey(), site.secretKey("ingest")]);
  });

  const basic = (name: string) => ({
    authorization: `Basic ${Buffer.from(`${name}:`).toString("base64")}`,
  });

  describe("a key", () => {
    it.each<[way: string, send: (event: object) => ReturnType<typeof post>]>([
      ["Basic user name", (event) => post("/v1/track", event, { headers: basic(writeKey) })],
      ["Bearer token", (event) => post("/v1/track", event, { key: secretKey })],
      ["writeKey in the body", (event) => post("/v1/track", { ...event, writeKey })],
      ["writeKey in the address", (event) => post(`/v1/track?writeKey=${writeKey}`, event)],
    ])("is taken as %s", async (way, send) => {
      expect(await send(track("ada", way))).toMatchObject({ status: 200, body: stored });
    });

    it("that is missing, of nobody, or formed wrongly is 401", async () => {
      const event = track("ada", "Seen");
      for (const key of [undefined, "", "nonsense", newKey("write"), newKey("secret"), `${writeKey}x`])
        expect(await post("/v1/track", event, { key })).toMatchObject({
          status: 401,
          body: failed("unauthenticated"),
        });
      expect((await post("/v1/track", event, { headers: { authorization: "Basic %%%" } })).status).toBe(401);
    });

    it("that was revoked is 401 within ten seconds", async () => {
      const clock = holdClock("2026-11-10T12:00:00Z");
      const { key, secret } = await createKey(site.scope, { kind: "write", name: "Old", scopes: [] });
      const status = async () => (await post("/v1/track", track("ada", "Seen"), { key: secret })).status;
      expect(await status()).toBe(200);
      await revokeKey(site.scope, { keyId: key.id });
      clock.advance(10_001);
      expect(await status()).toBe(401);
      expect((await listKeys(site.scope)).find(({ id }) => id === key.id)?.revokedAt).not.toBeNull();
    });

    it("that may only read is 403", async () => {
      const readKey = await site.secretKey("read");
      expect(await post("/v1/track", track("ada", "Seen"), { key: readKey })).toMatchObject({
        status: 403,
        body: failed("forbidden"),
      });
    });

    it("that is secret is 403 in an address, where logs keep it", async () => {
      expect(await post(`/v1/track?writeKey=${secretKey}`, track("ada", "Seen"))).toMatchObject({
        status: 403,
        body: failed("forbidden"),
      });
    });

    it("decides the project, whatever the body says", async () => {
      const other = await givenProject();
      const key = await other.writeKey();
      await post(
        "/v1/track",
        { ...track("ada", "Seen"), projectId: site.scope.projectId, writeKey },
        { key },
      );
      expect((await other.stored()).map(({ name }) => name)).toEqual(["Seen"]);
    });
  });

  describe("a batch", () => {
    it("answers for every event: stored, known, ignored, or why not", async () => {
      const known = track("ada", "Known");
      await post("/v1/track", known, { key: writeKey });
      const answer = await post(
        "/v1/batch",
        {
          batch: [
            track("ada", "New"),
            known,
            { type: "group", userId: "u1", groupId: "g" },
            { type: "track", anonymousId: "ada", messageId: "nameless" },
            "nonsense",
          ],
        },
        { key: writeKey },
      );
      expect(answer).toMatchObject({
        status: 200,
        body: {
          success: true,
          status: 1,
          accepted: 1,
          duplicates: 1,
          ignored: 1,
          rejected: [
            {
              index: 3,
              messageId: "nameless",
              code: "missing_event",
              path: "event",
              message: "A track call needs the name of its event.",
            },
            {
              index: 4,
              messageId: null,
              code: "not_an_object",
              path: "",
              message: "An event is a JSON object.",
            },
          ],
        },
      });
    });

    it("of more than 2,500 events stores the first 2,500 and says so of each other one", async () => {
      const large = await givenProject();
      const batch = Array.from({ length: 2_503 }, (_, n) => track("ada", "Seen", { properties: { n } }));
      const answer = await post("/v1/batch", { batch }, { key: await large.secretKey("ingest") });
      const overflow = [2_500, 2_501, 2_502].map((index) => ({
        index,
        messageId: null,
        code: "batch_overflow",
        path: "",
        message: "A request has at most 2500 events; send the rest in another one.",
      }));
      expect(answer).toMatchObject({ status: 200, body: { accepted: 2_500, rejected: overflow } });
      expect((await large.stored()).at(-1)?.properties).toEqual({ n: 2_499 });
    });

    it("without events is fine", async () => {
      expect(await post("/v1/batch", { batch: [] }, { key: writeKey })).toMatchObject({
        status: 200,
        body: { ...stored, accepted: 0 },
      });
    });

    it("is corrected by the clock it was sent with", async () => {
      holdClock("2026-11-10T12:00:00Z");
      const skewed = await givenProject();
      await post(
        "/v1/batch",
        {
          sentAt: "2026-11-10T15:00:00Z",
          batch: [track("ada", "Seen", { timestamp: "2026-11-10T14:00:00Z" })],
        },
        { key: await skewed.writeKey() },
      );
      expect(await skewed.stored()).toMatchObject([{ occurredAt: "2026-11-10T11:00:00.000Z" }]);
    });
  });

  describe("a single call", () => {
    it("has the type of its address", async () => {
      const own = await givenProject();
      const key = await own.writeKey();
      for (const [path, message] of [
        ["/v1/t", { event: "Seen" }],
        ["/v1/p", { properties: { url: "https://shop.example/p" } }],
        ["/api/v1/screen/", { name: "Home" }],
        ["/v1/identify", { userId: "u1" }],
      ] as const)
        expect(await post(path, { anonymousId: "ada", ...message }, { key })).toMatchObject({ body: stored });
      expect((await own.stored()).map(({ name }) => name)).toEqual(["Seen", "Page Viewed", "Screen Viewed"]);
    });

    it("with metrics of an SDK is thrown away, with 200", async () => {
      expect(await post("/v1/m", { series: [] })).toMatchObject({
        status: 200,
        body: { success: true, status: 1 },
      });
    });
  });

  describe("a browser on any site", () => {
    it("may ask first, and is told the header authorization by its name", async () => {
      const answer = await post("/v1/t", undefined, {
        method: "OPTIONS",
        headers: {
          origin: "https://shop.example",
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization,content-type",
        },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
      expect(answer.headers.get("access-control-allow-methods")).toContain("POST");
      const allowed = answer.headers.get("access-control-allow-headers")?.split(/, */);
      expect(allowed).toEqual(expect.arrayContaining(["authorization", "content-type", "x-retry-count"]));
    });

    it("may read every answer and when to try again, errors too", async () => {
      const origin = { origin: "https://shop.example" };
      for (const key of [writeKey, "nonsense"]) {
        const { headers } = await post("/v1/t", track("ada", "Seen"), { key, headers: origin });
        expect(headers.get("access-control-allow-origin")).toBe("*");
        expect(headers.get("access-control-expose-headers")).toBe("retry-after");
        expect(headers.get("cache-control")).toBe("no-store");
      }
    });

    it("that does not POST is told to", async () => {
      const answer = await post("/v1/track", undefined, { method: "GET" });
      expect(answer).toMatchObject({ status: 405, body: failed("invalid") });
      expect(answer.headers.get("allow")).toContain("POST");
    });
  });

  describe("a key that sends too fast", () => {
    it("is 429 with whole seconds to wait, stores nothing more, and may go on afterwards", async () => {
      const clock = holdClock("2026-11-10T12:00:00Z");
      const busy = await givenProject();
      const key = await busy.secretKey("ingest");
      const batch = (n: number) => ({
        batch: Array.from({ length: 2_500 }, () => track("ada", `Batch ${n}`)),
      });
      const bodies = [batch(1), batch(2), batch(3), batch(4)];
      for (const body of bodies) expect((await post("/v1/b", body, { key })).status).toBe(200);
      const refused = await post("/v1/b", batch(5), { key });
      expect(refused).toMatchObject({ status: 429, body: failed("limited") });
      expect(refused.headers.get("retry-after")).toBe("2");
      clock.advance(2_000);
      expect((await post("/v1/b", { batch: [track("ada", "After")] }, { key })).status).toBe(200);
      const names = new Set((await busy.stored()).map(({ name }) => name));
      expect([...names]).toEqual(["Batch 1", "Batch 2", "Batch 3", "Batch 4", "After"]);
    });
  });
});
