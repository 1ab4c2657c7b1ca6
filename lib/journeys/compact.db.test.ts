import { describe, expect, it } from "vitest";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { type CompactOptions, compact, compactUntilDone, rebuildJourneys, type Stage } from "./compact";
import { lookForUnfolded } from "./compaction-due-store";
import { eraseVisitors } from "./erase-visitors-store";
import { deleteReplacedRuns } from "./journeys-store";
import {
  dice,
  expectWhole,
  givenLog,
  givenOpenTransaction,
  insertEvents,
  merge,
  mostRunsOfShard,
  randomEvent,
  small,
  stateOf,
  tailOf,
  write,
} from "./testing/given-log";
import { rowsSeen } from "./testing/rows-seen";

/** A thousand events over three months, as 25 transactions. */
const writeMany = async (site: Site, roll: (sides: number) => number): Promise<void> => {
  for (let n = 0; n < 25; n++)
    await write(
      site,
      Array.from({ length: 40 }, () => randomEvent(roll, 400)),
    );
};

/** Every run that was written, those included that were replaced since. */
const runsWritten = async ({ scope }: Site) =>
  await asOwner()<{ events: number; shards: number }[]>`
    select events, shards from journey_runs where project_id = ${scope.projectId}`;

describe("folding", () => {
  it.each([1, 2, 3])(
    "sees every row of the log once, whatever is written, merged and erased in between (seed %i)",
    async (seed) => {
      const { site, roll } = await givenLog(seed);
      const other = asOtherProcess(1);
      const stranger = await givenLog(seed + 100);
      await compactUntilDone(stranger.site.scope);
      const strangers = (await rowsSeen(stranger.site.scope)).seen;
      for (let round = 0; round < 25; round++) {
        const what = roll(10);
        if (what < 4)
          await other.inTenant(site.scope, (tx) =>
            insertEvents(
              tx,
              site.scope,
              Array.from({ length: 1 + roll(60) }, () => randomEvent(roll, 40)),
            ),
          );
        else if (what < 7)
          await other.inTenant(site.scope, async (tx) => {
            for (let n = roll(3); n >= 0; n--) await merge(tx, site.scope, 1 + roll(40), 1 + roll(40));
          });
        else if (what === 7) await eraseVisitors(site.scope, [1 + roll(40)]);
        if (roll(2) === 0) await compact(site.scope, small);
        if (roll(8) === 0) await compactUntilDone(site.scope, undefined, small);
        if (roll(12) === 0) await rebuildJourneys(site.scope, undefined, small);
        await expectWhole(site);
        expect(await mostRunsOfShard(site)).toBeLessThanOrEqual(8);
      }
      await compactUntilDone(site.scope, undefined, small);
      await expectWhole(site);
      expect((await rowsSeen(stranger.site.scope)).seen).toEqual(strangers);
    },
  );

  it("leaves nothing in the tail when nothing is being written", async () => {
    const { site } = await givenLog(7);
    const { logged } = await rowsSeen(site.scope);
    expect(await tailOf(site)).toBe(logged.length);
    expect(await compactUntilDone(site.scope, undefined, small)).toBe(logged.length);
    expect(await tailOf(site)).toBe(0);
    expect(await compactUntilDone(site.scope, undefined, small)).toBe(0);
  });

  it("neither loses nor doubles rows of a transaction that began first and committed last", async () => {
    const { site, roll } = await givenLog(8);
    await compactUntilDone(site.scope);
    const late = Array.from({ length: 5 }, () => randomEvent(roll, 30));
    const commit = await givenOpenTransaction(site, (tx) => insertEvents(tx, site.scope, late));
    await write(site, [randomEvent(roll, 30)]);
    await compactUntilDone(site.scope);
    await expectWhole(site);
    expect(await tailOf(site)).toBe(1);
    await commit();
    await expectWhole(site);
    expect(await tailOf(site)).toBe(6);
    await compactUntilDone(site.scope);
    await expectWhole(site);
    expect(await tailOf(site)).toBe(0);
  });

  it("begins once the transactions of its beginning are over, and until then the log answers", async () => {
    const { site, roll } = await givenLog(9);
    const commit = await givenOpenTransaction(site, (tx) =>
      insertEvents(tx, site.scope, [randomEvent(roll, 30)]),
    );
    expect(await compact(site.scope)).toEqual({ folded: 0, more: false });
    expect((await stateOf(site)).checkpoint).toBeUndefined();
    await commit();
    await compactUntilDone(site.scope);
    await expectWhole(site);
    expect(await tailOf(site)).toBe(0);
  });

  it("splits a month that grows into shards, and what was folded before along with it", async () => {
    const { site, roll } = await givenLog(10, 1);
    const about = (events: number) => Array.from({ length: events }, () => randomEvent(roll, 30));
    await compactUntilDone(site.scope, undefined, small);
    for (let n = 0; n < 12; n++) {
      await write(site, about(50));
      await compactUntilDone(site.scope, undefined, small);
      await expectWhole(site);
      expect(await mostRunsOfShard(site)).toBeLessThanOrEqual(8);
    }
    const { runs } = await stateOf(site);
    expect(Math.max(...runs.map(({ shards }) => shards))).toBeGreaterThanOrEqual(4);
  });

  it("gives a known backlog its shards at once, and writes the first fold about once", async () => {
    const { site, roll } = await givenLog(27, 1);
    const shards = async (): Promise<Set<number>> =>
      new Set((await runsWritten(site)).map((run) => run.shards));
    await writeMany(site, roll);
    await compactUntilDone(site.scope, undefined, { batchRows: 100, eventsPerShard: 200 });
    await expectWhole(site);
    expect(await shards()).toEqual(new Set([2]));
    const written = (await runsWritten(site)).reduce((sum, { events }) => sum + events, 0);
    const stored = (await stateOf(site)).runs.reduce((sum, { events }) => sum + events, 0);
    expect(stored).toBeGreaterThan(1_000);
    expect(written).toBeLessThan(1.2 * stored);
    await writeMany(site, roll);
    await compactUntilDone(site.scope, undefined, { batchRows: 100, eventsPerShard: 200 });
    await expectWhole(site);
    expect(await shards()).toEqual(new Set([2, 4]));
  });

  it("costs a small project few rows", async () => {
    const site = await givenProject();
    for (let n = 0; n < 20; n++) {
      await site.send(Array.from({ length: 50 }, (_, i) => track(`v${i}`, "Seen", { properties: { n, i } })));
      await compactUntilDone(site.scope);
    }
    await expectWhole(site);
    const { runs } = await stateOf(site);
    expect(runs.length).toBeLessThanOrEqual(4);
  });
});

describe("a compaction that dies", () => {
  const stages: Stage[] = ["begun", "read", "written", "live", "merging", "merged", "purging"];

  it.each(stages)("at the stage %s loses nothing and folds nothing twice", async (stage) => {
    const { site, roll } = await givenLog(11);
    let deaths = 0;
    const dying: CompactOptions = {
      ...small,
      at: async (reached) => {
        if (reached !== stage) return;
        deaths++;
        throw new Error(`killed at ${stage}`);
      },
    };
    for (let n = 0; n < 6; n++) {
      await compactUntilDone(site.scope, undefined, dying).catch(() => {});
      await expectWhole(site);
      await write(
        site,
        Array.from({ length: 40 }, () => randomEvent(roll, 30)),
      );
      await asOtherProcess(1).inTenant(site.scope, (tx) => merge(tx, site.scope, 1 + roll(30), 1 + roll(30)));
      if (n === 3) await eraseVisitors(site.scope, [1 + roll(30)]);
      if (n === 3) await compactUntilDone(site.scope, undefined, small);
      if (n === 4) await eraseVisitors(site.scope, [1 + roll(30)]);
    }
    expect(deaths).toBeGreaterThan(0);
    await compactUntilDone(site.scope, undefined, small);
    await expectWhole(site);
    expect(await tailOf(site)).toBeLessThanOrEqual(0);
  });
});

describe("several at once", () => {
  it("fold every row once", async () => {
    const { site, roll } = await givenLog(12, 20);
    await compact(site.scope, small);
    const writer = async () => {
      for (let n = 0; n < 5; n++)
        await write(
          site,
          Array.from({ length: 20 }, () => randomEvent(roll, 30)),
        );
    };
    const folder = () => compactUntilDone(site.scope, undefined, small);
    const folded = await Promise.all([
      writer(),
      folder(),
      folder(),
      rebuildJourneys(site.scope, undefined, small),
    ]);
    expect(folded).toHaveLength(4);
    await expectWhole(site);
    await compactUntilDone(site.scope, undefined, small);
    await expectWhole(site);
  });

  it("tell the one who came too late to look again", async () => {
    const { site } = await givenLog(13);
    await compactUntilDone(site.scope, undefined, small);
    const roll = dice(14);
    await write(
      site,
      Array.from({ length: 20 }, () => randomEvent(roll, 30)),
    );
    const late = await compact(site.scope, {
      ...small,
      at: async (stage) => {
        if (stage === "read") await compact(site.scope, small);
      },
    });
    expect(late).toEqual({ folded: 0, more: true });
    await expectWhole(site);
    expect(await tailOf(site)).toBe(0);
  });
});

describe("a compaction", () => {
  it("is due when rows have waited for a minute or are many, and not when there is nothing", async () => {
    const { site } = await givenLog(24);
    expect((await lookForUnfolded(site.scope)).due).toBe(false);
    await asOwner()`update events set received_at = now() - interval '2 minutes' where project_id = ${site.scope.projectId}`;
    const { due, waitedMs } = await lookForUnfolded(site.scope);
    expect(due).toBe(true);
    expect(waitedMs).toBeGreaterThanOrEqual(120_000);
    await compactUntilDone(site.scope);
    expect(await lookForUnfolded(site.scope)).toEqual({ due: false, any: false, waitedMs: 0 });
    await eraseVisitors(site.scope, [1]);
    expect((await lookForUnfolded(site.scope)).due).toBe(true);
    await compactUntilDone(site.scope);
    expect((await lookForUnfolded(site.scope)).due).toBe(false);
    const roll = dice(25);
    await write(
      site,
      Array.from({ length: 5_000 }, () => randomEvent(roll, 30)),
    );
    expect((await lookForUnfolded(site.scope)).due).toBe(true);
  });

  it("leaves replaced runs to questions under way for ten minutes", async () => {
    const { site } = await givenLog(26);
    await compactUntilDone(site.scope, undefined, small);
    await rebuildJourneys(site.scope, undefined, small);
    const stored = async (): Promise<number> => {
      const [row] = await asOwner()<{ count: number }[]>`
        select count(distinct run_id)::int as count from journey_columns where project_id = ${site.scope.projectId}`;
      return row?.count ?? 0;
    };
    const current = (await stateOf(site)).runs.length;
    await deleteReplacedRuns(site.scope);
    expect(await stored()).toBeGreaterThan(current);
    await asOwner()`update journey_runs set replaced_at = replaced_at - interval '10 minutes' where project_id = ${site.scope.projectId}`;
    await deleteReplacedRuns(site.scope);
    expect(await stored()).toBe(current);
    await expectWhole(site);
  });
});
