import { afterEach, describe, expect, it, vi } from "vitest";
import { asOwner } from "@/db/testing/as-owner";
import { givenBothMounts } from "@/db/testing/given-ingestion-server";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import type { PrivacyMode } from "@/lib/tenancy/definition";
import { createKey } from "@/lib/tenancy/keys-store";
import { saveSettings } from "@/lib/tenancy/settings-store";

afterEach(() => vi.unstubAllEnvs());

const given = async (domains: string[] = [], privacyMode: PrivacyMode = "consented") => {
  const site = await givenProject();
  await saveSettings(site.scope, { privacyMode, domains, internalRanges: [] });
  return { site, key: await site.writeKey() };
};

/** Requests that were turned away, by reason. They are written with the next commit. */
const refusals = async (site: Site): Promise<Record<string, number>> => {
  await site.send([track("ada", "Next")]);
  const rows = await asOwner()<{ reason: string; events: string }[]>`
    select reason, sum(events) as events from ingestion_ledger
    where project_id = ${site.scope.projectId} and outcome = 'refused' group by reason`;
  return Object.fromEntries(rows.map(({ reason, events }) => [reason, Number(events)]));
};

const countries = async ({ scope }: Site): Promise<(string | null)[]> =>
  (
    await asOwner()<{ country: string | null }[]>`
      select country from events where project_id = ${scope.projectId} order by seq`
  ).map(({ country }) => country);

const visitorIds = async ({ scope }: Site): Promise<string[]> =>
  (await asOwner()<{ id: string }[]>`select id from visitor_ids where project_id = ${scope.projectId}`).map(
    ({ id }) => id,
  );

describe.each(await givenBothMounts())("on %s", (mount, { post, get }) => {
  const page = (origin: string) => ({ headers: { origin } });

  describe("a write key that is meant for some pages", () => {
    it("sends from those, and from servers, which have no origin", async () => {
      const site = await givenProject();
      const { secret: key } = await createKey(site.scope, {
        kind: "write",
        name: "Site",
        scopes: [],
        allowedOrigins: ["https://shop.example", "http://localhost:3000"],
      });
      const statusFrom = async (origin?: string) =>
        (await post("/v1/t", track("ada", "Seen"), { key, ...(origin ? page(origin) : {}) })).status;
      for (const origin of ["https://shop.example", "http://localhost:3000", undefined])
        expect(await statusFrom(origin)).toBe(200);
      const others = ["https://shop.example:8443", "http://shop.example", "https://a.shop.example", "null"];
      for (const origin of others) expect(await statusFrom(origin), origin).toBe(403);
      expect(await refusals(site)).toEqual({ origin_not_allowed: others.length });
      expect((await site.stored()).map(({ name }) => name)).toEqual(["Seen", "Seen", "Seen", "Next"]);
    });
  });

  it("a secret key in a page is refused, and those who look after the project can see it", async () => {
    const site = await givenProject();
    const key = await site.secretKey("ingest");
    for (const path of ["/v1/track", "/v1/batch"])
      expect((await post(path, { batch: [] }, { key, ...page("https://shop.example") })).status).toBe(403);
    expect(await refusals(site)).toEqual({ secret_in_browser: 2 });
  });

  describe("one client", () => {
    it("sends a hundred requests at once and twenty a second, however it disguises itself", async () => {
      const clock = holdClock("2026-11-10T12:00:00Z");
      vi.stubEnv("TRUSTED_PROXIES", "1");
      const { site, key } = await given();
      const client = mount === "Next" ? "198.51.100.7" : "198.51.100.8";
      const status = async (n: number, at = client) =>
        (
          await post(
            "/v1/batch",
            { batch: [] },
            { key, headers: { "x-forwarded-for": `203.0.113.${n}, ${at}` } },
          )
        ).status;
      const first = await Promise.all(Array.from({ length: 100 }, (_, n) => status(n)));
      expect(new Set(first)).toEqual(new Set([200]));
      expect(await status(101)).toBe(429);
      expect(await status(101, `${client}1`)).toBe(200);
      clock.advance(1_000);
      const next = await Promise.all(Array.from({ length: 21 }, (_, n) => status(n)));
      expect(next.filter((code) => code === 200)).toHaveLength(20);
      expect(await refusals(site)).toEqual({ limited: 2 });
    });

    it("is known by its country, and never by what it says of itself", async () => {
      const { site, key } = await given();
      const send = async (headers: Record<string, string>) =>
        await post("/v1/track", track("ada", "Seen"), { key, headers });
      await send({ "x-forwarded-for": "8.8.8.8", "cf-ipcountry": "FR" });
      vi.stubEnv("TRUSTED_PROXIES", "1");
      await send({ "x-forwarded-for": "8.8.8.8, 193.99.144.80" });
      await send({ "x-forwarded-for": "193.99.144.80", "cf-ipcountry": "FR" });
      expect(await countries(site)).toEqual([null, "DE", "FR"]);
    });

    it("that asks not to be recognised is not", async () => {
      const { site, key } = await given();
      await post("/v1/track", track("ada", "Seen"), { key, headers: { "sec-gpc": "1" } });
      expect(await visitorIds(site)).toEqual([expect.stringMatching(/^c:/)]);
    });
  });

  describe("a page that sends to a host of its own site", () => {
    const first = { host: "t.shop.example", origin: "https://www.shop.example" };
    const cookie = "_tb=ada; Domain=shop.example; Path=/; Max-Age=34560000; SameSite=Lax";
    const sent = async (
      key: string,
      { message = {}, headers = {} }: { message?: object; headers?: Record<string, string> } = {},
    ) => {
      const batch = [track("ada", "Seen", message), track("ben", "Seen")];
      const answer = await post("/v1/batch", { batch }, { key, headers: { ...first, ...headers } });
      expect(answer.status).toBe(200);
      return {
        cookie: answer.headers.get("set-cookie"),
        origin: answer.headers.get("access-control-allow-origin"),
        credentials: answer.headers.get("access-control-allow-credentials"),
        vary: answer.headers.get("vary"),
      };
    };
    const trusted = { origin: first.origin, credentials: "true", vary: "origin" };
    const anybody = { cookie: null, origin: "*", credentials: null, vary: null };

    it("keeps the visitor's id in a cookie for 400 days", async () => {
      const { key } = await given(["other.example", "shop.example"]);
      expect(await sent(key)).toEqual({ ...trusted, cookie });
      expect(await sent(key, { headers: { host: "shop.example:8080" } })).toEqual({ ...trusted, cookie });
    });

    it("keeps it on https only, when that is what it uses", async () => {
      const { key } = await given(["shop.example"]);
      const headers = { "x-forwarded-proto": "https", "x-forwarded-for": "198.51.100.9" };
      expect((await sent(key, { headers })).cookie).toBe(cookie);
      vi.stubEnv("TRUSTED_PROXIES", "1");
      expect((await sent(key, { headers })).cookie).toBe(`${cookie}; Secure`);
    });

    it.each([
      ["with Global Privacy Control", { headers: { "sec-gpc": "1" } }],
      [
        "without consent",
        { message: { context: { consent: { categoryPreferences: { analytics: false } } } } },
      ],
      ["without cookies", { message: { context: { cookieless: true } } }],
      ["without an id", { message: { anonymousId: undefined, userId: "u1" } }],
      ["with an id that is no text", { message: { anonymousId: 7 } }],
      ["with an id that would end the cookie", { message: { anonymousId: "a; Domain=evil.example" } }],
      ["with an id of several lines", { message: { anonymousId: "a\r\nset-cookie: b" } }],
    ])("%s keeps none", async (_what, how) => {
      const { key } = await given(["shop.example"]);
      expect(await sent(key, how)).toEqual({ ...trusted, cookie: null });
    });

    it("keeps none where the project recognises nobody", async () => {
      const { key } = await given(["shop.example"], "cookieless");
      expect(await sent(key)).toEqual({ ...trusted, cookie: null });
    });

    it.each([
      ["another site's page", ["shop.example"], { origin: "https://evil.example" }],
      ["a look-alike", ["shop.example"], { origin: "https://evilshop.example" }],
      ["a host of another site", ["shop.example"], { host: "collect.example" }],
      ["a host of the site's other domain", ["shop.example", "b.example"], { host: "t.b.example" }],
      ["a page without an origin", ["shop.example"], { origin: "null" }],
      ["a project that lists no domains", [], {}],
    ])("of %s is a stranger's", async (_what, domains, headers) => {
      const { key } = await given(domains);
      expect(await sent(key, { headers })).toEqual(anybody);
    });
  });

  describe("a link between two domains of a site", () => {
    const domains = ["a.example", "b.example"];
    const ask = async (question: object, origin: string | null = "https://www.a.example") =>
      await post("/v1/linker", question, origin === null ? {} : page(origin));

    it("takes the visitor along", async () => {
      const { key: writeKey } = await given(domains);
      const asked = await ask({ writeKey, anonymousId: "ada" });
      expect(asked).toMatchObject({ status: 200, body: { token: expect.any(String) } });
      const { token } = asked.body as { token: string };
      expect(await ask({ writeKey, token }, "https://b.example")).toMatchObject({
        status: 200,
        body: { anonymousId: "ada" },
      });
    });

    it("is good for two minutes, and in its own project", async () => {
      const clock = holdClock("2026-11-10T12:00:00Z");
      const [ours, theirs] = await Promise.all([given(domains), given(domains)]);
      const { body } = await ask({ writeKey: ours.key, anonymousId: "ada" });
      const { token } = body as { token: string };
      expect(await ask({ writeKey: theirs.key, token })).toMatchObject({
        status: 400,
        body: { error: { code: "invalid", path: "token", message: expect.stringContaining("not made") } },
      });
      clock.advance(120_000);
      expect(await ask({ writeKey: ours.key, token })).toMatchObject({
        status: 400,
        body: { error: { code: "invalid", path: "token", message: expect.stringContaining("expired") } },
      });
    });

    it.each([undefined, "", 7, "x".repeat(256)])("is not made for the visitor %j", async (anonymousId) => {
      const { key: writeKey } = await given(domains);
      expect(await ask({ writeKey, anonymousId })).toMatchObject({
        status: 400,
        body: { error: { path: "anonymousId" } },
      });
    });

    it.each([null, "https://evil.example", "https://a.example.evil", "null"])(
      "is not made for the page %s",
      async (origin) => {
        const { key: writeKey } = await given(domains);
        expect((await ask({ writeKey, anonymousId: "ada" }, origin)).status).toBe(403);
      },
    );

    it("is not made for what cannot stand in a cookie: the other side would write it into one", async () => {
      const { key: writeKey } = await given(domains);
      for (const anonymousId of ["ada; domain=b.example", "ada\u0000", "ada=1,", "ä", "x".repeat(256), ""])
        expect(await ask({ writeKey, anonymousId }), anonymousId).toMatchObject({
          status: 400,
          body: { error: { path: "anonymousId" } },
        });
    });

    it("says what to do when no domains are listed", async () => {
      const { key: writeKey } = await given();
      expect(await ask({ writeKey, anonymousId: "ada" })).toMatchObject({
        status: 403,
        body: { error: { message: expect.stringContaining("List the site's domains") } },
      });
    });
  });

  it("Segment's browser library learns where to send", async () => {
    const { key } = await given();
    const settings = async (headers: Record<string, string>) =>
      (await get(`/v1/projects/${key}/settings`, headers)).body;
    const said = (apiHost: string, protocol: string) => ({
      integrations: { "Segment.io": { apiKey: key, apiHost, protocol } },
      metrics: { sampleRate: 0 },
      plan: { track: { __default: { enabled: true, integrations: {} } } },
    });
    expect(await settings({ host: "t.shop.example:3000" })).toEqual(said("t.shop.example:3000/v1", "http"));
    vi.stubEnv("PUBLIC_URL", "https://tributary.example/");
    expect(await settings({ host: "evil.example" })).toEqual(said("tributary.example/v1", "https"));
  });
});
