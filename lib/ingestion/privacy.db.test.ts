import { describe, expect, it } from "vitest";
import { withTenantSnapshot } from "@/db/tenant";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { ledgerOf } from "@/db/testing/ledger-of";
import type { IngestionSettings } from "@/lib/tenancy/definition";
import { forgetIngestionSettings } from "./settings-store";

const browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36";

const givenSite = async (settings: Partial<IngestionSettings> = {}): Promise<Site> => {
  const site = await givenProject();
  const { privacyMode = "consented", domains = [], internalRanges = [] } = settings;
  await asOwner()`update projects set privacy_mode = ${privacyMode}, domains = ${[...domains]},
    internal_ranges = ${[...internalRanges]} where id = ${site.scope.projectId}`;
  forgetIngestionSettings(site.scope);
  return site;
};

/** Sends one event of a page, as a browser at this address does. */
const visit = (site: Site, address: string, event: object, more: object = {}) =>
  site.send([event], { source: "write", address, userAgent: browser, ...more });

const without = { anonymousId: undefined, context: { cookieless: true } };
const visitorsOf = async (site: Site) => (await site.stored()).map(({ visitorNo }) => visitorNo);
const idsOf = ({ scope }: Site): Promise<string[]> =>
  withTenantSnapshot(scope, async (tx) =>
    (await tx<{ id: string }[]>`select id from visitor_ids order by visitor_no`).map(({ id }) => id),
  );

describe("a visitor who did not consent", () => {
  it("is one visitor for a day: by address and browser, never by an id, and nothing of either is kept", async () => {
    const site = await givenSite();
    await visit(site, "203.0.113.7", track("ada", "One", without));
    await visit(site, "203.0.113.7", track("ada", "Two", without));
    await visit(site, "203.0.113.8", track("ada", "Three", without));
    await visit(site, "203.0.113.7", track("ada", "Four", without), { userAgent: "Mozilla/5.0 another" });
    expect(await visitorsOf(site)).toEqual([1, 1, 2, 3]);
    for (const id of await idsOf(site)) expect(id).toMatch(/^c:[\w-]{22}$/);
  });

  it("is another one in every project", async () => {
    const [one, other] = [await givenSite(), await givenSite()];
    for (const site of [one, other]) await visit(site, "203.0.113.7", track("ada", "One", without));
    expect(await idsOf(one)).not.toEqual(await idsOf(other));
  });

  it.each<[how: string, event: object, about: object]>([
    ["says so by Global Privacy Control", {}, { optedOut: true }],
    [
      "said so to the site",
      { context: { consent: { categoryPreferences: { Analytics: false, Ads: true } } } },
      {},
    ],
    ["agreed to nothing", { context: { consent: { categoryPreferences: { Ads: false } } } }, {}],
  ])("%s: the ids that were sent are not kept", async (_how, more, about) => {
    const site = await givenSite();
    await visit(site, "203.0.113.7", track("ada", "One", { ...more, userId: "customer-17" }), about);
    expect(await idsOf(site)).toEqual([expect.stringMatching(/^c:/)]);
    const identify = {
      ...track("ada", "", more),
      type: "identify",
      userId: "customer-17",
      traits: { name: "Ada" },
    };
    expect(await visit(site, "203.0.113.7", identify, about)).toMatchObject({ accepted: 0, ignored: 1 });
  });

  it("who agreed to be measured is known by id, whatever else was refused", async () => {
    const site = await givenSite();
    const context = { consent: { categoryPreferences: { Advertising: false, Analytics: true } } };
    await visit(site, "203.0.113.7", track("ada", "One", { context }));
    expect(await idsOf(site)).toEqual(["a:ada"]);
  });

  it("whose event is rejected leaves no id behind in what is kept of it", async () => {
    const site = await givenSite();
    const bad = track("ada", "Order Completed", { userId: "customer-17", properties: { revenue: "12 €" } });
    await visit(site, "203.0.113.7", bad, { optedOut: true });
    await visit(site, "203.0.113.7", { ...bad, event: 7 }, { optedOut: true });
    const kept = await withTenantSnapshot(
      site.scope,
      async (tx) => await tx<{ payload: string }[]>`select payload from rejected_events`,
    );
    expect(kept).toHaveLength(2);
    for (const { payload } of kept) {
      expect(payload).not.toMatch(/ada|customer-17/);
      expect(JSON.parse(payload).context).toEqual({ cookieless: true });
    }
  });

  it("is not stored at all where the project says so, and that is counted", async () => {
    const site = await givenSite({ privacyMode: "off" });
    await visit(site, "203.0.113.7", track("ada", "One", without));
    await visit(site, "203.0.113.7", track("ada", "Two"));
    expect((await site.stored()).map(({ name }) => name)).toEqual(["Two"]);
    expect(await ledgerOf(site)).toMatchObject({
      received: 2,
      accepted: 1,
      ignored: 1,
      reasons: { "ignored no_consent": 1 },
    });
  });

  it("is everybody in a cookieless project; what its servers say keeps its ids", async () => {
    const site = await givenSite({ privacyMode: "cookieless" });
    await visit(site, "203.0.113.7", track("ada", "One"));
    await site.send([track("server", "Two")]);
    expect(await idsOf(site)).toEqual([expect.stringMatching(/^c:/), "a:server"]);
  });

  it("whose address is unknown is somebody new every time, rather than one with everybody else", async () => {
    const site = await givenSite({ privacyMode: "cookieless" });
    for (const name of ["One", "Two"]) await site.send([track("ada", name)], { source: "write" });
    expect(await visitorsOf(site)).toEqual([1, 2]);
    expect((await site.stored()).map(({ flags }) => flags)).toEqual([["no_address"], ["no_address"]]);
  });

  it("is somebody else the next day, but a visit goes on past midnight", async () => {
    const clock = holdClock("2026-11-10T12:00:00Z");
    const site = await givenSite({ privacyMode: "cookieless" });
    const names: string[] = [];
    const at = async (minutes: number, address: string, name: string) => {
      clock.advance(minutes * 60_000);
      names.push(name);
      await visit(site, address, track("x", name));
    };
    await at(0, "203.0.113.7", "noon");
    await at(11 * 60 + 45, "203.0.113.8", "23:45");
    await at(20, "203.0.113.8", "00:05 the visit goes on");
    await at(25, "203.0.113.8", "00:30 and on");
    await at(1, "203.0.113.7", "00:31 another day");
    await at(40, "203.0.113.8", "01:11 after a pause");
    const numbers = await visitorsOf(site);
    expect(Object.fromEntries(names.map((name, n) => [name, numbers[n]]))).toEqual({
      noon: 1,
      "23:45": 2,
      "00:05 the visit goes on": 2,
      "00:30 and on": 2,
      "00:31 another day": 3,
      "01:11 after a pause": 4,
    });
  });
});

describe("what is not the site's own traffic", () => {
  it("is left out: people who run it, by address or by a switch in their browser", async () => {
    const site = await givenSite({ internalRanges: ["203.0.113.0/24", "2001:db8::/32"] });
    await visit(site, "203.0.113.7", track("ada", "Office"));
    await visit(site, "::ffff:203.0.113.9", track("ada", "Office as IPv6"));
    await visit(site, "2001:db8::7", track("ada", "Office 2"));
    await visit(site, "198.51.100.7", track("ada", "At home", { context: { internal: true } }));
    await visit(site, "198.51.100.7", track("ada", "Visitor"));
    await site.send([track("ada", "Server")], { address: "203.0.113.7" });
    expect((await site.stored()).map(({ name }) => name)).toEqual(["Visitor", "Server"]);
    expect((await ledgerOf(site)).reasons).toMatchObject({ "ignored internal": 4 });
  });

  it("is left out: pages on hosts that are not listed", async () => {
    const site = await givenSite({ domains: ["shop.example"] });
    const on = (url: string) => track("ada", url, { context: { page: { url } } });
    const urls = [
      "https://shop.example/",
      "https://www.shop.example:8443/",
      "https://notshop.example/",
      "https://shop.example.evil.example/",
      "http://localhost:3000/",
    ];
    for (const url of urls) await visit(site, "203.0.113.7", on(url));
    await visit(site, "203.0.113.7", track("ada", "an app"));
    expect((await site.stored()).map(({ name }) => name)).toEqual([...urls.slice(0, 2), "an app"]);
    expect((await ledgerOf(site)).reasons).toMatchObject({ "ignored host_not_allowed": 3 });
  });
});

describe("a salt", () => {
  it("is random, one a day, and two processes or a hundred requests agree on it", async () => {
    const site = await givenSite({ privacyMode: "cookieless" });
    await Promise.all(Array.from({ length: 100 }, () => visit(site, "203.0.113.7", track("x", "One"))));
    expect(new Set(await visitorsOf(site)).size).toBe(1);
    const salts = await withTenantSnapshot(
      site.scope,
      async (tx) => await tx<{ length: number }[]>`select length(salt) from visitor_salts`,
    );
    expect([...salts]).toEqual([{ length: 16 }]);
  });
});
