import { describe, expect, it, onTestFinished } from "vitest";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { givenDatabaseProxy } from "@/db/testing/given-database-proxy";
import { givenProject, track } from "@/db/testing/given-project";
import { freshLog } from "./log-cache";

const sessionGapMs = 1_800_000;

// The connections of this file go through a proxy, which measures and may be cut.
const proxy = await givenDatabaseProxy();

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => track(`visitor ${n}`, "Seen", { properties: { n } }));

describe("the log in memory", () => {
  it("has every acknowledged event in the very next answer, a hundred times over", async () => {
    const site = await givenProject();
    for (let round = 1; round <= 100; round++) {
      await site.send([track("ada", "Seen")]);
      const { events } = await site.ask("catalog", {});
      expect(events[0]?.count).toBe(round);
    }
  });

  it("has every acknowledged event in the answer, however many send and ask at once", async () => {
    const site = await givenProject();
    let acknowledged = 0;
    const sendAndAsk = async () => {
      for (let round = 0; round < 5; round++) {
        await site.send([track("ada", "Seen")]);
        acknowledged++;
        const atLeast = acknowledged;
        const { count } = await freshLog(site.scope, { sessionGapMs, fields: [] });
        expect(count).toBeGreaterThanOrEqual(atLeast);
      }
    };
    await Promise.all(Array.from({ length: 10 }, sendAndAsk));
    expect((await freshLog(site.scope, { sessionGapMs, fields: [] })).count).toBe(50);
  });

  it("has the columns of everybody who asks at once", async () => {
    const site = await givenProject();
    await site.send(many(50));
    const fields = ["property.n", "path", "browser", "utm.source", "property.missing"];
    const seen = await Promise.all(
      fields.map(async (field) => {
        const log = await freshLog(site.scope, { sessionGapMs, fields: [field] });
        return [log.count, log.column(field).values.length];
      }),
    );
    expect(seen).toEqual([
      [50, 50],
      [50, 0],
      [50, 0],
      [50, 0],
      [50, 0],
    ]);
  });

  it("fetches only what is new", async () => {
    const site = await givenProject();
    await site.send(many(2_000));
    const cost = async (fields: string[] = []): Promise<number> => {
      const before = proxy.received();
      await freshLog(site.scope, { sessionGapMs, fields });
      return proxy.received() - before;
    };
    const whole = await cost();
    expect(whole).toBeGreaterThan(100_000);
    expect(await cost()).toBeLessThan(2_000);
    await site.send(many(3));
    expect(await cost()).toBeLessThan(3_000);
    const column = await cost(["property.n"]);
    expect(column).toBeGreaterThan(20_000);
    expect(column).toBeLessThan(whole);
    expect(await cost(["property.n"])).toBeLessThan(2_000);
  });

  it("is read whether the answer of the database arrives in pieces or as a whole", async () => {
    const site = await givenProject();
    await site.send(many(400));
    proxy.deliverCopiesWhole();
    const before = proxy.received();
    const { count } = await freshLog(site.scope, { sessionGapMs, fields: ["property.n"] });
    expect(proxy.received() - before).toBeGreaterThan(16_384);
    expect(proxy.received() - before).toBeLessThan(65_536);
    await site.send(many(1));
    const again = await freshLog(site.scope, { sessionGapMs, fields: ["property.n"] });
    expect([count, again.count]).toEqual([400, 401]);
  });

  it("starts over when a read broke off halfway, and has nothing twice", async () => {
    const site = await givenProject();
    await site.send(many(20));
    await freshLog(site.scope, { sessionGapMs, fields: [] });
    await site.send(many(5));
    await asOtherProcess(1).inTenant(site.scope, async (tx) => {
      await tx`lock table visitor_merges in access exclusive mode`;
      // Only the login itself sees whose connections are whose.
      await tx`set local role none`;
      const reading = freshLog(site.scope, { sessionGapMs, fields: [] }).then(
        () => "read",
        () => "broken off",
      );
      await expect
        .poll(
          async () => {
            await tx`select pg_stat_clear_snapshot()`;
            const [row] = await tx<{ waits: boolean }[]>`
              select exists(select from pg_locks l join pg_stat_get_activity(null) a on a.pid = l.pid
                where not l.granted and a.client_port = any(${proxy.ports()}::int[])) as waits`;
            return row?.waits;
          },
          { interval: 10, timeout: 10_000 },
        )
        .toBe(true);
      await proxy.cut();
      onTestFinished(() => proxy.mend().catch(() => {}));
      expect(await reading).toBe("broken off");
    });
    await proxy.mend();
    const log = await freshLog(site.scope, { sessionGapMs, fields: ["property.n"] });
    expect(log.count).toBe(25);
    expect(new Set(log.seq.subarray(0, 25)).size).toBe(25);
  });
});
