import type { RawTx } from "@/db/tenant";
import { type Draft, flag } from "./draft";
import { knownVisitor } from "./known-visitors";
import { joinTexts } from "./text-column";

type Known = { no: number; linked: boolean; seenAt: number | null };

const dayMs = 86_400_000;
/** A cookieless visit goes on past midnight until a pause this long. */
const longestPause = 30 * 60_000;
/** More ids than this are no person, but a program that joins everybody it meets. */
const mostMergesOfPerson = 50;

/** The id whose number an event is written under. */
export const visitorKeyOf = ({ userKey, anonymousKey, orderKey }: Draft): string =>
  userKey ?? anonymousKey ?? orderKey ?? "";

const look = async (
  tx: RawTx,
  projectId: string,
  ids: readonly string[],
  known: Map<string, Known>,
): Promise<void> => {
  if (ids.length === 0) return;
  const rows = await tx<{ id: string; visitor_no: number; linked: boolean; seen_ms: number | null }[]>`
    select id, visitor_no, linked, (extract(epoch from seen_at) * 1000)::float8 as seen_ms from visitor_ids
    where project_id = ${projectId} and id = any(string_to_array(${joinTexts(ids)}, E'\x1f'))`;
  for (const row of rows) known.set(row.id, { no: row.visitor_no, linked: row.linked, seenAt: row.seen_ms });
};

/** Takes `count` new visitor numbers; holds the project's counter until the end of the transaction. */
const takeNumbers = async (tx: RawTx, projectId: string, count: number): Promise<number> => {
  const [row] = await tx<{ first: number }[]>`
    update visitor_counters set next_no = next_no + ${count} where project_id = ${projectId} returning next_no - ${count} as first`;
  if (!row) throw new Error(`Project ${projectId} has no visitor counter.`);
  return row.first;
};

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

const idsOf = ({ kind, userKey, anonymousKey, aliasKeys, orderKey }: Draft): string[] => {
  const ids = kind === "event" ? [userKey ?? anonymousKey, orderKey] : [userKey, anonymousKey, ...aliasKeys];
  return ids.filter((id) => id !== null);
};

const allIdsOf = (drafts: readonly Draft[]): Set<string> => {
  const ids = new Set<string>();
  for (const draft of drafts) for (const id of idsOf(draft)) ids.add(id);
  return ids;
};

/** Ids that a message says are one visitor, and those of them that belong to that visitor from now on. */
type Joined = { ids: readonly string[]; claimed: readonly string[] };

/**
 * An alias joins what it names. The first `identify` of an anonymous id joins it to the user (the next user of a
 * shared computer says nothing about the first). The first visitor who shows an order's id is the one whose order it
 * is: what servers said about that order before belongs to them.
 */
const joinedBy = (draft: Draft, known: ReadonlyMap<string, Known>): Joined | undefined => {
  const { kind, userKey, anonymousKey, orderKey } = draft;
  const isFree = (id: string) => known.get(id)?.linked !== true;
  if (kind === "alias") {
    const ids = idsOf(draft);
    return { ids, claimed: ids.filter((id) => id.startsWith("a:")) };
  }
  if (kind === "identify")
    return userKey !== null && anonymousKey !== null && isFree(anonymousKey)
      ? { ids: [anonymousKey, userKey], claimed: [anonymousKey] }
      : undefined;
  const buyer = userKey ?? anonymousKey;
  return buyer !== null && orderKey !== null && isFree(orderKey)
    ? { ids: [buyer, orderKey], claimed: [orderKey] }
    : undefined;
};

type Merge = { a: number; b: number; draft: Draft };
type Numbered = { newlyLinked: Set<string>; merges: Merge[] };

/** Gives every id without a number the next one, message by message, and joins what the messages say is one visitor. */
const numberIds = (drafts: readonly Draft[], known: ReadonlyMap<string, Known>, first: number): Numbered => {
  let next = first;
  const newlyLinked = new Set<string>();
  const merges: Merge[] = [];
  const place = (id: string | null): void => {
    const one = id === null ? undefined : known.get(id);
    if (one?.no === 0) one.no = next++;
  };
  const join = (draft: Draft, { ids, claimed }: Joined): void => {
    const all = ids.flatMap((id) => known.get(id) ?? []);
    const no = all.find((one) => one.no !== 0)?.no ?? next++;
    for (const one of all) {
      if (one.no === 0) one.no = no;
      else if (one.no !== no) merges.push({ a: no, b: one.no, draft });
    }
    for (const id of claimed) {
      const one = known.get(id);
      if (!one || one.linked) continue;
      one.linked = true;
      newlyLinked.add(id);
    }
  };
  for (const draft of drafts) {
    const joined = joinedBy(draft, known);
    if (joined) join(draft, joined);
    if (draft.kind === "event") place(visitorKeyOf(draft));
    else {
      place(draft.userKey);
      place(draft.anonymousKey);
    }
  }
  return { newlyLinked, merges };
};

/** A cookieless visit that was under way at midnight goes on under the id of the day before. */
const goOnPastMidnight = (drafts: readonly Draft[], known: Map<string, Known>): void => {
  for (const draft of drafts) {
    const { anonymousKey, yesterdayKey, occurredAt } = draft;
    if (yesterdayKey === null) continue;
    const before = known.get(yesterdayKey);
    const isUnderWay =
      before !== undefined && before.seenAt !== null && occurredAt - before.seenAt <= longestPause;
    if (isUnderWay && !(anonymousKey !== null && known.has(anonymousKey))) {
      draft.anonymousKey = yesterdayKey;
      before.seenAt = Math.max(before.seenAt ?? 0, occurredAt);
    }
  }
};

const isNearMidnight = (at: number): boolean => at % dayMs >= dayMs - longestPause;

/** Keeps when cookieless visitors were last seen, where that decides about a visit past midnight. */
const keepSeen = async (tx: RawTx, projectId: string, drafts: readonly Draft[]): Promise<void> => {
  const seen = new Map<string, number>();
  for (const { cookieless, anonymousKey, yesterdayKey, occurredAt } of drafts)
    if (cookieless && anonymousKey && (anonymousKey === yesterdayKey || isNearMidnight(occurredAt)))
      seen.set(anonymousKey, Math.max(seen.get(anonymousKey) ?? 0, occurredAt));
  if (seen.size === 0) return;
  const ids = [...seen.keys()].sort();
  await tx`
    with seen as (
      select v.id, s.at from unnest(string_to_array(${joinTexts(ids)}, E'\x1f'), ${ids.map((id) => seen.get(id) ?? 0)}::float8[]) as s(id, at)
      join visitor_ids v on v.project_id = ${projectId} and v.id = s.id order by v.id for update of v
    )
    update visitor_ids v set seen_at = greatest(v.seen_at, to_timestamp(seen.at / 1000)) from seen
    where v.project_id = ${projectId} and v.id = seen.id`;
};

const insertIds = async (
  tx: RawTx,
  projectId: string,
  known: ReadonlyMap<string, Known>,
  added: ReadonlySet<string>,
): Promise<void> => {
  const ids = [...added].filter((id) => (known.get(id)?.no ?? 0) !== 0).sort();
  if (ids.length === 0) return;
  const rows = ids.map((id) => known.get(id) ?? { no: 0, linked: false });
  await tx`
    insert into visitor_ids (project_id, id, visitor_no, linked)
    select ${projectId}, id, no, linked = 't' from unnest(string_to_array(${joinTexts(ids)}, E'\x1f'),
      string_to_array(${rows.map((row) => row.no).join()}, ',')::int[],
      string_to_array(${rows.map((row) => (row.linked ? "t" : "f")).join()}, ',')) as t(id, no, linked)`;
};

const insertMerges = async (tx: RawTx, projectId: string, merges: readonly Merge[]): Promise<void> => {
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

/** What is known of the visitors of some drafts before they are written. */
export type VisitorLookup = {
  /** Numbers this process remembers: they need no look at the database. */
  remembered: Map<string, number>;
  known: Map<string, Known>;
};

const isPlain = ({ kind, cookieless, orderKey }: Draft): boolean =>
  kind === "event" && !cookieless && orderKey === null;

/** Finds the visitors of the drafts, as far as they are known. */
export const lookUpVisitors = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
): Promise<VisitorLookup> => {
  const remembered = new Map<string, number>();
  const open: Draft[] = [];
  const yesterday: string[] = [];
  for (const draft of drafts) {
    const key = visitorKeyOf(draft);
    const no = isPlain(draft) ? knownVisitor(projectId, key) : undefined;
    if (no !== undefined) remembered.set(key, no);
    else open.push(draft);
    if (draft.yesterdayKey !== null) yesterday.push(draft.yesterdayKey);
  }
  const known = new Map<string, Known>();
  await look(tx, projectId, [...allIdsOf(open), ...yesterday], known);
  return { remembered, known };
};

/** The numbers of all ids, and what has to be written for that: in this order, in the same transaction. */
export type NumberedVisitors = { numbers: ReadonlyMap<string, number>; write: () => Promise<void>[] };

/**
 * Gives every id in the drafts its visitor number, and links ids that turn out to be one visitor. The smaller number
 * wins; events keep the number they were written with.
 */
export const numberVisitors = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
  { remembered, known }: VisitorLookup,
): Promise<NumberedVisitors> => {
  const open = drafts.filter((draft) => !(isPlain(draft) && remembered.has(visitorKeyOf(draft))));
  goOnPastMidnight(open, known);
  const added = await numberOpen(tx, projectId, open, known);
  const numbers = new Map(remembered);
  for (const [id, { no }] of known) if (no !== 0) numbers.set(id, no);
  return {
    numbers,
    write: () => [insertIds(tx, projectId, known, added), keepSeen(tx, projectId, open)],
  };
};

/** Numbers what has none yet; answers the ids that are new. */
const numberOpen = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
  known: Map<string, Known>,
): Promise<ReadonlySet<string>> => {
  const wanted = allIdsOf(drafts);
  const mayLink = drafts.some((draft) => joinedBy(draft, known) !== undefined);
  const missing = () => [...wanted].filter((id) => !known.has(id));
  if (!mayLink && missing().length === 0) return new Set();
  // Whoever held the counter before may have added or linked ids since they were looked up.
  const [first] = await Promise.all([
    takeNumbers(tx, projectId, missing().length),
    look(tx, projectId, mayLink ? [...wanted] : missing(), known),
  ]);
  const added = new Set(missing());
  for (const id of added) known.set(id, { no: 0, linked: false, seenAt: null });
  const { newlyLinked, merges } = numberIds(drafts, known, first);
  const linkedBefore = [...newlyLinked].filter((id) => !added.has(id));
  if (linkedBefore.length > 0)
    await tx`update visitor_ids set linked = true where project_id = ${projectId} and id = any(string_to_array(${joinTexts(linkedBefore)}, E'\x1f'))`;
  if (merges.length > 0) await insertMerges(tx, projectId, merges);
  return added;
};
