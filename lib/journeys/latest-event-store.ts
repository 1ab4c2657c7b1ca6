import "server-only";
import { desc, eq, sql } from "drizzle-orm";
import { events } from "@/db/schema/events";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";

/** The newest event of the project, for "waiting for your first event". */
export const latestEvent = (scope: ProjectScope): Promise<{ name: string; receivedAt: string } | null> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx
      .select({
        name: events.name,
        receivedAt: sql<string>`to_char(${events.receivedAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
      })
      .from(events)
      .where(eq(events.projectId, scope.projectId))
      .orderBy(desc(events.xid), desc(events.seq))
      .limit(1);
    return row ?? null;
  });
