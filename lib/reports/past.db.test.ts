import { describe, expect, it } from "vitest";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { ColumnCache } from "@/lib/journeys/column-cache";
import { compact, compactUntilDone, rebuildJourneys } from "@/lib/journeys/compact";
import { eraseVisitors } from "@/lib/journeys/erase-visitors-store";
import { expireEvents } from "@/lib/journeys/expire-events";
import { loadPart } from "@/lib/journeys/moment";
import type { Part } from "@/lib/journeys/part";
import { expectWhole, givenLog, merge, randomEvent, small, write } from "@/lib/journeys/testing/given-log";
import { momentOf } from "@/lib/journeys/testing/moment-of";
import type { SegmentFilter } from "@/lib/matching/definition";
import { unitValues } from "./testing/unit-values";
import { needsOfGroups } from "./unit-groups";

const march = Date.UTC(2026, 2, 1);
const dayMs = 86_400_000;

/** The parts of a question that begins in March: with all that was before it, or with what is kept of that. */
const partsOf = async (
  site: Site,
  by: string,
  { parts, hasPast, cache }: { parts: number; hasPast: boolean; cache: ColumnCache },
): Promise<Part[]> => {
  const { columns, sessions, past = [] } = needsOfGroups(by);
  const fields = sessions ? [...columns, "sessionId"] : columns;
  const moment = await momentOf(site.scope, fields);
  const loaded: Part[] = [];
  for (let index = 0; index < parts; index++) {
    const share = { index, parts, fields, to: Number.POSITIVE_INFINITY };
    const of = hasPast ? { ...share, from: march, past } : { ...share, from: 0 };
    loaded.push(await loadPart(site.scope, moment, of, cache));
  }
  return loaded;
};

const rowsIn = (runs: Part["runs"] = []): number => runs.reduce((sum, { count }) => sum + count, 0);

describe("how visitors came, asked of a range", () => {
  it.each([1, 2, 3])(
    "is what all their rows say, whatever came late, was merged, erased, expired or folded anew (seed %i)",
    async (seed) => {
      const { site, roll } = await givenLog(seed);
      const caches = [1, 2].map(() => new ColumnCache(10_000_000));
      const event = () => ({
        ...randomEvent(roll, 12),
        name: roll(2) === 0 ? "Page Viewed" : "Event",
        utmMedium: ["email", "cpc", undefined, undefined, undefined][roll(5)],
      });
      let kept = 0;
      for (let step = 0; step < 16; step++) {
        const what = roll(12);
        if (what < 5)
          await write(
            site,
            Array.from({ length: 1 + roll(40) }, () => event()),
          );
        else if (what < 7)
          await asOtherProcess(1).inTenant(site.scope, (tx) =>
            merge(tx, site.scope, 1 + roll(12), 1 + roll(12)),
          );
        else if (what === 7) await eraseVisitors(site.scope, [1 + roll(12)]);
        else if (what === 8) await rebuildJourneys(site.scope, undefined, small);
        else if (what === 9) {
          await asOwner()`update events set received_at = now() - interval '400 days'
            where project_id = ${site.scope.projectId} and seq % 7 = ${roll(7)}`;
          await expireEvents(site.scope, new Date(Date.now() - 300 * dayMs), { batchRows: 40 });
        } else if (what === 10) await compact(site.scope, small);
        else await compactUntilDone(site.scope, undefined, small);
        const includeBots = roll(2) === 0;
        const sessionGapMs = [30 * 60_000, dayMs][roll(2)] ?? dayMs;
        for (const by of [
          "visitor.isNew",
          "first.channel",
          "first.utm.medium",
          "first.country",
          "first.path",
        ])
          for (const [place, cache] of caches.entries()) {
            const range = {
              from: march + roll(20) * dayMs,
              to: march + 31 * dayMs,
              asOf: march + 60 * dayMs,
            };
            const asked = { unit: "visitor" as const, range, includeBots, sessionGapMs };
            const parts = 2 ** place;
            const all = await partsOf(site, by, {
              parts,
              hasPast: false,
              cache: new ColumnCache(10_000_000),
            });
            const some = await partsOf(site, by, { parts, hasPast: true, cache });
            expect(unitValues(some, by, asked)).toEqual(unitValues(all, by, asked));
            for (const { past } of some) kept += rowsIn(past);
          }
      }
      await expectWhole(site);
      expect(kept).toBeGreaterThan(1_000);
    },
  );
});

describe("a question about a month of a project with half a year", () => {
  const months = ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"];
  /** Ten visitors come every month and thirty once, each with twelve events of one session. */
  const eventsOf = (month: string): object[] =>
    Array.from({ length: 40 }, (_, n) => (n < 10 ? `regular ${n}` : `${month} ${n}`)).flatMap((visitor) =>
      Array.from({ length: 12 }, (_, n) =>
        track(visitor, n === 0 ? "Page Viewed" : "Seen", {
          timestamp: `${month}-15T10:${n + 10}:00Z`,
          context: {
            sessionId: `${visitor} ${month}`,
            page: { url: "https://shop.example/" },
            campaign: n === 0 ? { source: month, medium: "email" } : {},
          },
        }),
      ),
    );
  const range = { from: "2026-03-01", to: "2026-03-31" };
  const segment: SegmentFilter = { field: "visitor.isNew", op: "is", value: true };
  const breakdown = { by: "first.utm.source", limit: 20 };
  const asks = async (site: Site) => {
    const { visitors, breakdown: groups = [] } = await site.ask("conversions", { ...range, breakdown });
    return {
      visitors,
      sources: groups.map((group) => [group.value, group.visitors]),
      isNew: (await site.ask("conversions", { ...range, segment })).visitors,
    };
  };
  const expected = {
    visitors: 40,
    sources: [
      ["2026-03", 30],
      ["2025-10", 10],
    ],
    isNew: 30,
  };

  it("loads that month, and of those before a row a visit at most", async () => {
    holdClock("2026-04-02T12:00:00Z");
    const [site, other] = await Promise.all([givenProject(), givenProject()]);
    for (const month of months) await site.send(eventsOf(month), { source: "secret" });
    await other.send(eventsOf("2025-09"), { source: "secret" });
    expect(await asks(site)).toEqual(expected);
    await Promise.all([compactUntilDone(site.scope), compactUntilDone(other.scope)]);
    expect(await asks(site)).toEqual(expected);

    const loaded = async (by: string): Promise<{ runs: number; past: number; bytes: number }> => {
      const cache = new ColumnCache(100_000_000);
      const [part] = await partsOf(site, by, { parts: 1, hasPast: true, cache });
      return { runs: rowsIn(part?.runs), past: rowsIn(part?.past), bytes: cache.bytes };
    };
    const isNew = await loaded("visitor.isNew");
    const firstChannel = await loaded("first.channel");
    expect([isNew.runs, isNew.past]).toEqual([480, 200]);
    expect([firstChannel.runs, firstChannel.past]).toEqual([480, 200]);
    expect(firstChannel.bytes).toBeGreaterThan(isNew.bytes);

    // As a run lies there from before its first rows were stored.
    const { projectId } = site.scope;
    await asOwner()`delete from journey_columns where project_id = ${projectId} and starts_with(field, 'first ')`;
    await asOwner()`update journey_runs set first_events = null where project_id = ${projectId}`;
    expect(await asks(site)).toEqual(expected);
    expect((await loaded("visitor.isNew")).past).toBe(5 * 480);
    await compactUntilDone(site.scope);
    expect((await loaded("visitor.isNew")).past).toBe(200);
    expect(await asks(site)).toEqual(expected);
  });

  it("knows who comes late, with the first that is heard of them", async () => {
    holdClock("2026-04-02T12:00:00Z");
    const site = await givenProject();
    for (const month of months.slice(1)) await site.send(eventsOf(month), { source: "secret" });
    await compactUntilDone(site.scope);
    const before = await asks(site);
    expect(before.sources).toEqual([
      ["2026-03", 30],
      ["2025-11", 10],
    ]);
    await site.send(eventsOf("2025-10"), { source: "secret" });
    expect(await asks(site)).toEqual(expected);
    await compactUntilDone(site.scope);
    expect(await asks(site)).toEqual(expected);
  });
});
