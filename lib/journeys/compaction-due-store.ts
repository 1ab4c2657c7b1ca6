import "server-only";
import { sql } from "drizzle-orm";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";

/** With fewer rows waiting, a compaction waits until the first of them is a minute old. */
const rowsAtOnce = 5_000;

/** Whether there is enough to fold, or anything at all, and for how long the first of it has waited, ms. */
export type Unfolded = { due: boolean; any: boolean; waitedMs: number };

/**
 * What a project has to fold: rows of transactions that are over, past its checkpoint, or erased visitors
 * that may still lie in runs. It looks at the beginning of an index only.
 */
export const lookForUnfolded = (scope: ProjectScope): Promise<Unfolded> =>
  withTenant(scope, async (tx) => {
    const { projectId } = scope;
    const [live] = await tx.execute<{ horizon: string; baseSeq: number; foreign: boolean }>(sql`
      select horizon::text as horizon, base_seq::float8 as "baseSeq",
        system_identifier <> (select system_identifier::text from pg_control_system()) as foreign
      from journey_checkpoints where project_id = ${projectId} and live`);
    if (live?.foreign) return { due: true, any: true, waitedMs: 0 };
    const { horizon, baseSeq } = live ?? { horizon: "0", baseSeq: 0 };
    const [row] = await tx.execute<Unfolded>(sql`
      select exists (select from erased_visitors where project_id = ${projectId} and purged_at is null)
        or coalesce(count(*) = ${rowsAtOnce} or min(received_at) < now() - interval '1 minute', false) as due,
        count(*) > 0 as any,
        coalesce(extract(epoch from now() - min(received_at)) * 1000, 0)::float8 as "waitedMs"
      from (
        select received_at from events where project_id = ${projectId} and xid >= ${horizon}::xid8
          and seq > ${baseSeq} and xid < pg_snapshot_xmin(pg_current_snapshot()) limit ${rowsAtOnce}
      ) as waiting`);
    return row ?? { due: false, any: false, waitedMs: 0 };
  });
