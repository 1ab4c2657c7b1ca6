import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import { appendAtOnce, appendIfNew, areDistinct, arePlain } from "./append-plain";
import type { Draft, Source } from "./draft";
import { insertEvents } from "./insert-events";
import { LedgerCounts } from "./ledger-counts";
import { decideFates, type Fate, type Identified, identify, insertNewIds } from "./message-ids";
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
const countAll = (
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

const draftsOf = (requests: readonly WriteRequest[]): readonly Draft[] =>
  requests.length === 1 ? (requests[0]?.drafts ?? []) : requests.flatMap((one) => one.drafts);

/** Whether one statement can write this, if all messages are new. */
const isPlain = (requests: readonly WriteRequest[], drafts: readonly Draft[]): boolean =>
  arePlain(drafts) && requests.every(({ rejected }) => rejected.length === 0);

const countAsNew = (requests: readonly WriteRequest[], drafts: readonly Draft[]) =>
  countAll(
    requests,
    drafts.map(() => "new"),
  );

/**
 * Writes what most groups are, plain events of one project, all of them new: in a transaction of its own, which is one
 * round trip. Undefined, with nothing written, when it is something else.
 */
export const writeAtOnce = async (
  scope: ProjectScope,
  requests: readonly WriteRequest[],
): Promise<ProjectWritten | undefined> => {
  const drafts = draftsOf(requests);
  if (!isPlain(requests, drafts)) return undefined;
  const identified = identify(drafts);
  if (!areDistinct(identified)) return undefined;
  const { written, ledger } = countAsNew(requests, drafts);
  const numbers = await appendAtOnce(scope, drafts, identified, ledger);
  return numbers && { written, numbers };
};

/** The same inside a transaction. `before` is what is known of the ids, if there is more to do. */
const writePlain = async (
  tx: RawTx,
  projectId: string,
  requests: readonly WriteRequest[],
  drafts: readonly Draft[],
  identified: Identified,
): Promise<ProjectWritten | { before: ReadonlyMap<string, number> }> => {
  const { written, ledger } = countAsNew(requests, drafts);
  const { before, numbers } = await appendIfNew(tx, projectId, drafts, identified, ledger);
  return before.size > 0 ? { before } : { written, numbers };
};

/**
 * Writes what requests say about one project inside a transaction that enters its tenant: ids of messages, visitors,
 * events, traits, rejects and the ledger, always in this order, in which every writer locks. Where that is enough one
 * statement does it all. Statements that do not need each other's answers are sent together: the thread may be busy
 * reading requests when an answer comes.
 */
export const writeProject = async (
  tx: RawTx,
  projectId: string,
  requests: readonly WriteRequest[],
): Promise<ProjectWritten> => {
  const drafts = draftsOf(requests);
  const identified = identify(drafts);
  const plain =
    isPlain(requests, drafts) && areDistinct(identified)
      ? await writePlain(tx, projectId, requests, drafts, identified)
      : undefined;
  if (plain && "written" in plain) return plain;
  const [before, lookup] = await Promise.all([
    plain?.before ?? insertNewIds(tx, identified.contents),
    lookUpVisitors(tx, projectId, drafts),
  ]);
  const fates = decideFates(drafts, identified, before);
  const fresh = drafts.filter((_, i) => fates[i] === "new");
  const visitors = await numberVisitors(tx, projectId, fresh, lookup);
  const { written, ledger } = countAll(requests, fates);
  const { numbers } = visitors;
  const rejected = requests.flatMap(rejectedOf);
  await Promise.all([
    ...visitors.write(),
    insertEvents(
      tx,
      fresh.filter((draft) => draft.kind === "event"),
      numbers,
    ),
    saveTraits(tx, projectId, fresh, numbers),
    writeRejects(tx, projectId, rejected),
    writeLedger(tx, ledger),
  ]);
  return { written, numbers };
};
