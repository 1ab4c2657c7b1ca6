import { describe, expect, it } from "vitest";
import { asOtherProcess } from "@/db/testing/as-other-process";
import type { Site } from "@/db/testing/given-project";
import { ColumnCache } from "./column-cache";
import { compactUntilDone } from "./compact";
import { loadPart, type Moment } from "./moment";
import { givenLog, insertEvents, merge, randomEvent } from "./testing/given-log";
import { scanned } from "./testing/given-rows";
import { momentOf } from "./testing/moment-of";

const always = { from: 0, to: Number.POSITIVE_INFINITY };
const ranges = [
  always,
  { from: Date.UTC(2026, 1, 3), to: Date.UTC(2026, 1, 20) },
  { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 2, 1) },
  { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 3, 1) },
];
const fields = ["path", "country", "property.price", "sessionId", "property.none"];
const plan = { sessionGapMs: 30 * 60_000, fields };

/** What a question about the range sees, over all parts, as text. */
const seen = async (
  site: Site,
  moment: Moment,
  { parts, asked, range }: { parts: number; asked: string[]; range: { from: number; to: number } },
  cacheOf: (index: number) => ColumnCache,
): Promise<string[]> => {
  const texts: string[] = [];
  for (let index = 0; index < parts; index++) {
    const share = { index, parts, fields: asked, ...range };
    const part = await loadPart(site.scope, moment, share, cacheOf(index));
    for (const { session, ...event } of scanned(part, {
      ...plan,
      fields: asked.filter((one) => one !== "sessionId"),
    }))
      texts.push(JSON.stringify(event));
  }
  return texts.sort();
};

describe("rows that were gathered over time", () => {
  it.each([1, 2, 3])("are those of a process that has just begun (seed %i)", async (seed) => {
    const { site, roll } = await givenLog(seed, 8);
    const caches = [1, 2, 4].map((parts) => Array.from({ length: parts }, () => new ColumnCache(10_000_000)));
    const tight = [1, 2, 4].map((parts) => Array.from({ length: parts }, () => new ColumnCache(12_000)));
    let runs = 0;
    for (let step = 0; step < 12; step++) {
      const events = Array.from({ length: 1 + roll(30) }, () => randomEvent(roll, 30));
      await asOtherProcess(1).inTenant(site.scope, async (tx) => {
        await insertEvents(tx, site.scope, events);
        if (roll(3) === 0) await merge(tx, site.scope, 1 + roll(30), 1 + roll(30));
      });
      if (step % 2 === 0)
        await compactUntilDone(site.scope, undefined, { batchRows: 40, eventsPerShard: 60 });
      const which = roll(3);
      const asked = ["sessionId", ...fields.filter(() => roll(2) === 0)];
      const question = {
        parts: [1, 2, 4][which] ?? 1,
        asked: [...new Set(asked)],
        range: ranges[roll(4)] ?? always,
      };
      const moment = await momentOf(site.scope, question.asked);
      const fresh = await seen(site, moment, question, () => new ColumnCache(10_000_000));
      expect(
        await seen(site, moment, question, (index) => caches[which]?.[index] ?? new ColumnCache(0)),
      ).toEqual(fresh);
      expect(
        await seen(site, moment, question, (index) => tight[which]?.[index] ?? new ColumnCache(0)),
      ).toEqual(fresh);
      runs = Math.max(runs, moment.runs.length);
    }
    expect(runs).toBeGreaterThan(4);
  });
});
