import { describe, expect, it } from "vitest";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { givenDatabaseProxy } from "@/db/testing/given-database-proxy";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { ColumnCache } from "./column-cache";
import { compact, compactUntilDone } from "./compact";
import { loadPart } from "./moment";
import { stateOf } from "./testing/given-log";
import { scanned } from "./testing/given-rows";
import { momentOf } from "./testing/moment-of";
import { readEverything } from "./testing/read-everything";

// The connections of this file go through a proxy, which measures and may be cut.
const proxy = await givenDatabaseProxy();

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => track(`visitor ${n}`, "Seen", { properties: { n } }));

const countIn = async (site: Site): Promise<number> => scanned(await readEverything(site.scope)).length;

/** Compacts a project over and over until told to stop, a few rows at a time. */
const keepCompacting = (site: Site) => {
  let stopped = false;
  const run = async (): Promise<void> => {
    while (!stopped) await compact(site.scope, { batchRows: 3 });
  };
  const done = run();
  return {
    stop: async () => {
      stopped = true;
      await done;
    },
  };
};

describe("the journeys of a project", () => {
  it("have every acknowledged event in the very next answer, a hundred times over, while they are compacted", async () => {
    const site = await givenProject();
    const compaction = keepCompacting(site);
    for (let round = 1; round <= 100; round++) {
      await site.send([track("ada", "Seen")]);
      const { events } = await site.ask("catalog", {});
      expect(events[0]?.count).toBe(round);
    }
    await compaction.stop();
  });

  it("have every acknowledged event, however many send and ask at once", async () => {
    const site = await givenProject();
    const compaction = keepCompacting(site);
    let acknowledged = 0;
    const sendAndAsk = async () => {
      for (let round = 0; round < 5; round++) {
        await site.send([track("ada", "Seen")]);
        acknowledged++;
        const atLeast = acknowledged;
        expect(await countIn(site)).toBeGreaterThanOrEqual(atLeast);
      }
    };
    await Promise.all(Array.from({ length: 10 }, sendAndAsk));
    await compaction.stop();
    expect(await countIn(site)).toBe(50);
  });

  it("have the columns of everybody who asks at once, stored and not", async () => {
    const site = await givenProject();
    await site.send(many(30));
    await compactUntilDone(site.scope);
    await site.send(many(20));
    const fields = ["property.n", "path", "browser", "utm.source", "property.missing"];
    const cache = new ColumnCache(100_000_000);
    const seen = await Promise.all(
      fields.map(async (field) => {
        const events = scanned(await readEverything(site.scope, [field], cache), { fields: [field] });
        return [events.length, new Set(events.map(({ values: [value] }) => value)).size];
      }),
    );
    expect(seen).toEqual([
      [50, 30],
      [50, 1],
      [50, 1],
      [50, 1],
      [50, 1],
    ]);
  });

  it("are fetched once: a stored run is only read from the database the first time", async () => {
    const site = await givenProject();
    await site.send(many(5_000));
    await compactUntilDone(site.scope);
    const cache = new ColumnCache(100_000_000);
    const cost = async (fields: string[] = []): Promise<number> => {
      const before = proxy.received();
      await readEverything(site.scope, fields, cache);
      return proxy.received() - before;
    };
    const whole = await cost();
    expect(whole).toBeGreaterThan(20_000);
    const known = await cost();
    expect(known).toBeLessThan(4_000);
    await site.send(many(3));
    expect(await cost()).toBeLessThan(known + 1_500);
    expect(await cost(["property.n"])).toBeGreaterThan(4_000);
    expect(await cost(["property.n"])).toBeLessThan(known + 1_500);
  });

  it("stay within the memory they are given, and come back when they are asked for again", async () => {
    const site = await givenProject();
    const days = ["2026-06-15", "2026-07-15", "2026-08-15", "2026-09-15"];
    await site.send(
      days.flatMap((day) =>
        Array.from({ length: 400 }, (_, n) => track(`v${n}`, "Seen", { timestamp: `${day}T10:00:00Z` })),
      ),
      { source: "secret" },
    );
    await compactUntilDone(site.scope);
    const moment = await momentOf(site.scope, []);
    expect(moment.runs).toHaveLength(4);
    const countOf = async (day: string, cache: ColumnCache): Promise<number> => {
      const share = { index: 0, parts: 1, fields: [], from: Date.parse(day), to: Date.parse(day) + 1 };
      return scanned(await loadPart(site.scope, moment, share, cache)).length;
    };
    const one = new ColumnCache(1_000_000_000);
    expect(await countOf(days[0] ?? "", one)).toBe(400);
    const budget = 2.5 * one.bytes;
    const cache = new ColumnCache(budget);
    for (const day of [...days, ...days]) {
      expect(await countOf(day, cache)).toBe(400);
      expect(cache.bytes).toBeLessThanOrEqual(budget);
    }
    expect(cache.bytes).toBeGreaterThan(one.bytes);
  });

  it("are read whether the answer of the database arrives in pieces or as a whole", async () => {
    const site = await givenProject();
    await site.send(many(400));
    proxy.deliverCopiesWhole();
    expect(scanned(await readEverything(site.scope, ["property.n"]))).toHaveLength(400);
    await site.send(many(1));
    expect(scanned(await readEverything(site.scope, ["property.n"]))).toHaveLength(401);
  });

  it("have the tail of every month of receipt, to the microsecond, be it short or long", async () => {
    const site = await givenProject();
    await site.send([track("ada", "Seen")]);
    await compactUntilDone(site.scope);
    const receive = (times: readonly string[]) =>
      asOtherProcess(1).inTenant(
        site.scope,
        (tx) => tx`
          insert into events (project_id, message_id, visitor_no, occurred_at, received_at, name, properties)
          select ${site.scope.projectId}, gen_random_uuid()::text, 1, now(), at, 'Seen', '{}'
          from unnest(${times}::text[]::timestamptz[]) at`,
      );
    const month = 2_600_000_000;
    const inMonths = [-2, -1, 0, 1, 2].map((n) => new Date(Date.now() + n * month).toISOString());
    await receive(inMonths.flatMap((at) => [at, at.replace("Z", "001Z"), at.replace("Z", "999Z")]));
    expect(await countIn(site)).toBe(16);
    await site.send(many(1_200));
    expect(await countIn(site)).toBe(1_216);
    await compactUntilDone(site.scope);
    expect(await countIn(site)).toBe(1_216);
    expect((await stateOf(site)).tail).toEqual({ rows: 0, from: null, to: null });
  });

  it("are nobody else's: another project has its own runs, tail and visitors", async () => {
    const [site, other] = await Promise.all([givenProject(), givenProject()]);
    await Promise.all([site.send([track("ada", "Ours")]), other.send([track("ada", "Theirs")])]);
    await Promise.all([compactUntilDone(site.scope), compactUntilDone(other.scope)]);
    await Promise.all([site.send([track("bob", "Ours")]), other.send([track("bob", "Theirs")])]);
    const names = async (one: Site) =>
      scanned(await readEverything(one.scope), { fields: ["name"] }).map(({ values: [name] }) => name);
    expect(await names(site)).toEqual(["Ours", "Ours"]);
    expect(await names(other)).toEqual(["Theirs", "Theirs"]);
    const moment = await momentOf(other.scope, []);
    const share = { index: 0, parts: 1, fields: [], from: 0, to: Number.POSITIVE_INFINITY };
    const cache = new ColumnCache(1_000_000);
    await expect(loadPart(site.scope, moment, share, cache)).rejects.toThrow("not there");
  });
});
