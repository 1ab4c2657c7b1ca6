import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { withTenantSnapshot } from "@/db/tenant";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { draftsOf, givenProject, type Site, track, writeDrafts } from "@/db/testing/given-project";
import { untilTheyWait } from "@/db/testing/lock-queue";

const shuffled = <T>(values: readonly T[], seed: number): T[] =>
  values
    .map((value, n) => ({ value, place: Math.sin(seed * 1_000 + n) }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);

const many = (count: number, more: (n: number) => object = () => ({})): object[] =>
  Array.from({ length: count }, (_, n) => track(`visitor ${n % 7}`, `Event ${n}`, more(n)));

const answer = { accepted: 0, duplicates: 0, ignored: 0, rejected: [] };

const transactions = (site: Site): Promise<string[]> =>
  withTenantSnapshot(site.scope, async (tx) => {
    const rows = await tx<{ xid: string }[]>`select distinct xid::text as xid from events`;
    return rows.map(({ xid }) => xid);
  });

describe("what was acknowledged", () => {
  it("is in the log with everything that was sent", async () => {
    const site = await givenProject();
    const sent = {
      type: "track",
      event: "Product Viewed",
      userId: "u1",
      anonymousId: "ada",
      messageId: "m1",
      timestamp: "2026-11-09T08:07:06.543Z",
      properties: { product_id: "tea", price: 12.5, tags: ["a", "b"], nested: { deep: { é: "✓" } } },
      context: {
        sessionId: 7,
        locale: "de-DE",
        country: "de",
        device: { type: "Tablet" },
        browser: { name: "Firefox" },
        os: { name: "Android" },
        passive: true,
        page: {
          url: "https://shop.example/p/tea?utm_source=mail&utm_medium=email&utm_campaign=autumn&utm_content=b&utm_term=tea&gclid=private",
          title: "Tea",
          referrer: "https://search.example/find",
        },
      },
    };
    expect(await site.send([sent], { receivedAt: Date.parse("2026-11-10T00:00:00Z") })).toEqual({
      ...answer,
      accepted: 1,
    });
    const [row] = await withTenantSnapshot(
      site.scope,
      async (tx) => await tx`select e.*, received_at > now() - interval '1 minute' as recent from events e`,
    );
    const { seq, xid, received_at, ...stored } = row ?? {};
    expect(stored).toEqual({
      project_id: site.scope.projectId,
      message_id: "m1",
      visitor_no: 1,
      occurred_at: new Date("2026-11-09T08:07:06.543Z"),
      name: "Product Viewed",
      session_id: "7",
      host: "shop.example",
      path: "/p/tea",
      query: "?utm_source=mail&utm_medium=email&utm_campaign=autumn&utm_content=b&utm_term=tea",
      title: "Tea",
      referrer: "search.example/find",
      utm_source: "mail",
      utm_medium: "email",
      utm_campaign: "autumn",
      utm_content: "b",
      utm_term: "tea",
      click_id: "gclid",
      country: "DE",
      device: "tablet",
      browser: "Firefox",
      os: "Android",
      language: "de",
      passive: true,
      bot: false,
      original_at: null,
      flags: null,
      properties: sent.properties,
      recent: true,
    });
    expect(Number(seq)).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toContain("private");
  });

  it("keeps its time to the millisecond", async () => {
    const site = await givenProject();
    const times = Array.from({ length: 1_000 }, (_, n) =>
      new Date(Date.parse("2001-01-01T00:00:00Z") + ((n * 817_504_253_777) % 815_000_000_000)).toISOString(),
    );
    await site.send(times.map((timestamp) => track("ada", "Seen", { timestamp })));
    expect((await site.stored()).map(({ occurredAt }) => occurredAt)).toEqual(times);
  });

  it("stands in the log in the order of the batch, whatever its ids and visitors are", async () => {
    const site = await givenProject();
    await site.send(many(700));
    await site.send(many(300).reverse());
    const names = (await site.stored()).map(({ name }) => name);
    const wanted = Array.from({ length: 700 }, (_, n) => `Event ${n}`);
    expect(names).toEqual([...wanted, ...wanted.slice(0, 300).reverse()]);
  });

  it("stays text where Postgres could trip over it", async () => {
    const site = await givenProject();
    const texts = [
      "a\u0000b",
      "\ud800",
      "'; drop table events; --",
      '{"}',
      "\\",
      "NULL",
      "{}",
      "=cmd()",
      "👩‍👩‍👧",
    ];
    await site.send(texts.map((text) => track(`visitor ${text}`, text, { properties: { [text]: text } })));
    const clean = texts.map((text) => text.replaceAll("\u0000", "").toWellFormed());
    const stored = await site.stored();
    expect(stored.map(({ name }) => name)).toEqual(clean);
    expect(stored.map(({ properties }) => properties)).toEqual(clean.map((text) => ({ [text]: text })));
  });
});

describe("a message id", () => {
  it("sent twice in one batch is one event, the first", async () => {
    const site = await givenProject();
    const events = [track("ada", "First", { messageId: "m" }), track("bob", "Second", { messageId: "m" })];
    expect(await site.send(events)).toEqual({ ...answer, accepted: 1, duplicates: 1 });
    expect((await site.stored()).map(({ name }) => name)).toEqual(["First"]);
  });

  it("sent again is a duplicate for ever: the first wins, and new ones beside it are stored", async () => {
    const site = await givenProject();
    await site.send([track("ada", "First", { messageId: "m" })]);
    const again = [track("ada", "Changed", { messageId: "m" }), track("ada", "New", { messageId: "n" })];
    expect(await site.send(again)).toEqual({ ...answer, accepted: 1, duplicates: 1 });
    expect(await site.send(again)).toEqual({ ...answer, duplicates: 2 });
    expect((await site.stored()).map(({ name }) => name)).toEqual(["First", "New"]);
  });

  it("covers facts about visitors too: an old identify sent again does not bring old traits back", async () => {
    const site = await givenProject();
    const identify = (messageId: string, plan: string) => ({
      type: "identify",
      userId: "u1",
      messageId,
      traits: { plan },
    });
    await site.send([identify("m1", "free")]);
    await site.send([identify("m2", "pro")]);
    expect(await site.send([identify("m1", "free")])).toEqual({ ...answer, duplicates: 1 });
    const traits = await withTenantSnapshot(
      site.scope,
      async (tx) => await tx`select traits from visitor_traits`,
    );
    expect([...traits]).toEqual([{ traits: { plan: "pro" } }]);
  });

  it("belongs to its project: another one stores its own event under the same id", async () => {
    const [one, other] = await Promise.all([givenProject(), givenProject()]);
    const events = [track("ada", "Seen", { messageId: "m" })];
    const results = await Promise.all([one.send(events), other.send(events)]);
    expect(results).toEqual([
      { ...answer, accepted: 1 },
      { ...answer, accepted: 1 },
    ]);
    expect([(await one.stored()).length, (await other.stored()).length]).toEqual([1, 1]);
  });

  it("sent at once by 20 senders in 20 orders is stored once", async () => {
    const site = await givenProject();
    const events = many(200);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, sender) => site.send(shuffled(events, sender))),
    );
    expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(200);
    expect(results.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(19 * 200);
    expect(await site.stored()).toHaveLength(200);
  });

  it("sent at once by 20 processes in 20 orders is stored once", async () => {
    const site = await givenProject();
    const drafts = draftsOf(site, many(200));
    const processes = asOtherProcess(20);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, sender) =>
        processes.inTenant(site.scope, (tx) => writeDrafts(tx, site, shuffled(drafts, sender))),
      ),
    );
    expect(results.reduce((sum, accepted) => sum + accepted, 0)).toBe(200);
    const stored = await site.stored();
    expect(new Set(stored.map(({ messageId }) => messageId)).size).toBe(200);
    expect(stored).toHaveLength(200);
    expect(new Set(stored.map(({ visitorNo }) => visitorNo)).size).toBe(7);
  });

  it("of two requests in opposite orders is waited for, where each could have waited for the other", async () => {
    const site = await givenProject();
    // A known visitor, since new ones let writers pass one by one.
    await site.send([track("ada", "Before")]);
    const drafts = draftsOf(
      site,
      ["One", "Two", "Three"].map((name) => track("ada", name)),
    );
    const processes = asOtherProcess(3);
    const pids: number[] = [];
    const write = (order: typeof drafts) =>
      processes.inTenant(site.scope, async (tx) => {
        const [backend] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
        if (backend) pids.push(backend.pid);
        return await writeDrafts(tx, site, order);
      });
    let writing: Promise<number[]> = Promise.resolve([]);
    await processes.inTenant(site.scope, async (holder) => {
      await writeDrafts(holder, site, drafts.slice(1, 2));
      writing = Promise.all([write(drafts), write([...drafts].reverse())]);
      writing.catch(() => {});
      await untilTheyWait(holder, pids, 2);
    });
    expect((await writing).reduce((sum, accepted) => sum + accepted, 0)).toBe(2);
    expect(await site.stored()).toHaveLength(4);
  });
});

describe("requests that arrive together", () => {
  it("are written together, each with its own answer, whichever project they are for", async () => {
    const sites = await Promise.all(Array.from({ length: 4 }, () => givenProject()));
    const known = randomUUID();
    await Promise.all(sites.map((site) => site.send([track("ada", "Before", { messageId: known })])));
    const requests = Array.from({ length: 60 }, (_, n) => ({ site: sites[n % 4] as Site, n }));
    const results = await Promise.all(
      requests.map(({ site, n }) =>
        site.send([
          ...many(n % 3, () => ({ timestamp: "2026-11-01T00:00:00Z" })),
          track("ada", "Again", { messageId: known }),
          { type: "purchase" },
        ]),
      ),
    );
    expect(
      results.map(({ accepted, duplicates, rejected }) => [accepted, duplicates, rejected[0]?.index]),
    ).toEqual(requests.map(({ n }) => [n % 3, 1, (n % 3) + 1]));
    const perSite = await Promise.all(sites.map(async (site) => (await site.stored()).length));
    expect(perSite).toEqual(
      sites.map(
        (_, s) => 1 + requests.filter(({ n }) => n % 4 === s).reduce((sum, { n }) => sum + (n % 3), 0),
      ),
    );
    const used = new Set((await Promise.all(sites.map(transactions))).flat());
    expect(used.size).toBeLessThan(20);
  });
});
