import { describe, expect, it } from "vitest";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { asOwner } from "@/db/testing/as-owner";
import type { Site } from "@/db/testing/given-project";
import { compactUntilDone } from "./compact";
import { eraseVisitors } from "./erase-visitors-store";
import { expireEvents } from "./expire-events";
import { dice, expectWhole, givenLog, merge, randomEvent, small, write } from "./testing/given-log";
import { rowsSeen } from "./testing/rows-seen";

describe("erasure", () => {
  it("holds in every later snapshot, and then leaves nothing of the visitor in any run or dictionary", async () => {
    const { site } = await givenLog(19);
    const mark = "A. Person of Street 7";
    await write(site, [
      { ...randomEvent(dice(1), 1), visitor: 77, properties: { secret: mark } },
      { ...randomEvent(dice(2), 1), visitor: 78, path: mark },
    ]);
    await asOtherProcess(1).inTenant(site.scope, (tx) => merge(tx, site.scope, 77, 78));
    await compactUntilDone(site.scope, undefined, small);
    const holds = async (): Promise<number> => {
      const [row] = await asOwner()<{ count: number }[]>`
        select count(*)::int as count from journey_columns c join journey_runs r on (r.project_id, r.id) = (c.project_id, c.run_id)
        where c.project_id = ${site.scope.projectId} and r.replaced_at is null and position(${Buffer.from(mark)} in data) > 0`;
      return row?.count ?? 0;
    };
    expect(await holds()).toBeGreaterThan(0);
    await eraseVisitors(site.scope, [78]);
    const { seen } = await rowsSeen(site.scope);
    expect(seen.filter((row) => row.includes(mark))).toEqual([]);
    await expectWhole(site);
    await compactUntilDone(site.scope, undefined, small);
    expect(await holds()).toBe(0);
    await expectWhole(site);
    const [left] = await asOwner()<{ count: number }[]>`
      select count(*)::int as count from erased_visitors where project_id = ${site.scope.projectId} and purged_at is null`;
    expect(left?.count).toBe(0);
  });
});

describe("retention", () => {
  const receivedAgo = async ({ scope: { projectId } }: Site, days: number, every: number): Promise<void> => {
    await asOwner()`update events set received_at = now() - ${days} * interval '1 day'
      where project_id = ${projectId} and seq % ${every} = 0`;
  };

  it("deletes what was received too long ago from the log and the runs, and nothing else", async () => {
    const [{ site, roll }, other] = [await givenLog(20), await givenLog(21)];
    for (const one of [site, other.site]) {
      await receivedAgo(one, 400, 3);
      await compactUntilDone(one.scope, undefined, small);
    }
    await asOtherProcess(1).inTenant(site.scope, (tx) => merge(tx, site.scope, 1, 2));
    await write(
      site,
      Array.from({ length: 30 }, () => randomEvent(roll, 30)),
    );
    await receivedAgo(site, 400, 5);
    const before = (await rowsSeen(site.scope)).logged.length;
    const untouched = await rowsSeen(other.site.scope);
    const [old] = await asOwner()<{ count: number }[]>`select count(*)::int as count from events
      where project_id = ${site.scope.projectId} and received_at < now() - interval '300 days'`;
    const expired = await expireEvents(site.scope, new Date(Date.now() - 300 * 86_400_000), {
      batchRows: 40,
    });
    expect(expired).toBe(old?.count);
    expect(expired).toBeGreaterThan(50);
    const { logged } = await rowsSeen(site.scope);
    expect(logged).toHaveLength(before - expired);
    await expectWhole(site);
    expect(await rowsSeen(other.site.scope)).toEqual(untouched);
  });

  it("lets the app's role delete nothing of another project, nor what is younger", async () => {
    const [{ site }, { site: other }] = [await givenLog(22), await givenLog(23)];
    const count = async (one: Site): Promise<number> => (await rowsSeen(one.scope)).logged.length;
    const before = [await count(site), await count(other)];
    const rows = await asOwner()<{ xid: string; seq: string }[]>`
      select xid::text, seq::text from events where project_id in (${site.scope.projectId}, ${other.scope.projectId})`;
    const expire = (time: string) =>
      asOtherProcess(1).inTenant(
        site.scope,
        (tx) => tx`select expire_events(${rows.map(({ xid }) => xid)}::text[]::xid8[],
          ${rows.map(({ seq }) => seq)}::text[]::bigint[], ${time}::timestamptz)`,
      );
    await expire("2001-01-01");
    expect([await count(site), await count(other)]).toEqual(before);
    await expire("2999-01-01");
    expect([await count(site), await count(other)]).toEqual([0, before[1]]);
  });
});
