import "server-only";
import { eq, sql } from "drizzle-orm";
import { memberships } from "@/db/schema/memberships";
import { projects } from "@/db/schema/projects";
import type { OrgScope, ProjectScope } from "@/db/scope";
import { withTenant, withTenantSnapshot } from "@/db/tenant";

/**
 * When the first and the last stored event of the demo happened (ms since 1970); `null` before there is one. The demo
 * is written in the order of its time, so both stand at the ends of the log.
 */
export const readDemoSpan = (
  scope: ProjectScope,
  messagePrefix: string,
): Promise<{ first: number; last: number } | null> =>
  withTenantSnapshot(scope, async (tx) => {
    const ours = tx`project_id = ${scope.projectId} and starts_with(message_id, ${messagePrefix})`;
    const [row] = await tx<{ first: number | null; last: number | null }[]>`
      select
        (select (extract(epoch from occurred_at) * 1000)::float8 from events where ${ours} order by xid, seq limit 1) as first,
        (select (extract(epoch from occurred_at) * 1000)::float8 from events where ${ours} order by xid desc, seq desc limit 1) as last`;
    return row?.first == null || row.last == null ? null : { first: row.first, last: row.last };
  });

/** Whether an organisation has neither members nor projects: one whose creation is under way, or was cut short. */
export const isUnclaimed = (scope: OrgScope): Promise<boolean> =>
  withTenant(scope, async (tx) => {
    const one = { one: sql`1` };
    const members = await tx.select(one).from(memberships).where(eq(memberships.orgId, scope.orgId)).limit(1);
    const sites = await tx.select(one).from(projects).where(eq(projects.orgId, scope.orgId)).limit(1);
    return members.length === 0 && sites.length === 0;
  });
