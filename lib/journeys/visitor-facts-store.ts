import "server-only";
import { sql } from "drizzle-orm";
import type { ProjectScope } from "@/db/scope";
import { withTenant } from "@/db/tenant";

/** An id that senders gave a visitor. */
export type KnownId = { kind: "user" | "anonymous" | "cookieless" | "order"; id: string };

/** What is known of a visitor beside events: ids, the one people know it by first, and the latest of each trait. */
export type VisitorFacts = { ids: KnownId[]; moreIds: number; traits: Record<string, unknown> };

const mostIds = 50;

const kinds: Record<string, KnownId["kind"]> = { u: "user", a: "anonymous", c: "cookieless", o: "order" };

/** Reads what is known of the visitor with this winning number. */
export const visitorFacts = (scope: ProjectScope, visitorNo: number): Promise<VisitorFacts> =>
  withTenant(scope, async (tx) => {
    const { projectId } = scope;
    const person = sql`
      with recursive person(no) as (
        select ${visitorNo}::int
        union select m.from_no from person p
          join visitor_merges m on m.project_id = ${projectId} and m.into_no = p.no
      )`;
    const ids = await tx.execute<{ kind: string; id: string; total: number }>(sql`
      ${person} select left(v.id, 1) as kind, substr(v.id, 3) as id, count(*) over ()::int as total from person p
        join visitor_ids v on v.project_id = ${projectId} and v.visitor_no = p.no
        order by strpos('uaco', left(v.id, 1)), v.id collate "C" limit ${mostIds}`);
    const traits = await tx.execute<{ traits: Record<string, unknown> }>(sql`
      ${person} select t.traits from person p
        join visitor_traits t on t.project_id = ${projectId} and t.visitor_no = p.no
        order by t.updated_at, t.visitor_no`);
    return {
      ids: ids.map(({ kind, id }) => ({ kind: kinds[kind] ?? "anonymous", id })),
      moreIds: (ids[0]?.total ?? 0) - ids.length,
      traits: Object.fromEntries(traits.flatMap((row) => Object.entries(row.traits))),
    };
  });
