import type { RawTx } from "@/db/tenant";
import type { Draft, Source } from "./draft";
import { insertEvents } from "./insert-events";
import { LedgerCounts } from "./ledger-counts";
import { decideFates, type Fate, identify, insertNewIds } from "./message-ids";
import { lookUpVisitors, numberVisitors } from "./resolve-visitors";
import { saveTraits } from "./save-traits";
import { writeLedger } from "./write-ledger";
import { type Rejected, writeRejects } from "./write-rejects";

/** What one request has to say to the log of a project. */
export type WriteRequest = {
  source: Source;
  keyId: string;
  drafts: readonly Draft[];
  /** Reasons. */
  ignored: readonly string[];
  rejected: readonly Rejected[];
  /** What may be kept of an event as it was sent. */
  toKeep: (raw: unknown) => unknown;
  /** Why the whole request was turned away; its events were not looked at. */
  refused: string | null;
};

export type Written = { accepted: number; duplicates: number };

/** What was committed, request by request, and the visitors it was written under. */
export type ProjectWritten = { written: Written[]; numbers: ReadonlyMap<string, number> };

const countReasons = (
  ledger: LedgerCounts,
  { keyId, ignored, rejected, drafts, refused }: WriteRequest,
): void => {
  if (refused !== null) ledger.add(keyId, "refused", refused, 1);
  ledger.add(keyId, "received", "", drafts.length + ignored.length + rejected.length);
  for (const reason of ignored) ledger.add(keyId, "ignored", reason, 1);
  for (const { code } of rejected) ledger.add(keyId, "rejected", code, 1);
};

const countFates = (
  ledger: LedgerCounts,
  { keyId, drafts }: WriteRequest,
  fates: readonly Fate[],
): Written => {
  let [events, facts, conflicts] = [0, 0, 0];
  for (let i = 0; i < drafts.length; i++) {
    const draft = drafts[i];
    if (fates[i] === "conflict") conflicts++;
    if (fates[i] !== "new" || !draft) continue;
    if (draft.kind === "event") events++;
    else facts++;
    if (draft.flags) for (const code of draft.flags) ledger.add(keyId, "flagged", code, 1);
  }
  const duplicates = drafts.length - events - facts;
  ledger.add(keyId, "accepted", "event", events);
  ledger.add(keyId, "accepted", "fact", facts);
  ledger.add(keyId, "duplicate", "", duplicates);
  ledger.add(keyId, "flagged", "duplicate_conflict", conflicts);
  return { accepted: events + facts, duplicates };
};

/** What each request may be told, and the ledger of all of them. */
export const countAll = (
  requests: readonly WriteRequest[],
  fates: readonly Fate[],
): { written: Written[]; ledger: LedgerCounts } => {
  const ledger = new LedgerCounts();
  let place = 0;
  const written = requests.map((request) => {
    const end = place + request.drafts.length;
    const own = fates.slice(place, end);
    place = end;
    countReasons(ledger, request);
    return countFates(ledger, request, own);
  });
  return { written, ledger };
};

const rejectedOf = ({ keyId, source, rejected, toKeep }: WriteRequest) =>
  rejected.map((one) => ({ ...one, raw: toKeep(one.raw), keyId, source }));

/**
 * Writes what requests say about one project inside a transaction that enters its tenant: ids of messages, visitors,
 * events, traits, rejects and the ledger, always in this order, in which every writer locks. Statements that do not
 * need each other's answers are sent together: the thread may be busy reading requests when an answer comes.
 */
export const writeProject = async (
  tx: RawTx,
  projectId: string,
  requests: readonly WriteRequest[],
): Promise<ProjectWritten> => {
  const drafts = requests.length === 1 ? (requests[0]?.drafts ?? []) : requests.flatMap((one) => one.drafts);
  const identified = identify(drafts);
  const [before, lookup] = await Promise.all([
    insertNewIds(tx, projectId, identified.contents),
    lookUpVisitors(tx, projectId, drafts),
  ]);
  const fates = decideFates(drafts, identified, before);
  const fresh = drafts.filter((_, i) => fates[i] === "new");
  const visitors = await numberVisitors(tx, projectId, fresh, lookup);
  const { written, ledger } = countAll(requests, fates);
  const { numbers } = visitors;
  await Promise.all([
    ...visitors.write(),
    insertEvents(
      tx,
      fresh.filter((draft) => draft.kind === "event"),
      numbers,
    ),
    saveTraits(tx, projectId, fresh, numbers),
    writeRejects(tx, projectId, requests.flatMap(rejectedOf)),
    writeLedger(tx, ledger),
  ]);
  return { written, numbers };
};
