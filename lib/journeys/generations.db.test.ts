import { describe, expect, it } from "vitest";
import { withTenantSnapshot } from "@/db/tenant";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { asOwner } from "@/db/testing/as-owner";
import type { Site } from "@/db/testing/given-project";
import { compact, compactUntilDone, rebuildJourneys } from "./compact";
import {
  expectWhole,
  givenLog,
  merge,
  randomEvent,
  small,
  stateOf,
  tailOf,
  write,
} from "./testing/given-log";
import { rowsSeenBy } from "./testing/rows-seen";

describe("a rebuild", () => {
  it("makes the same journeys, and a question that began before it ends on the old ones", async () => {
    const { site, roll } = await givenLog(15);
    await compactUntilDone(site.scope, undefined, small);
    await asOtherProcess(1).inTenant(site.scope, (tx) => merge(tx, site.scope, 3, 4));
    await compactUntilDone(site.scope, undefined, small);
    await write(site, [randomEvent(roll, 30)]);
    const before = (await stateOf(site)).runs.map(({ id }) => id);
    await withTenantSnapshot(site.scope, async (tx) => {
      const seen = await rowsSeenBy(tx, site.scope);
      expect(await rebuildJourneys(site.scope, undefined, small)).toBeGreaterThan(0);
      expect(await rowsSeenBy(tx, site.scope)).toEqual(seen);
    });
    const after = (await stateOf(site)).runs.map(({ id }) => id);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    await expectWhole(site);
    expect(await tailOf(site)).toBe(0);
  });

  it("is not seen before it is whole", async () => {
    const { site } = await givenLog(16);
    await compactUntilDone(site.scope, undefined, small);
    const before = await stateOf(site);
    let looks = 0;
    await rebuildJourneys(site.scope, undefined, {
      ...small,
      at: async (stage) => {
        if (stage === "live") return;
        looks++;
        expect(await stateOf(site)).toEqual(before);
      },
    });
    expect(looks).toBeGreaterThan(5);
    await expectWhole(site);
  });
});

describe("after a restore into another cluster", () => {
  /** Makes the project's rows those of another cluster, whose transactions had numbers larger by `shift`. */
  const restore = async ({ scope: { projectId } }: Site, shift: number): Promise<void> => {
    const owner = asOwner();
    for (const table of ["events", "visitor_merges"])
      await owner`update ${owner(table)} set xid = (xid::text::bigint + ${shift})::text::xid8 where project_id = ${projectId}`;
    await owner`update journey_checkpoints set system_identifier = 'another',
      horizon = (horizon::text::bigint + ${shift})::text::xid8 where project_id = ${projectId}`;
  };

  it.each([1_000_000, -600])(
    "nothing is lost or doubled, before and after it is folded anew (%i)",
    async (shift) => {
      const { site, roll } = await givenLog(17);
      await asOtherProcess(1).inTenant(site.scope, (tx) => merge(tx, site.scope, 1, 2));
      await compact(site.scope, small);
      await compactUntilDone(site.scope, undefined, small);
      await asOtherProcess(1).inTenant(site.scope, (tx) => merge(tx, site.scope, 5, 6));
      await write(
        site,
        Array.from({ length: 30 }, () => randomEvent(roll, 30)),
      );
      for (let cluster = 0; cluster < 2; cluster++) {
        await restore(site, shift);
        await expectWhole(site);
        await write(
          site,
          Array.from({ length: 30 }, () => randomEvent(roll, 30)),
        );
        await asOtherProcess(1).inTenant(site.scope, (tx) => merge(tx, site.scope, 7 + cluster, 9 + cluster));
        await expectWhole(site);
        await compact(site.scope, small);
        await expectWhole(site);
        await compactUntilDone(site.scope, undefined, small);
        await expectWhole(site);
        expect((await stateOf(site)).checkpoint?.foreign).toBe(false);
        await write(
          site,
          Array.from({ length: 30 }, () => randomEvent(roll, 30)),
        );
        await asOtherProcess(1).inTenant(site.scope, (tx) =>
          merge(tx, site.scope, 11 + cluster, 13 + cluster),
        );
        await compactUntilDone(site.scope, undefined, small);
        await expectWhole(site);
        expect(await tailOf(site)).toBeLessThanOrEqual(0);
        await write(
          site,
          Array.from({ length: 5 }, () => randomEvent(roll, 30)),
        );
      }
      await expectWhole(site);
    },
  );

  it("rows that were never folded before it are", async () => {
    const { site, roll } = await givenLog(18);
    await restore(site, 1_000_000);
    await write(site, [randomEvent(roll, 30)]);
    await expectWhole(site);
    await compactUntilDone(site.scope, undefined, small);
    await expectWhole(site);
    expect(await tailOf(site)).toBe(0);
  });
});
