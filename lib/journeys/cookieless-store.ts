import "server-only";
import { sql } from "drizzle-orm";
import type { ProjectScope } from "@/db/scope";
import type { Tx } from "@/db/tenant";

/** Whether any visitor was counted without cookies, and so is known for a day only. Holds in any collation. */
export const hasCookielessVisitors = async (tx: Tx, { projectId }: ProjectScope): Promise<boolean> => {
  const found = await tx.execute(
    sql`select 1 from visitor_ids where project_id = ${projectId} and id >= 'c' and id < 'd' limit 1`,
  );
  return found.length > 0;
};
