import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { readCopy } from "@/lib/journeys/read-copy";
import type { ProjectScope } from "./scope";
import { withTenant, withTenantSnapshot, withTenants } from "./tenant";
import { asOtherProcess } from "./testing/as-other-process";
import { givenProject } from "./testing/given-project";
import { disturb, untilSomebodyWaits } from "./testing/lock-queue";

/** Each door to the database, with a statement that waits for another process. */
const doors: [name: string, wait: (scope: ProjectScope, key: number) => Promise<unknown>][] = [
  [
    "withTenant",
    (scope, key) =>
      withTenant(scope, async (tx) => await tx.execute(sql`select pg_advisory_xact_lock(${key})`)),
  ],
  [
    "withTenantSnapshot",
    (scope, key) => withTenantSnapshot(scope, async (tx) => await tx`select pg_advisory_xact_lock(${key})`),
  ],
  [
    "withTenantSnapshot, inside a COPY",
    (scope, key) =>
      withTenantSnapshot(scope, (tx) =>
        readCopy(tx, `select 1 where pg_advisory_xact_lock(${key}) is null`, () => {}),
      ),
  ],
  [
    "withTenants",
    (scope, key) =>
      withTenants(async (tx, enter) => {
        await enter(scope);
        await tx`select pg_advisory_xact_lock(${key})`;
      }),
  ],
];

it.each(doors)(
  "a connection that the server ends inside %s fails what ran on it, and the next call works at once",
  async (name, wait) => {
    const { scope } = await givenProject();
    const key = 7_000_000 + doors.findIndex(([door]) => door === name);
    let waiting: Promise<unknown> = Promise.resolve();
    await asOtherProcess(1).inTenant(scope, async (holder) => {
      await holder`select pg_advisory_xact_lock(${key})`;
      waiting = wait(scope, key).then(
        () => "went on",
        (error: { code?: string; cause?: { code?: string } }) => error.code ?? error.cause?.code,
      );
      await disturb(holder, await untilSomebodyWaits(holder), "terminate");
    });
    expect(await waiting).toBe("CONNECTION_CLOSED");
    for (let n = 0; n < 10; n++) await wait(scope, key);
  },
);
