import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { clock } from "@/lib/clock";
import { countRefusal, rejectRequest } from "@/lib/ingestion/store";
import type { Repair, ReplayCursor, ReplayStep } from "./definition";
import { type Hours, hourlyLedger, ledgerCheck, reasonCounts } from "./ledger-store";
import { previewRepair } from "./preview-repair";
import { countWaiting, rejectedReasons } from "./rejected-store";
import { replayStep } from "./replay-step";
import { latestArrivals } from "./stream-store";

const hourMs = 3_600_000;
const aroundNow = (): Hours => ({ from: clock.now() - 2 * hourMs, to: clock.now() + 2 * hourMs });
const soon = (): string => new Date(clock.now() + 60_000).toISOString();

const order = (visitor: string, revenue: unknown, more: object = {}): object =>
  track(visitor, "Order Completed", { properties: { order_id: visitor, revenue, currency: "EUR" }, ...more });

const readText: Repair = [{ kind: "fixNumber", path: "properties.revenue", decimal: "," }];

const replayAll = async ({ scope }: Site, code: string, repair: Repair): Promise<ReplayStep[]> => {
  const steps: ReplayStep[] = [];
  const until = soon();
  let after: ReplayCursor | null = null;
  do {
    const step: ReplayStep = await replayStep(scope, { code, repair, until, after });
    steps.push(step);
    after = step.next;
  } while (after !== null);
  return steps;
};

const summed = (hours: Awaited<ReturnType<typeof hourlyLedger>>) =>
  hours.reduce(
    (sum, { at: _, ...hour }) => ({
      received: sum.received + hour.received,
      accepted: sum.accepted + hour.accepted,
      duplicate: sum.duplicate + hour.duplicate,
      ignored: sum.ignored + hour.ignored,
      rejected: sum.rejected + hour.rejected,
    }),
    { received: 0, accepted: 0, duplicate: 0, ignored: 0, rejected: 0 },
  );

const revenues = async (site: Site): Promise<unknown[]> =>
  (await site.stored()).map(({ properties }) => properties.revenue);

describe("the ledger", () => {
  it("says what became of everything that was sent, and of nothing that others sent", async () => {
    const [site, other] = [await givenProject(), await givenProject()];
    const first = order("ada", 10);
    await site.send([first, first, order("ben", "12 €"), { type: "group", groupId: "g", userId: "u" }]);
    await site.send([order("cleo", 5, { timestamp: "yesterday" })]);
    await other.send([order("dan", "13 €"), order("eve", 1)]);
    expect(summed(await hourlyLedger(site.scope, aroundNow()))).toEqual({
      received: 5,
      accepted: 2,
      duplicate: 1,
      ignored: 1,
      rejected: 1,
    });
    expect(await reasonCounts(site.scope, aroundNow())).toEqual([
      { outcome: "flagged", code: "bad_timestamp", count: 1, lastHour: expect.any(Number) },
      { outcome: "ignored", code: "group", count: 1, lastHour: expect.any(Number) },
      { outcome: "rejected", code: "invalid_revenue", count: 1, lastHour: expect.any(Number) },
    ]);
    expect(await hourlyLedger(site.scope, { from: 0, to: hourMs })).toEqual([]);
  });

  it("counts requests that were turned away", async () => {
    const site = await givenProject();
    countRefusal(site.scope, randomUUID(), "secret_in_browser");
    await expect
      .poll(() => reasonCounts(site.scope, aroundNow()))
      .toMatchObject([{ outcome: "refused", code: "secret_in_browser", count: 1 }]);
    expect(await hourlyLedger(site.scope, aroundNow())).toEqual([]);
  });

  it("shows the hours that the reconciliation found wrong, and nothing before one ran", async () => {
    const [site, other] = [await givenProject(), await givenProject()];
    expect(await ledgerCheck(site.scope, aroundNow())).toBeNull();
    const hour = Math.floor(clock.now() / hourMs) * hourMs;
    const check = (at: number, stored: number, project = site) => asOwner()`
      insert into ledger_checks (project_id, hour, received, explained, accepted, stored, checked_at)
      values (${project.scope.projectId}, ${new Date(at)}, 5, 5, 4, ${stored}, ${new Date(hour + 60_000)})`;
    await check(hour - hourMs, 4);
    await check(hour, 4, other);
    expect(await ledgerCheck(site.scope, aroundNow())).toEqual({ checkedAt: hour + 60_000, mismatches: [] });
    await check(hour, 3);
    expect(await ledgerCheck(site.scope, aroundNow())).toEqual({
      checkedAt: hour + 60_000,
      mismatches: [{ at: hour, received: 5, explained: 5, accepted: 4, stored: 3 }],
    });
  });
});

describe("a repair", () => {
  it("is previewed without writing, and then stores the events as if they had been right", async () => {
    const [site, other] = [await givenProject(), await givenProject()];
    await site.send([order("ada", "1.299,00 €"), order("ben", "about 5"), order("cleo", 7)]);
    await other.send([order("dan", "13 €")]);
    const [reason] = await rejectedReasons(site.scope);
    expect(reason).toMatchObject({
      code: "invalid_revenue",
      waiting: 2,
      example: { path: "properties.revenue", eventName: "Order Completed" },
    });

    const request = { code: "invalid_revenue", repair: readText, until: soon() };
    const preview = await previewRepair(site.scope, request);
    expect(preview).toMatchObject({ waiting: 2, tried: 2, accepted: 2, ignored: 0, stillRejected: [] });
    expect(await revenues(site)).toEqual([7]);

    const [step] = await replayAll(site, "invalid_revenue", readText);
    expect(step).toEqual({ accepted: 2, duplicates: 0, ignored: 0, stillRejected: 0, next: null });
    expect(await revenues(site)).toEqual(expect.arrayContaining([7, 1299, 5]));
    expect(await rejectedReasons(site.scope)).toEqual([]);
    expect(await rejectedReasons(other.scope)).toMatchObject([{ waiting: 1 }]);
  });

  it("keeps what it cannot mend, with the reason that is left", async () => {
    const site = await givenProject();
    await site.send([
      order("ada", "12 €"),
      track("ben", "Order Completed", { properties: { revenue: "5", currency: "Euro" } }),
      track("cleo", "Order Completed", { properties: { revenue: "6 €", currency: "Euro" } }),
    ]);
    const preview = await previewRepair(site.scope, {
      code: "invalid_revenue",
      repair: readText,
      until: soon(),
    });
    expect(preview).toMatchObject({
      tried: 2,
      accepted: 1,
      stillRejected: [{ code: "unknown_currency", path: "properties.currency", events: 1 }],
    });
    expect(preview.example?.before).toContain('"revenue": "12 €"');
    expect(preview.example?.after).toContain('"revenue": 12');

    expect(await replayAll(site, "invalid_revenue", readText)).toMatchObject([
      { accepted: 1, stillRejected: 1 },
    ]);
    expect(await rejectedReasons(site.scope)).toMatchObject([{ code: "unknown_currency", waiting: 2 }]);
    await replayAll(site, "unknown_currency", [
      ...readText,
      { kind: "fixCurrency", path: "properties.currency", from: "euro", to: "EUR" },
    ]);
    expect(await rejectedReasons(site.scope)).toEqual([]);
    expect((await revenues(site)).map(Number).sort((a, b) => a - b)).toEqual([5, 6, 12]);
  });

  it("stores an event once, however often and by however many it is replayed, also one without an id", async () => {
    const site = await givenProject();
    const nameless = {
      type: "track",
      event: "Order Completed",
      anonymousId: "ada",
      properties: { revenue: "1 €" },
    };
    await site.send([nameless, order("ben", "2 €"), order("cleo", "3 €")]);
    const steps = (
      await Promise.all([1, 2, 3].map(() => replayAll(site, "invalid_revenue", readText)))
    ).flat();
    expect(steps.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(3);
    expect((await revenues(site)).map(Number).sort()).toEqual([1, 2, 3]);
    expect(await countWaiting(site.scope, { code: "invalid_revenue", until: soon() })).toBe(0);
  });

  it("finds an event stored that its sender has sent again, rightly, in the meantime", async () => {
    const site = await givenProject();
    await site.send([order("ada", "12 €", { messageId: "m-1" })]);
    await site.send([order("ada", 12, { messageId: "m-1" })]);
    expect(await replayAll(site, "invalid_revenue", readText)).toMatchObject([
      { accepted: 0, duplicates: 1 },
    ]);
    expect(await revenues(site)).toEqual([12]);
    expect(await rejectedReasons(site.scope)).toEqual([]);
  });

  it("goes through more events than one step takes", async () => {
    const site = await givenProject();
    await site.send(Array.from({ length: 250 }, (_, i) => order(`v-${i}`, `${i},50 €`)));
    const steps = await replayAll(site, "invalid_revenue", readText);
    expect(steps.map(({ accepted }) => accepted)).toEqual([200, 50]);
    expect(await site.stored()).toHaveLength(250);
  });

  it("keeps the time of the first receipt where an event states none that can be read", async () => {
    const site = await givenProject();
    await site.send([order("ada", "12 €")]);
    await asOwner()`
      update rejected_events set received_at = '2026-11-01T08:00:00.123456Z' where project_id = ${site.scope.projectId}`;
    await replayAll(site, "invalid_revenue", readText);
    expect(await site.stored()).toMatchObject([{ occurredAt: "2026-11-01T08:00:00.123Z" }]);
  });

  it("of an unreadable request mends nothing, and of one that is not there neither", async () => {
    const site = await givenProject();
    await rejectRequest(site.scope, {
      keyId: randomUUID(),
      source: "write",
      code: "invalid_body",
      message: "The body is not JSON.",
      payload: '{"batch": [',
    });
    expect(await replayAll(site, "invalid_body", [])).toEqual([
      { accepted: 0, duplicates: 0, ignored: 0, stillRejected: 1, next: null },
    ]);
    expect(await rejectedReasons(site.scope)).toMatchObject([{ code: "invalid_body", waiting: 1 }]);
    expect(await previewRepair(site.scope, { code: "no_such", repair: [], until: soon() })).toEqual({
      ...{ waiting: 0, tried: 0, accepted: 0, ignored: 0, stillRejected: [], example: null },
    });
  });

  it("leaves the books balanced", async () => {
    const site = await givenProject();
    await site.send([order("ada", "12 €"), order("ben", 1)]);
    await replayAll(site, "invalid_revenue", readText);
    const { received, accepted, duplicate, ignored, rejected } = summed(
      await hourlyLedger(site.scope, aroundNow()),
    );
    expect({ received, accepted, rejected }).toEqual({ received: 3, accepted: 2, rejected: 1 });
    expect(accepted + duplicate + ignored + rejected).toBe(received);
  });
});

describe("the live stream", () => {
  it("shows the newest of the log and of the rejected in one list, with what is special about them", async () => {
    const [site, other] = [await givenProject(), await givenProject()];
    await site.send([order("ada", 1, { timestamp: "yesterday", context: { country: "de" } })]);
    await site.send([order("ben", "12 €")]);
    await other.send([track("dan", "Theirs"), order("eve", "13 €")]);
    expect(await latestArrivals(site.scope, { limit: 10 })).toMatchObject([
      { outcome: "rejected", name: "Order Completed", code: "invalid_revenue", replayed: false },
      { outcome: "stored", name: "Order Completed", visitorNo: 1, country: "DE", flags: ["bad_timestamp"] },
    ]);
    expect(await latestArrivals(site.scope, { limit: 1 })).toMatchObject([{ outcome: "rejected" }]);
  });

  it("reads a handful of rows, however long the log is", async () => {
    const site = await givenProject();
    await site.send(Array.from({ length: 2_000 }, (_, i) => track(`v-${i % 50}`, "Viewed")));
    const [row] = await asOwner().begin(async (tx) => {
      await tx`select set_config('role', 'tributary_app', true), set_config('app.project_id', ${site.scope.projectId}, true)`;
      // Whether there is a way along an index, not whether it seemed the cheapest while other tests wrote.
      await tx`set local enable_seqscan = off`;
      await tx`set local enable_sort = off`;
      return await tx`explain (format json)
        select seq from events where project_id = ${site.scope.projectId} order by xid desc, seq desc limit 40`;
    });
    const plan = JSON.stringify(row);
    expect(plan).toMatch(/"Index (Only )?Scan"/);
    expect(plan).not.toContain('"Seq Scan"');
    expect(plan).not.toContain('"Sort"');
  });
});
