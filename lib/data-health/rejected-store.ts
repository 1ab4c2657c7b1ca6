import "server-only";
import { and, asc, count, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import { rejectedEvents } from "@/db/schema/ingestion";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";
import type { ReplayCursor } from "./definition";

const columns = {
  id: rejectedEvents.id,
  /** ISO 8601 in UTC with microseconds, so that it can stand in a cursor. */
  receivedAt:
    sql<string>`to_char(${rejectedEvents.receivedAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as(
      "received_at_text",
    ),
  source: rejectedEvents.source,
  code: rejectedEvents.code,
  path: rejectedEvents.path,
  message: rejectedEvents.message,
  eventName: rejectedEvents.eventName,
  messageId: rejectedEvents.messageId,
  payload: rejectedEvents.payload,
};

/** An event that could not be stored, as it was sent. */
export type RejectedEvent = {
  id: string;
  receivedAt: string;
  /** Who vouched for it. */
  source: "write" | "secret" | "import";
  code: string;
  path: string;
  message: string;
  eventName: string | null;
  messageId: string | null;
  payload: string;
};

const waitingOf = (scope: ProjectScope) =>
  and(eq(rejectedEvents.projectId, scope.projectId), isNull(rejectedEvents.replayedAt));

export type RejectedReason = { code: string; waiting: number; example: RejectedEvent };

/** What waits to be repaired, by reason, each with its newest event; the reason seen last comes first. */
export const rejectedReasons = (scope: ProjectScope): Promise<RejectedReason[]> =>
  withTenant(scope, async (tx) => {
    const reasons = tx
      .select({
        code: rejectedEvents.code,
        waiting: sql<number>`count(*)::int`.as("waiting"),
        lastAt: sql<string>`max(${rejectedEvents.receivedAt})`.as("last_at"),
      })
      .from(rejectedEvents)
      .where(waitingOf(scope))
      .groupBy(rejectedEvents.code)
      .as("reasons");
    const newest = tx
      .select(columns)
      .from(rejectedEvents)
      .where(
        and(
          waitingOf(scope),
          eq(rejectedEvents.code, reasons.code),
          eq(rejectedEvents.receivedAt, reasons.lastAt),
        ),
      )
      .limit(1)
      .as("newest");
    const rows = await tx
      .select()
      .from(reasons)
      .innerJoinLateral(newest, sql`true`)
      .orderBy(sql`${reasons.lastAt} desc`, asc(reasons.code));
    return rows.map(({ reasons: { code, waiting }, newest: example }) => ({ code, waiting, example }));
  });

/** How many events of a reason, received until a moment (ISO 8601), wait to be repaired. */
export const countWaiting = (
  scope: ProjectScope,
  { code, until }: { code: string; until: string },
): Promise<number> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx
      .select({ waiting: count() })
      .from(rejectedEvents)
      .where(and(waitingOf(scope), eq(rejectedEvents.code, code), lte(rejectedEvents.receivedAt, until)));
    return row?.waiting ?? 0;
  });

/** The newest events of a reason that wait to be repaired, newest first. */
export const newestWaiting = (
  scope: ProjectScope,
  { code, until, limit }: { code: string; until: string; limit: number },
): Promise<RejectedEvent[]> =>
  withTenant(
    scope,
    async (tx) =>
      await tx
        .select(columns)
        .from(rejectedEvents)
        .where(and(waitingOf(scope), eq(rejectedEvents.code, code), lte(rejectedEvents.receivedAt, until)))
        .orderBy(sql`${rejectedEvents.receivedAt} desc`, sql`${rejectedEvents.id} desc`)
        .limit(limit),
  );

/** The next events of a reason that wait to be repaired, in order of receipt. */
export const nextWaiting = (
  scope: ProjectScope,
  { code, until, after, limit }: { code: string; until: string; after: ReplayCursor | null; limit: number },
): Promise<RejectedEvent[]> =>
  withTenant(
    scope,
    async (tx) =>
      await tx
        .select(columns)
        .from(rejectedEvents)
        .where(
          and(
            waitingOf(scope),
            eq(rejectedEvents.code, code),
            lte(rejectedEvents.receivedAt, until),
            after
              ? sql`(${rejectedEvents.receivedAt}, ${rejectedEvents.id}) > (${after.receivedAt}::timestamptz, ${after.id}::uuid)`
              : undefined,
          ),
        )
        .orderBy(asc(rejectedEvents.receivedAt), asc(rejectedEvents.id))
        .limit(limit),
  );

/** Notes that repaired copies of these events are stored. */
export const markReplayed = (scope: ProjectScope, { ids }: { ids: readonly string[] }): Promise<void> =>
  withTenant(scope, async (tx) => {
    await tx
      .update(rejectedEvents)
      .set({ replayedAt: sql`now()` })
      .where(and(waitingOf(scope), inArray(rejectedEvents.id, [...ids])));
  });

export type NewReason = { id: string; code: string; path: string; message: string };

/** Says why these events cannot be stored now, in place of why they could not be before. */
export const restateReasons = (
  scope: ProjectScope,
  { reasons }: { reasons: readonly NewReason[] },
): Promise<void> =>
  withTenant(scope, async (tx) => {
    if (reasons.length === 0) return;
    const column = (read: (reason: NewReason) => string) => sql.param(reasons.map(read));
    await tx.execute(sql`
      update rejected_events set code = said.code, path = said.path, message = said.message
      from unnest(${column(({ id }) => id)}::uuid[], ${column(({ code }) => code)}::text[],
        ${column(({ path }) => path)}::text[], ${column(({ message }) => message)}::text[]) as said(id, code, path, message)
      where rejected_events.project_id = ${scope.projectId} and rejected_events.id = said.id
        and rejected_events.replayed_at is null`);
  });
