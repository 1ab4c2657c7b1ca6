import type { RawTx } from "@/db/tenant";
import { type Draft, flag } from "./draft";

/** More ids than this are no person, but a program that joins everybody it meets. */
const mostMergesOfPerson = 50;

/** Two numbers that are one visitor, because this message says so. */
export type Merge = { a: number; b: number; draft: Draft };

/** Of each number, the one at the end of its chain of merges, and how many were merged into that already. */
const winners = async (
  tx: RawTx,
  projectId: string,
  numbers: readonly number[],
): Promise<{ rootOf: Map<number, number>; mergesInto: Map<number, number> }> => {
  const rows = await tx<{ start: number; no: number; merges: number }[]>`
    with recursive chain(start, no) as (
      select n, n from unnest(${numbers as number[]}::int[]) as n
      union select c.start, m.into_no from chain c join visitor_merges m on m.project_id = ${projectId} and m.from_no = c.no
    ), roots as (select start, min(no) as no from chain group by start),
    merged(root, no) as (
      select distinct no, no from roots
      union select t.root, m.from_no from merged t join visitor_merges m on m.project_id = ${projectId} and m.into_no = t.no
    )
    select start, no, (select count(*)::int - 1 from merged where root = roots.no) as merges from roots`;
  return {
    rootOf: new Map(rows.map((row) => [row.start, row.no])),
    mergesInto: new Map(rows.map((row) => [row.no, row.merges])),
  };
};

/** Joins visitors: the smaller number wins. What would join more ids than a person has is flagged and joins nothing. */
export const mergeVisitors = async (
  tx: RawTx,
  projectId: string,
  merges: readonly Merge[],
): Promise<void> => {
  const numbers = [...new Set(merges.flatMap(({ a, b }) => [a, b]))];
  const { rootOf, mergesInto } = await winners(tx, projectId, numbers);
  const parent = new Map<number, number>();
  const root = (no: number): number => {
    let top = rootOf.get(no) ?? no;
    for (let up = parent.get(top); up !== undefined; up = parent.get(top)) top = up;
    return top;
  };
  for (const { a, b, draft } of merges) {
    const [low, high] = [root(a), root(b)].sort((x, y) => x - y);
    if (low === undefined || high === undefined || low === high) continue;
    const together = (mergesInto.get(low) ?? 0) + (mergesInto.get(high) ?? 0) + 1;
    if (together >= mostMergesOfPerson) {
      flag(draft, "too_many_ids");
      continue;
    }
    parent.set(high, low);
    mergesInto.set(low, together);
  }
  if (parent.size === 0) return;
  await tx`
    insert into visitor_merges (project_id, from_no, into_no)
    select ${projectId}, * from unnest(${[...parent.keys()]}::int[], ${[...parent.values()]}::int[])`;
};
