import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { asOwner } from "@/db/testing/as-owner";
import { givenBothMounts } from "@/db/testing/given-ingestion-server";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { failed, stored } from "../testing/expected-answers";

describe.each(await givenBothMounts())("on %s", (_mount, { post }) => {
  let site: Site;
  let writeKey: string;
  let secretKey: string;

  beforeAll(async () => {
    site = await givenProject();
    [writeKey, secretKey] = await Promise.all([site.writeKey(), site.secretKey("ingest")]);
  });

  const megabytes = (count: number) => "x".repeat(count * 1024 * 1024);

  describe("a body", () => {
    const event = () => track("ada", "Packed", { properties: { note: "ü" } });

    it("is read whatever its content type says", async () => {
      const types = ["application/json", "text/plain", "application/x-www-form-urlencoded", "image/png"];
      for (const type of types) {
        const answer = await post("/v1/track", event(), { key: writeKey, headers: { "content-type": type } });
        expect(answer).toMatchObject({ status: 200, body: stored });
      }
    });

    it("may be packed with gzip, known by its first bytes", async () => {
      const packed = gzipSync(
        JSON.stringify({ batch: [event(), event()], sentAt: new Date().toISOString() }),
      );
      const form = { "content-type": "application/x-www-form-urlencoded" };
      for (const headers of [form, { ...form, "content-encoding": "gzip" }]) {
        const answer = await post("/v1/batch", packed, { key: writeKey, headers });
        expect(answer.status).toBe(200);
      }
    });

    it("may begin with a byte order mark", async () => {
      const answer = await post("/v1/track", `\ufeff${JSON.stringify(event())}`, { key: writeKey });
      expect(answer).toMatchObject({ status: 200, body: stored });
    });

    it("with bytes that are no UTF-8 is stored, and its event says so", async () => {
      const [before, after] = JSON.stringify(track("eve", "Latin", { properties: { note: "#" } })).split("#");
      const bytes = Buffer.concat([Buffer.from(before ?? ""), Buffer.from([0xfc]), Buffer.from(after ?? "")]);
      expect(await post("/v1/track", bytes, { key: writeKey })).toMatchObject({ status: 200, body: stored });
      const latin = (await site.stored()).filter(({ name }) => name === "Latin");
      expect(latin.map(({ properties, flags }) => [properties, flags])).toEqual([
        [{ note: "\ufffd" }, ["invalid_text"]],
      ]);
    });

    it("keeps the last of two equal names", async () => {
      const text = '{"anonymousId":"ada","event":"First","event":"Last"}';
      expect((await post("/v1/track", text, { key: secretKey })).body).toEqual(stored);
      expect((await site.stored()).at(-1)?.name).toBe("Last");
    });

    it.each([
      ["is empty", ""],
      ["is blank", "  \n "],
      ["is not JSON", "{event:"],
      ["is a form", "event=Seen&anonymousId=ada"],
      ["is a list", "[{}]"],
      ["is a text", '"track"'],
      ["is null", "null"],
      ["is no text at all", new Uint8Array([0x00, 0xff, 0xfe, 0x80])],
      ["is broken gzip", new Uint8Array([0x1f, 0x8b, 0x08, 0x00, 0x01])],
      ["is gzip cut short", gzipSync(JSON.stringify({ batch: [] })).subarray(0, 15)],
      ["is packed nonsense", gzipSync("nonsense")],
    ])("that %s is 400", async (_what, body) => {
      expect(await post("/v1/track", body, { key: writeKey })).toMatchObject({
        status: 400,
        body: failed("invalid"),
      });
    });

    it.each([{}, "x", null, 7])("whose batch is %j is 400 with the path", async (batch) => {
      expect(await post("/v1/batch", { batch }, { key: writeKey })).toMatchObject({
        status: 400,
        body: failed("invalid", "batch"),
      });
    });

    it("of more than 5 MiB is 413, as sent and after unpacking", async () => {
      const large = JSON.stringify({ batch: [], padding: megabytes(5) });
      const bomb = gzipSync(megabytes(64));
      expect(bomb.length).toBeLessThan(100_000);
      const dense = gzipSync(" ".repeat(200_000));
      expect(dense.length).toBeLessThan(2_000);
      for (const body of [large, gzipSync(large), bomb, dense])
        expect(await post("/v1/batch", body, { key: writeKey })).toMatchObject({
          status: 413,
          body: failed("too_large"),
        });
    });

    it("that is small may be packed as tightly as it likes", async () => {
      const packed = gzipSync(`${JSON.stringify(event())}${" ".repeat(60_000)}`);
      expect(packed.length).toBeLessThan(600);
      expect((await post("/v1/track", packed, { key: writeKey })).status).toBe(200);
    });

    it("that cannot be read is kept in part, once its key is known, and counted", async () => {
      const own = await givenProject();
      const key = await own.writeKey();
      const cut = `{"note":"${"ü".repeat(3_000)}`;
      const bodies = [cut, gzipSync(cut), `\u0000${cut}`, "[{}]", '{"batch":{}}'];
      for (const body of bodies) expect((await post("/v1/batch", body, { key })).status).toBe(400);
      expect((await post("/v1/batch", JSON.stringify({ writeKey: key, batch: 7 }))).status).toBe(400);
      expect((await post("/v1/batch", cut)).status).toBe(400);
      const kept = await asOwner()<{ code: string; path: string; payload: string }[]>`
        select code, path, payload from rejected_events where project_id = ${own.scope.projectId}
        order by received_at, payload`;
      expect(kept).toHaveLength(6);
      for (const { code, payload } of kept) {
        expect(code).toBe("invalid_body");
        expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(4_200);
      }
      expect(kept.map(({ payload }) => payload.slice(0, 9))).toEqual(
        expect.arrayContaining(['{"note":"', "[{}]", '{"batch":']),
      );
      const ledger = await asOwner()<{ outcome: string; events: string }[]>`
        select outcome, sum(events) as events from ingestion_ledger
        where project_id = ${own.scope.projectId} group by outcome order by outcome`;
      expect(ledger).toEqual([
        { outcome: "received", events: "6" },
        { outcome: "rejected", events: "6" },
      ]);
    });

    it("nested a hundred thousand levels deep costs only its own event", async () => {
      const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
      const good = JSON.stringify(track("ada", "Good"));
      const bad = (field: string) => `{"type":"track","event":"Bad","anonymousId":"a","${field}":${deep}}`;
      const fields = [
        "type",
        "event",
        "userId",
        "anonymousId",
        "messageId",
        "timestamp",
        "properties",
        "context",
      ];
      const answer = await post("/v1/batch", `{"batch":[${fields.map(bad).join()},${good}]}`, {
        key: writeKey,
      });
      // Where an unreadable time or context only means "unknown", the event itself is good.
      expect(answer).toMatchObject({ status: 200, body: { accepted: 3, rejected: { length: 6 } } });
    });
  });
});
