import "server-only";
import { sql } from "drizzle-orm";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";

/**
 * By visitor number the id that people know the visitor by: the user's where there is one, else an anonymous one, the
 * first in alphabetical order of several. Takes winning numbers, and finds the ids of those merged into them, too.
 */
export const visitorNames = (
  scope: ProjectScope,
  visitorNos: readonly number[],
): Promise<ReadonlyMap<number, string>> =>
  withTenant(scope, async (tx) => {
    const { projectId } = scope;
    if (visitorNos.length === 0) return new Map();
    const rows = await tx.execute<{ winner: number; id: string }>(sql`
      with recursive person(winner, no) as (
        select n, n from unnest(string_to_array(${visitorNos.join()}, ',')::int[]) as n
        union select p.winner, m.from_no from person p
          join visitor_merges m on m.project_id = ${projectId} and m.into_no = p.no
      )
      select distinct on (p.winner) p.winner, substr(v.id, 3) as id from person p
        join visitor_ids v on v.project_id = ${projectId} and v.visitor_no = p.no
        order by p.winner, strpos('uaco', left(v.id, 1)), v.id collate "C"`);
    return new Map(rows.map(({ winner, id }) => [winner, id]));
  });
