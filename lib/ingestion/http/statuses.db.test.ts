import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { givenBothMounts, type IngestionServer } from "@/db/testing/given-ingestion-server";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { newKey } from "@/lib/tenancy/key-format";
import { createKey, revokeKey } from "@/lib/tenancy/keys-store";
import { addWebhookSecret } from "@/lib/tenancy/settings-store";

const event = () => track("ada", "Seen");
const capture = () => ({ uuid: crypto.randomUUID(), event: "Seen", distinct_id: "ada", properties: {} });
const order = JSON.stringify({ id: 1001, total_price: "10.00", currency: "EUR", financial_status: "paid" });
const large = "x".repeat(5 * 1024 * 1024 + 1);
const page = { origin: "https://shop.example" };

type World = IngestionServer & { site: Site; write: string; secret: string };
type Situation = [what: string, status: number, send: (world: World) => Promise<{ status: number }>];

const revokedKey = async ({ site }: World): Promise<string> => {
  const { key, secret } = await createKey(site.scope, { kind: "write", name: "Old", scopes: [] });
  await revokeKey(site.scope, { keyId: key.id });
  return secret;
};

const keyOnlyFor = async ({ site }: World, origin: string): Promise<string> => {
  const key = { kind: "write", name: "Site", scopes: [], allowedOrigins: [origin] } as const;
  return (await createKey(site.scope, { ...key, scopes: [], allowedOrigins: [origin] })).secret;
};

const signedOrder = async ({ site, post }: World, secret: string, body: string | Uint8Array = order) => {
  await addWebhookSecret(site.scope, { provider: "shopify", secret: "shpss_right" });
  return await post(`/hooks/shopify/${site.scope.projectId}`, body, {
    headers: {
      "x-shopify-topic": "orders/paid",
      "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
    },
  });
};

/** Sends with the clock held until the limit says stop. */
const untilRefused = async (send: () => Promise<{ status: number }>): Promise<{ status: number }> => {
  let last = await send();
  for (let n = 0; n < 10 && last.status === 200; n++) last = await send();
  return last;
};
const thousands = (make: () => object) => Array.from({ length: 2_500 }, make);

const segment: Situation[] = [
  ["all of it is stored", 200, ({ post, write }) => post("/v1/track", event(), { key: write })],
  ["a part is rejected", 200, ({ post, write: key }) => post("/v1/batch", { batch: [event(), 7] }, { key })],
  ["all is rejected", 200, ({ post, write: key }) => post("/v1/batch", { batch: [7] }, { key })],
  [
    "more than 2,500 events",
    200,
    ({ post, secret: key }) => post("/v1/batch", { batch: [...thousands(event), event()] }, { key }),
  ],
  ["no body", 400, ({ post, write: key }) => post("/v1/track", "", { key })],
  ["a body that is no JSON", 400, ({ post, write: key }) => post("/v1/track", "{event", { key })],
  ["a body that is a list", 400, ({ post, write: key }) => post("/v1/batch", "[]", { key })],
  ["a batch that is no list", 400, ({ post, write: key }) => post("/v1/batch", { batch: {} }, { key })],
  [
    "broken gzip",
    400,
    ({ post, write: key }) => post("/v1/batch", new Uint8Array([0x1f, 0x8b, 8, 0, 1]), { key }),
  ],
  ["no key", 401, ({ post }) => post("/v1/track", event())],
  ["a key with a typo", 401, ({ post, write }) => post("/v1/track", event(), { key: `${write}x` })],
  ["a key of nobody", 401, ({ post }) => post("/v1/track", event(), { key: newKey("write") })],
  ["a revoked key", 401, async (world) => world.post("/v1/track", event(), { key: await revokedKey(world) })],
  [
    "a secret key in a page",
    403,
    ({ post, secret: key }) => post("/v1/track", event(), { key, headers: page }),
  ],
  ["a secret key in an address", 403, ({ post, secret }) => post(`/v1/track?writeKey=${secret}`, event())],
  [
    "a key without the scope",
    403,
    async ({ post, site }) => post("/v1/track", event(), { key: await site.secretKey("read") }),
  ],
  [
    "a page that is not allowed",
    403,
    async (world) =>
      world.post("/v1/track", event(), { key: await keyOnlyFor(world, "https://a.example"), headers: page }),
  ],
  ["GET", 405, ({ get }) => get("/v1/track")],
  ["more than 5 MiB", 413, ({ post, write: key }) => post("/v1/batch", large, { key })],
  ["more than 5 MiB unpacked", 413, ({ post, write: key }) => post("/v1/batch", gzipSync(large), { key })],
  [
    "too fast",
    429,
    ({ post, secret: key }) => untilRefused(() => post("/v1/batch", { batch: thousands(event) }, { key })),
  ],
  ["metrics", 200, ({ post }) => post("/v1/m", "anything")],
  ["settings", 200, ({ get, write }) => get(`/v1/projects/${write}/settings`)],
  ["settings of nobody", 404, ({ get }) => get(`/v1/projects/${newKey("write")}/settings`)],
  ["settings of a secret key", 404, ({ get, secret }) => get(`/v1/projects/${secret}/settings`)],
];

const posthog: Situation[] = [
  [
    "all of it is stored",
    200,
    ({ post, write }) => post("/batch/", { api_key: write, batch: [capture(), capture()] }),
  ],
  ["one event", 200, ({ post, write }) => post("/e/", { ...capture(), api_key: write })],
  [
    "a part is rejected",
    200,
    ({ post, write }) => post("/i/v0/e/", { api_key: write, batch: [capture(), {}] }),
  ],
  ["no JSON", 400, ({ post }) => post("/e/", "{event")],
  ["no key", 401, ({ post }) => post("/e/", capture())],
  ["a key of nobody", 401, ({ post }) => post("/e/", { ...capture(), api_key: newKey("write") })],
  [
    "a secret key in a page",
    403,
    ({ post, secret }) => post("/e/", { ...capture(), api_key: secret }, { headers: page }),
  ],
  [
    "more than 2,500 events",
    413,
    ({ post, secret }) => post("/batch/", { api_key: secret, batch: [...thousands(capture), capture()] }),
  ],
  ["more than 5 MiB", 413, ({ post }) => post("/e/", large)],
  [
    "too fast",
    503,
    ({ post, secret }) => untilRefused(() => post("/batch/", { api_key: secret, batch: thousands(capture) })),
  ],
  ["flags", 200, ({ post, write }) => post("/flags/?v=2", { token: write })],
  ["decide", 200, ({ post, write }) => post("/decide/?v=3", { token: write })],
  ["the configuration", 200, ({ get, write }) => get(`/array/${write}/config`)],
  ["the configuration as a script", 200, ({ get, write }) => get(`/array/${write}/config.js`)],
  ["the configuration of no key", 404, ({ get }) => get("/array/nonsense/config")],
];

const shopify: Situation[] = [
  ["a signed order", 200, (world) => signedOrder(world, "shpss_right")],
  ["a signed body that nobody can read", 400, (world) => signedOrder(world, "shpss_right", "nonsense")],
  ["another signature", 401, (world) => signedOrder(world, "shpss_wrong")],
  ["a project that is not there", 401, ({ post }) => post(`/hooks/shopify/${crypto.randomUUID()}`, order)],
  ["no project", 401, ({ post }) => post("/hooks/shopify/nonsense", order)],
  ["more than 5 MiB", 413, ({ post, site }) => post(`/hooks/shopify/${site.scope.projectId}`, large)],
];

describe.each(await givenBothMounts())("on %s", (_mount, server) => {
  describe.each([
    ["Segment", segment],
    ["PostHog", posthog],
    ["Shopify", shopify],
  ])("a sender of %s is answered", (_name, situations) => {
    it.each(situations)("%s with %i", async (_what, status, send) => {
      holdClock("2026-11-10T12:00:00Z");
      const site = await givenProject();
      const [write, secret] = await Promise.all([site.writeKey(), site.secretKey("ingest")]);
      expect((await send({ ...server, site, write, secret })).status).toBe(status);
    });
  });
});
