import "server-only";
import { sql } from "drizzle-orm";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";

/**
 * Lets nobody see these visitors from now on, nor any number that is the same person as one of them: every later
 * snapshot leaves them out, and compaction takes them out of the runs. Answers how many numbers are new on the list.
 */
export const eraseVisitors = (scope: ProjectScope, visitorNos: readonly number[]): Promise<number> =>
  withTenant(scope, async (tx) => {
    const { projectId } = scope;
    const erased = await tx.execute(sql`
      with recursive chain(no) as (
        select n from unnest(string_to_array(${visitorNos.join()}, ',')::int[]) as n
        union select m.into_no from chain c join visitor_merges m on m.project_id = ${projectId} and m.from_no = c.no
      ), person(no) as (
        select no from chain
        union select m.from_no from person p join visitor_merges m on m.project_id = ${projectId} and m.into_no = p.no
      )
      insert into erased_visitors (project_id, visitor_no) select ${projectId}, no from person
      on conflict do nothing returning visitor_no`);
    return erased.length;
  });
