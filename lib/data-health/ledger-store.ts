import "server-only";
import { and, asc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { ingestionLedger, ledgerChecks } from "@/db/schema/ingestion";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";

/** Hours that begin from `from` on and before `to`, in ms since 1970. */
export type Hours = { from: number; to: number };

const instant = (ms: number): string => new Date(ms).toISOString();

const counted = (outcome: "received" | "accepted" | "duplicate" | "ignored" | "rejected") =>
  sql<number>`coalesce(sum(${ingestionLedger.events}) filter (where ${ingestionLedger.outcome} = ${outcome}), 0)::float8`;

/** What became of the events received in an hour; the last four add up to `received`. */
export type LedgerHour = {
  /** The start of the hour, in ms since 1970. */
  at: number;
  received: number;
  accepted: number;
  duplicate: number;
  ignored: number;
  rejected: number;
};

/** The hours in which something was received, oldest first. */
export const hourlyLedger = (scope: ProjectScope, { from, to }: Hours): Promise<LedgerHour[]> =>
  withTenant(
    scope,
    async (tx) =>
      await tx
        .select({
          at: sql<number>`(extract(epoch from ${ingestionLedger.hour}) * 1000)::float8`,
          received: counted("received"),
          accepted: counted("accepted"),
          duplicate: counted("duplicate"),
          ignored: counted("ignored"),
          rejected: counted("rejected"),
        })
        .from(ingestionLedger)
        .where(
          and(
            eq(ingestionLedger.projectId, scope.projectId),
            gte(ingestionLedger.hour, instant(from)),
            lt(ingestionLedger.hour, instant(to)),
            inArray(ingestionLedger.outcome, ["received", "accepted", "duplicate", "ignored", "rejected"]),
          ),
        )
        .groupBy(ingestionLedger.hour)
        .orderBy(asc(ingestionLedger.hour)),
  );

export type ReasonCount = {
  outcome: "rejected" | "ignored" | "flagged" | "refused";
  code: string;
  /** Events; of `refused` requests. */
  count: number;
  /** The start of the last hour in which it occurred, in ms since 1970. */
  lastHour: number;
};

/** How often each reason occurred, the most frequent first. */
export const reasonCounts = (scope: ProjectScope, { from, to }: Hours): Promise<ReasonCount[]> =>
  withTenant(scope, async (tx) => {
    const rows = await tx
      .select({
        outcome: ingestionLedger.outcome,
        code: ingestionLedger.reason,
        count: sql<number>`sum(${ingestionLedger.events})::float8`,
        lastHour: sql<number>`(extract(epoch from max(${ingestionLedger.hour})) * 1000)::float8`,
      })
      .from(ingestionLedger)
      .where(
        and(
          eq(ingestionLedger.projectId, scope.projectId),
          gte(ingestionLedger.hour, instant(from)),
          lt(ingestionLedger.hour, instant(to)),
          inArray(ingestionLedger.outcome, ["rejected", "ignored", "flagged", "refused"]),
        ),
      )
      .groupBy(ingestionLedger.outcome, ingestionLedger.reason)
      .orderBy(sql`3 desc`, ingestionLedger.reason);
    return rows as ReasonCount[];
  });

/** An hour in which the books do not add up. */
export type LedgerMismatch = {
  at: number;
  received: number;
  explained: number;
  accepted: number;
  stored: number;
};

/** What the hourly reconciliation found; null when no hour of these was checked yet. */
export type LedgerCheck = { checkedAt: number; mismatches: LedgerMismatch[] };

/** The checks of these hours: when the last one ran, and the hours that do not add up, oldest first. */
export const ledgerCheck = (scope: ProjectScope, { from, to }: Hours): Promise<LedgerCheck | null> =>
  withTenant(scope, async (tx) => {
    const rows = await tx
      .select({
        at: sql<number>`(extract(epoch from ${ledgerChecks.hour}) * 1000)::float8`,
        checkedAt: sql<number>`(extract(epoch from ${ledgerChecks.checkedAt}) * 1000)::float8`,
        received: ledgerChecks.received,
        explained: ledgerChecks.explained,
        accepted: ledgerChecks.accepted,
        stored: ledgerChecks.stored,
      })
      .from(ledgerChecks)
      .where(
        and(
          eq(ledgerChecks.projectId, scope.projectId),
          gte(ledgerChecks.hour, instant(from)),
          lt(ledgerChecks.hour, instant(to)),
        ),
      )
      .orderBy(asc(ledgerChecks.hour));
    if (rows.length === 0) return null;
    return {
      checkedAt: Math.max(...rows.map((row) => row.checkedAt)),
      mismatches: rows
        .filter((row) => row.received !== row.explained || row.accepted !== row.stored)
        .map(({ checkedAt: _, ...mismatch }) => mismatch),
    };
  });
