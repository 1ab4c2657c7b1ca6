import type { RawTx } from "@/db/tenant";
import type { Draft } from "./draft";

type Known = { no: number; linked: boolean };

const look = async (
  tx: RawTx,
  projectId: string,
  ids: readonly string[],
  known: Map<string, Known>,
): Promise<void> => {
  if (ids.length === 0) return;
  const rows = await tx<{ id: string; visitor_no: number; linked: boolean }[]>`
    select id, visitor_no, linked from visitor_ids where project_id = ${projectId} and id = any(${ids as string[]}::text[])`;
  for (const row of rows) known.set(row.id, { no: row.visitor_no, linked: row.linked });
};

/** Takes `count` new visitor numbers; holds the project's counter until the end of the transaction. */
const takeNumbers = async (tx: RawTx, projectId: string, count: number): Promise<number> => {
  const [row] = await tx<{ first: number }[]>`
    update visitor_counters set next_no = next_no + ${count} where project_id = ${projectId} returning next_no - ${count} as first`;
  if (!row) throw new Error(`Project ${projectId} has no visitor counter.`);
  return row.first;
};

/** The numbers at the end of each chain of merges. */
const winners = async (
  tx: RawTx,
  projectId: string,
  numbers: readonly number[],
): Promise<Map<number, number>> => {
  const rows = await tx<{ start: number; no: number }[]>`
    with recursive chain(start, no) as (
      select n, n from unnest(${numbers as number[]}::int[]) as n
      union select c.start, m.into_no from chain c join visitor_merges m on m.project_id = ${projectId} and m.from_no = c.no
    )
    select start, min(no) as no from chain group by start`;
  return new Map(rows.map((row) => [row.start, row.no]));
};

/** Whether this message says that an anonymous visitor is that user. */
const links = (draft: Draft): boolean =>
  draft.kind !== "event" && draft.userKey !== null && draft.anonymousKey !== null;

/**
 * Finds or makes the visitor number of every id in the drafts, and links ids that turn out to be one visitor: the
 * first `identify` of an anonymous id, or an explicit alias. The smaller number wins; events keep the number they
 * were written with. Counter first, then ids: every writer locks in this order.
 */
export const resolveVisitors = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
): Promise<ReadonlyMap<string, number>> => {
  const wanted = new Set<string>();
  for (const { userKey, anonymousKey } of drafts) {
    if (userKey) wanted.add(userKey);
    if (anonymousKey) wanted.add(anonymousKey);
  }
  const known = new Map<string, Known>();
  await look(tx, projectId, [...wanted], known);
  const mayLink = drafts.some(
    (draft) => links(draft) && known.get(draft.anonymousKey ?? "")?.linked !== true,
  );
  const missing = () => [...wanted].filter((id) => !known.has(id));
  if (!mayLink && missing().length === 0) return numbersOf(known);

  let next = await takeNumbers(tx, projectId, missing().length);
  await look(tx, projectId, missing(), known);
  const added = new Set(missing());
  for (const id of added) known.set(id, { no: 0, linked: false });
  const newlyLinked = new Set<string>();
  const merges: [number, number][] = [];
  for (const draft of drafts) {
    const user = known.get(draft.userKey ?? "");
    const anonymous = known.get(draft.anonymousKey ?? "");
    const linking = user !== undefined && anonymous !== undefined && links(draft) && !anonymous.linked;
    if (linking && draft.anonymousKey) {
      anonymous.linked = true;
      newlyLinked.add(draft.anonymousKey);
      const no = anonymous.no || user.no || next++;
      if (anonymous.no && user.no && anonymous.no !== user.no) merges.push([anonymous.no, user.no]);
      anonymous.no ||= no;
      user.no ||= no;
    }
    if (user && user.no === 0) user.no = next++;
    if (anonymous && anonymous.no === 0) anonymous.no = next++;
  }
  await insertIds(tx, projectId, known, added);
  const linkedBefore = [...newlyLinked].filter((id) => !added.has(id));
  if (linkedBefore.length > 0)
    await tx`update visitor_ids set linked = true where project_id = ${projectId} and id = any(${linkedBefore}::text[])`;
  if (merges.length > 0) await insertMerges(tx, projectId, merges);
  return numbersOf(known);
};

const numbersOf = (known: ReadonlyMap<string, Known>): Map<string, number> => {
  const numbers = new Map<string, number>();
  for (const [id, { no }] of known) numbers.set(id, no);
  return numbers;
};

const insertIds = async (
  tx: RawTx,
  projectId: string,
  known: ReadonlyMap<string, Known>,
  added: ReadonlySet<string>,
): Promise<void> => {
  if (added.size === 0) return;
  const ids = [...added].sort();
  const rows = ids.map((id) => known.get(id) ?? { no: 0, linked: false });
  await tx`
    insert into visitor_ids (project_id, id, visitor_no, linked)
    select ${projectId}, * from unnest(${ids}::text[], ${rows.map((row) => row.no)}::int[], ${rows.map((row) => String(row.linked))}::text[]::bool[])`;
};

const insertMerges = async (
  tx: RawTx,
  projectId: string,
  merges: readonly [number, number][],
): Promise<void> => {
  const stored = await winners(tx, projectId, [...new Set(merges.flat())]);
  const parent = new Map<number, number>();
  const rootOf = (no: number): number => {
    let root = stored.get(no) ?? no;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up;
    return root;
  };
  for (const [a, b] of merges) {
    const [low, high] = [rootOf(a), rootOf(b)].sort((x, y) => x - y);
    if (low !== undefined && high !== undefined && low !== high) parent.set(high, low);
  }
  if (parent.size === 0) return;
  await tx`
    insert into visitor_merges (project_id, from_no, into_no)
    select ${projectId}, * from unnest(${[...parent.keys()]}::int[], ${[...parent.values()]}::int[])`;
};
