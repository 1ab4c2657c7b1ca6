import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";

/** A number as the list of visitors writes it, for one who has no id. */
const numbered = /^#(0|[1-9]\d{0,8})$/;

/**
 * The number that an id stands for, whatever it was merged into since; undefined for an id that nobody sent. A user's
 * id comes before an anonymous one of the same text, as in the names of visitors.
 */
export const findVisitor = async (
  tx: RawTx,
  { projectId }: ProjectScope,
  id: string,
): Promise<number | undefined> => {
  // The database knows no such text.
  if (id.includes("\u0000")) return undefined;
  const [row] = await tx<{ no: number }[]>`
    select visitor_no as no from visitor_ids
    where project_id = ${projectId} and id in (${`u:${id}`}, ${`a:${id}`}, ${`c:${id}`}, ${`o:${id}`})
    order by strpos('uaco', left(id, 1)) limit 1`;
  if (row) return row.no;
  const [, no] = numbered.exec(id) ?? [];
  return no === undefined ? undefined : Number(no);
};
