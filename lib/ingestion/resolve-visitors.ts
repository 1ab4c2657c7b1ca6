import type { RawTx } from "@/db/tenant";
import type { Draft } from "./draft";
import { knownVisitor } from "./known-visitors";
import { type KnownId, lookUpIds } from "./look-up-ids";
import { type Merge, mergeVisitors } from "./merge-visitors";
import { goOnPastMidnight, keepSeen } from "./past-midnight";
import { joinTexts } from "./text-column";
import { visitorKeyOf } from "./visitor-key";

/** Takes `count` new visitor numbers; holds the project's counter until the end of the transaction. */
const takeNumbers = async (tx: RawTx, projectId: string, count: number): Promise<number> => {
  const [row] = await tx<{ first: number }[]>`
    update visitor_counters set next_no = next_no + ${count} where project_id = ${projectId} returning next_no - ${count} as first`;
  if (!row) throw new Error(`Project ${projectId} has no visitor counter.`);
  return row.first;
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
const joinedBy = (draft: Draft, known: ReadonlyMap<string, KnownId>): Joined | undefined => {
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

type Numbered = { newlyLinked: Set<string>; merges: Merge[] };

/** Gives every id without a number the next one, message by message, and joins what the messages say is one visitor. */
const numberIds = (
  drafts: readonly Draft[],
  known: ReadonlyMap<string, KnownId>,
  first: number,
): Numbered => {
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

const insertIds = async (
  tx: RawTx,
  projectId: string,
  known: ReadonlyMap<string, KnownId>,
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

/** What is known of the visitors of some drafts before they are written. */
export type VisitorLookup = {
  /** Numbers this process remembers: they need no look at the database. */
  remembered: Map<string, number>;
  known: Map<string, KnownId>;
};

/** Says nothing about who is who, and its visitor has one id: a number is all it needs. */
export const isPlain = ({ kind, cookieless, orderKey }: Draft): boolean =>
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
  const known = new Map<string, KnownId>();
  await lookUpIds(tx, projectId, [...allIdsOf(open), ...yesterday], known);
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
  known: Map<string, KnownId>,
): Promise<ReadonlySet<string>> => {
  const wanted = allIdsOf(drafts);
  const mayLink = drafts.some((draft) => joinedBy(draft, known) !== undefined);
  const missing = () => [...wanted].filter((id) => !known.has(id));
  if (!mayLink && missing().length === 0) return new Set();
  // Whoever held the counter before may have added or linked ids since they were looked up.
  const [first] = await Promise.all([
    takeNumbers(tx, projectId, missing().length),
    lookUpIds(tx, projectId, mayLink ? [...wanted] : missing(), known),
  ]);
  const added = new Set(missing());
  for (const id of added) known.set(id, { no: 0, linked: false, seenAt: null });
  const { newlyLinked, merges } = numberIds(drafts, known, first);
  const linkedBefore = [...newlyLinked].filter((id) => !added.has(id));
  if (linkedBefore.length > 0)
    await tx`update visitor_ids set linked = true where project_id = ${projectId} and id = any(string_to_array(${joinTexts(linkedBefore)}, E'\x1f'))`;
  if (merges.length > 0) await mergeVisitors(tx, projectId, merges);
  return added;
};
