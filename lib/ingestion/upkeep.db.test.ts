import { describe, expect, it, vi } from "vitest";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site, track, uniqueName } from "@/db/testing/given-project";
import { runDueJobs } from "@/lib/jobs/run-jobs";
import { forgetOld, reconcileLedger } from "./upkeep-store";

/** Makes what was received just now an hour older, as if the hour were over. */
const anHourAgo = async ({ scope }: Site): Promise<void> => {
  const { projectId } = scope;
  await asOwner()`update ingestion_ledger set hour = hour - interval '1 hour' where project_id = ${projectId}`;
  await asOwner()`update events set received_at = received_at - interval '1 hour' where project_id = ${projectId}`;
};

const inTenant = <T>({ scope }: Site, run: (tx: RawTx) => Promise<T>) =>
  asOtherProcess(1).inTenant(scope, run);

describe("the ledger", () => {
  const givenHour = async (): Promise<Site> => {
    const site = await givenProject();
    const event = track("ada", "Seen");
    await site.send([
      event,
      event,
      { type: "group" },
      { type: "identify", userId: "u", anonymousId: "ada" },
      {},
    ]);
    await anHourAgo(site);
    return site;
  };

  it("agrees with itself and with what is stored", async () => {
    const site = await givenHour();
    expect(await reconcileLedger(site.scope)).toEqual([]);
    const checks = await withTenantSnapshot(
      site.scope,
      async (tx) =>
        await tx`select received::int, explained::int, accepted::int, stored::int from ledger_checks`,
    );
    expect([...checks]).toEqual([{ received: 5, explained: 5, accepted: 1, stored: 1 }]);
  });

  it("says in which hour an event is missing, or was not explained", async () => {
    const site = await givenHour();
    const other = await givenHour();
    await asOwner()`delete from events where project_id = ${site.scope.projectId}`;
    expect(await reconcileLedger(site.scope)).toEqual([
      { hour: expect.any(String), received: 5, explained: 5, accepted: 1, stored: 0 },
    ]);
    await asOwner()`update ingestion_ledger set events = events + 1
      where project_id = ${site.scope.projectId} and outcome = 'received'`;
    expect(await reconcileLedger(site.scope)).toMatchObject([{ received: 6, explained: 5 }]);
    expect(await reconcileLedger(other.scope)).toEqual([]);
  });

  it("leaves the running hour alone", async () => {
    const site = await givenProject();
    await site.send([track("ada", "Seen")]);
    await asOwner()`delete from events where project_id = ${site.scope.projectId}`;
    expect(await reconcileLedger(site.scope)).toEqual([]);
  });
});

it("what is kept for a limited time is deleted after it, and nothing else", async () => {
  const [site, other] = [await givenProject(), await givenProject()];
  for (const one of [site, other])
    await inTenant(one, async (tx) => {
      const { projectId } = one.scope;
      await tx`insert into visitor_salts (project_id, day, salt)
        select ${projectId}, (now() at time zone 'UTC')::date - n, decode('00', 'hex') from generate_series(0, 3) n`;
      await tx`insert into rejected_events (project_id, key_id, received_at, source, code, path, message, payload)
        select ${projectId}, gen_random_uuid(), now() - n * interval '1 day', 'write', 'x', '', '', '{}' from generate_series(29, 31) n`;
    });
  await forgetOld(site.scope);
  const left = (one: Site) =>
    withTenantSnapshot(one.scope, async (tx) => [
      ...(await tx`select (select count(*)::int from visitor_salts) as salts, (select count(*)::int from rejected_events) as rejects`),
    ]);
  expect(await left(site)).toEqual([{ salts: 2, rejects: 1 }]);
  expect(await left(other)).toEqual([{ salts: 4, rejects: 3 }]);
});

describe("a background job", () => {
  it("is done once in its time for every project, however many instances look for it", async () => {
    const sites = [await givenProject(), await givenProject()];
    const seen: string[] = [];
    const job = {
      name: uniqueName("job"),
      everyMs: 60_000,
      run: async ({ projectId }: { projectId: string }) => void seen.push(projectId),
    };
    await Promise.all(Array.from({ length: 5 }, () => runDueJobs([job])));
    for (const { scope } of sites) expect(seen.filter((id) => id === scope.projectId)).toHaveLength(1);
    const count = seen.length;
    await runDueJobs([job]);
    expect(seen).toHaveLength(count);
    await asOwner()`update job_runs set started_at = started_at - interval '1 minute' where name = ${job.name}`;
    await runDueJobs([job]);
    expect(seen.length).toBeGreaterThan(count);
  });

  it("that fails for one project is said, and is done for the others", async () => {
    const site = await givenProject();
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    const seen: string[] = [];
    const run = async ({ projectId }: { projectId: string }) => {
      if (projectId === site.scope.projectId) throw new Error("broken");
      seen.push(projectId);
    };
    const other = await givenProject();
    await runDueJobs([{ name: uniqueName("job"), everyMs: 60_000, run }]);
    expect(seen).toContain(other.scope.projectId);
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });
});
