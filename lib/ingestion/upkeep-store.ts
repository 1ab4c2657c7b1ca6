import "server-only";
import { and, eq, lt, sql } from "drizzle-orm";
import { rejectedEvents, visitorSalts } from "@/db/schema/ingestion";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";

/** Deletes what is kept for a limited time: rejected events after thirty days, salts after forty-eight hours. */
export const forgetOld = (scope: ProjectScope): Promise<void> =>
  withTenant(scope, async (tx) => {
    const { projectId } = scope;
    // After a long pause there is more to delete than requests have time for.
    await tx.execute(sql`set local statement_timeout = '60s'`);
    await tx
      .delete(rejectedEvents)
      .where(
        and(
          eq(rejectedEvents.projectId, projectId),
          lt(rejectedEvents.receivedAt, sql`now() - interval '30 days'`),
        ),
      );
    await tx
      .delete(visitorSalts)
      .where(
        and(
          eq(visitorSalts.projectId, projectId),
          lt(visitorSalts.day, sql`(now() at time zone 'UTC')::date - 1`),
        ),
      );
  });

export type LedgerMismatch = {
  hour: string;
  received: number;
  explained: number;
  accepted: number;
  stored: number;
};

/**
 * Holds the ledger against itself and against the log, for the hours of the last day that are over: everything received
 * is explained, and everything accepted is stored. Answers the hours where that is not so.
 */
export const reconcileLedger = (scope: ProjectScope): Promise<LedgerMismatch[]> =>
  withTenant(scope, async (tx) => {
    await tx.execute(sql`set local statement_timeout = '60s'`);
    const rows = await tx.execute<LedgerMismatch>(sql`
      with hours as (
        select hour,
          sum(events) filter (where outcome = 'received') as received,
          sum(events) filter (where outcome in ('accepted', 'duplicate', 'ignored', 'rejected')) as explained,
          sum(events) filter (where outcome = 'accepted' and reason = 'event') as accepted
        from ingestion_ledger
        where project_id = ${scope.projectId} and hour >= date_trunc('hour', now(), 'UTC') - interval '25 hours'
          and hour < date_trunc('hour', now() - interval '1 minute', 'UTC')
        group by hour
      ), checked as (
        insert into ledger_checks (project_id, hour, received, explained, accepted, stored)
        select ${scope.projectId}, hour, coalesce(received, 0), coalesce(explained, 0), coalesce(accepted, 0),
          (select count(*) from events e where e.project_id = ${scope.projectId} and e.received_at >= hours.hour
             and e.received_at < hours.hour + interval '1 hour')
        from hours
        on conflict (project_id, hour) do update set received = excluded.received, explained = excluded.explained,
          accepted = excluded.accepted, stored = excluded.stored, checked_at = now()
        returning hour, received, explained, accepted, stored
      )
      select to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as hour, received::float8 as received,
        explained::float8 as explained, accepted::float8 as accepted, stored::float8 as stored
      from checked where received <> explained or accepted <> stored order by hour`);
    return [...rows];
  });
