import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { asOwner } from "@/db/testing/as-owner";
import { givenBothMounts } from "@/db/testing/given-ingestion-server";
import { givenProject } from "@/db/testing/given-project";

const capture = (event: string) => ({
  uuid: crypto.randomUUID(),
  event,
  distinct_id: "ada",
  properties: { $device_id: "ada" },
});

describe.each(await givenBothMounts())("PostHog's libraries, on %s,", (_mount, { post, get }) => {
  it("send packed batches, again if they have to, and read what became of each event", async () => {
    const site = await givenProject();
    const body = { api_key: await site.writeKey(), batch: [capture("Seen"), capture("Added")] };
    const counts = { status: 1, accepted: 0, duplicates: 0, ignored: 0, rejected: [] };
    const packed = gzipSync(JSON.stringify(body));
    const headers = { "content-type": "text/plain" };
    expect((await post("/e/?ip=1&_=1&ver=1.449.2", packed, { headers })).body).toEqual({
      ...counts,
      accepted: 2,
    });
    expect((await post("/batch", body)).body).toEqual({ ...counts, duplicates: 2 });
    expect((await site.stored()).map(({ name }) => name)).toEqual(["Seen", "Added"]);
  });

  it("send batches that nobody can read, which are kept when their key is known", async () => {
    const site = await givenProject();
    const body = { api_key: await site.writeKey(), batch: "nonsense" };
    const answer = await post(`/batch/?writeKey=${body.api_key}`, body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid", path: "batch" } } });
    expect(
      await asOwner()`select code from rejected_events where project_id = ${site.scope.projectId}`,
    ).toEqual([{ code: "invalid_body" }]);
  });

  it("load the same configuration as JSON and as a script, and no flags", async () => {
    const key = await (await givenProject()).writeKey();
    const config = (await get(`/array/${key}/config`)).body;
    expect(config).toMatchObject({ hasFeatureFlags: false, supportedCompression: ["gzip-js"] });
    const script = await get(`/array/${key}/config.js`);
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    const window = {};
    runInNewContext(String(script.body), { window });
    expect(JSON.parse(JSON.stringify(window))).toEqual({
      _POSTHOG_REMOTE_CONFIG: { [key]: { config, siteApps: [] } },
    });
    expect((await post("/flags/?v=2", { token: key })).body).toMatchObject({ flags: {}, featureFlags: {} });
  });
});
