import type { RawTx } from "@/db/tenant";
import { joinTexts } from "./text-column";

/** What is known of an id; `seenAt` in ms since 1970, of cookieless ids only. `no` 0 stands for none yet. */
export type KnownId = { no: number; linked: boolean; seenAt: number | null };

/** Adds what the database knows of these ids. */
export const lookUpIds = async (
  tx: RawTx,
  projectId: string,
  ids: readonly string[],
  known: Map<string, KnownId>,
): Promise<void> => {
  if (ids.length === 0) return;
  const rows = await tx<{ id: string; visitor_no: number; linked: boolean; seen_ms: number | null }[]>`
    select id, visitor_no, linked, (extract(epoch from seen_at) * 1000)::float8 as seen_ms from visitor_ids
    where project_id = ${projectId} and id = any(string_to_array(${joinTexts(ids)}, E'\x1f'))`;
  for (const row of rows) known.set(row.id, { no: row.visitor_no, linked: row.linked, seenAt: row.seen_ms });
};
