import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { events } from "@/db/schema/events";
import { rejectedEvents } from "@/db/schema/ingestion";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";

type Seen = {
  /** Stays the same from one reading to the next. */
  id: string;
  /** ISO 8601 in UTC. */
  receivedAt: string;
};

export type StoredArrival = Seen & {
  outcome: "stored";
  name: string;
  visitorNo: number;
  path: string | null;
  device: string | null;
  country: string | null;
  bot: boolean;
  passive: boolean;
  flags: string[];
};

export type RejectedArrival = Seen & {
  outcome: "rejected";
  name: string | null;
  code: string;
  message: string;
  replayed: boolean;
};

export type Arrival = StoredArrival | RejectedArrival;

const iso = (column: unknown) =>
  sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The newest events of the log and the newest rejected ones in one list of at most `limit`, newest first. */
export const latestArrivals = async (scope: ProjectScope, { limit }: { limit: number }): Promise<Arrival[]> =>
  await withTenant(scope, async (tx) => {
    // By (xid, seq), as each partition's index has it: a few rows are read, however long the log is.
    const stored = await tx
      .select({
        id: sql<string>`${events.seq}::text`,
        receivedAt: iso(events.receivedAt),
        name: events.name,
        visitorNo: events.visitorNo,
        path: events.path,
        device: events.device,
        country: events.country,
        bot: events.bot,
        passive: events.passive,
        flags: sql<string[]>`coalesce(${events.flags}, '{}')`,
      })
      .from(events)
      .where(eq(events.projectId, scope.projectId))
      .orderBy(desc(events.xid), desc(events.seq))
      .limit(limit);
    const rejected = await tx
      .select({
        id: rejectedEvents.id,
        receivedAt: iso(rejectedEvents.receivedAt),
        name: rejectedEvents.eventName,
        code: rejectedEvents.code,
        message: rejectedEvents.message,
        replayed: sql<boolean>`${rejectedEvents.replayedAt} is not null`,
      })
      .from(rejectedEvents)
      .where(and(eq(rejectedEvents.projectId, scope.projectId)))
      .orderBy(desc(rejectedEvents.receivedAt))
      .limit(limit);
    const all: Arrival[] = [
      ...stored.map((row) => ({ outcome: "stored" as const, ...row })),
      ...rejected.map((row) => ({ outcome: "rejected" as const, ...row })),
    ];
    return all
      .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : a.receivedAt > b.receivedAt ? -1 : 0))
      .slice(0, limit);
  });
