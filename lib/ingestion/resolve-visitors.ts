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

const idsOf = ({ userKey, anonymousKey, aliasKeys }: Draft): string[] =>
  [userKey, anonymousKey, ...aliasKeys].filter((id) => id !== null);

/**
 * The ids that this message says are one visitor: those of an alias, and of an `identify` whose anonymous id is
 * nobody's yet (the next user of a shared computer says nothing about the first).
 */
const joinedBy = (draft: Draft, known: ReadonlyMap<string, Known>): string[] => {
  const { kind, userKey, anonymousKey } = draft;
  if (kind === "alias") return idsOf(draft);
  const isFirst = kind === "identify" && anonymousKey !== null && known.get(anonymousKey)?.linked !== true;
  return isFirst && userKey !== null ? [anonymousKey, userKey] : [];
};

type Joined = { newlyLinked: Set<string>; merges: [number, number][] };

/** Gives every id without a number the next one, message by message, and joins what the messages say is one visitor. */
const numberIds = (drafts: readonly Draft[], known: ReadonlyMap<string, Known>, first: number): Joined => {
  let next = first;
  const newlyLinked = new Set<string>();
  const merges: [number, number][] = [];
  const place = (id: string | null): void => {
    const one = id === null ? undefined : known.get(id);
    if (one?.no === 0) one.no = next++;
  };
  const join = (ids: readonly string[]): void => {
    const all = ids.flatMap((id) => known.get(id) ?? []);
    const no = all.find((one) => one.no !== 0)?.no ?? next++;
    for (const one of all) {
      if (one.no === 0) one.no = no;
      else if (one.no !== no) merges.push([no, one.no]);
    }
    for (const id of ids) {
      const one = known.get(id);
      if (!one || one.linked || !id.startsWith("a:")) continue;
      one.linked = true;
      newlyLinked.add(id);
    }
  };
  for (const draft of drafts) {
    if (draft.kind !== "event") {
      const joined = joinedBy(draft, known);
      if (joined.length > 0) join(joined);
    }
    place(draft.userKey);
    place(draft.anonymousKey);
  }
  return { newlyLinked, merges };
};

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
  for (const draft of drafts) for (const id of idsOf(draft)) wanted.add(id);
  const known = new Map<string, Known>();
  await look(tx, projectId, [...wanted], known);
  const mayLink = drafts.some((draft) => joinedBy(draft, known).length > 0);
  const missing = () => [...wanted].filter((id) => !known.has(id));
  if (!mayLink && missing().length === 0) return numbersOf(known);

  const first = await takeNumbers(tx, projectId, missing().length);
  // Whoever held the counter before may have added or linked ids since they were looked up.
  await look(tx, projectId, mayLink ? [...wanted] : missing(), known);
  const added = new Set(missing());
  for (const id of added) known.set(id, { no: 0, linked: false });
  const { newlyLinked, merges } = numberIds(drafts, known, first);
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
