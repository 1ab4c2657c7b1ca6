import { hash } from "node:crypto";
import type { RawTx } from "@/db/tenant";
import { asObject, type Draft, type JsonObject, type Source } from "./draft";
import { LedgerCounts } from "./ledger-counts";
import { lookUpVisitors, numberVisitors, visitorKeyOf } from "./resolve-visitors";
import { joinTexts, textColumn } from "./text-column";
import { writeLedger } from "./write-ledger";
import { type Rejected, writeRejects } from "./write-rejects";

// Hot path: plain loops and one text a column; everything of a project goes in with a handful of statements.

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

const digestOf = (messageId: string): string => hash("sha256", messageId, "hex").slice(0, 32);

type Fate = "new" | "duplicate" | "conflict";

/** Inserts the ids that are new; answers those that were not, with what the first message under them said. */
const insertNewIds = async (
  tx: RawTx,
  projectId: string,
  contents: ReadonlyMap<string, number>,
): Promise<ReadonlyMap<string, number>> => {
  if (contents.size === 0) return new Map();
  // Sorted, so that overlapping resends never deadlock.
  const digests = [...contents.keys()].sort();
  const [row] = await tx<{ added: number; digests: string[] | null }[]>`
    with added as (
      insert into event_ids (project_id, digest, content)
      select ${projectId}, digest, content from unnest(string_to_array(${digests.join()}, ',')::uuid[],
        string_to_array(${digests.map((digest) => contents.get(digest)).join()}, ',')::int[]) as t(digest, content)
      on conflict do nothing returning digest
    )
    select count(*)::int as added, case when count(*) < ${digests.length} then array_agg(digest) end as digests from added`;
  const before = new Map<string, number>();
  if (row?.added === digests.length) return before;
  const added = new Set((row?.digests ?? []).map((digest) => digest.replaceAll("-", "")));
  const others = digests.filter((digest) => !added.has(digest));
  const rows = await tx<{ digest: string; content: number }[]>`
    select replace(digest::text, '-', '') as digest, content from event_ids
    where project_id = ${projectId} and digest = any(string_to_array(${others.join()}, ',')::uuid[])`;
  for (const { digest, content } of rows) before.set(digest, content);
  return before;
};

type Identified = { digests: readonly string[]; contents: ReadonlyMap<string, number> };

const identify = (drafts: readonly Draft[]): Identified => {
  const digests: string[] = new Array(drafts.length);
  const contents = new Map<string, number>();
  for (let i = 0; i < drafts.length; i++) {
    const { messageId = "", content = 0 } = drafts[i] ?? {};
    const digest = digestOf(messageId);
    digests[i] = digest;
    if (!contents.has(digest)) contents.set(digest, content);
  }
  return { digests, contents };
};

/** Which drafts are new, in their order. The first message under an id wins; another one under it is a conflict. */
const decideFates = (
  drafts: readonly Draft[],
  { digests, contents }: Identified,
  before: ReadonlyMap<string, number>,
): Fate[] => {
  const met = new Set<string>();
  const fates: Fate[] = new Array(drafts.length);
  for (let i = 0; i < drafts.length; i++) {
    const digest = digests[i] ?? "";
    const stored = before.get(digest);
    const first = stored ?? contents.get(digest);
    if (stored === undefined && !met.has(digest)) fates[i] = "new";
    else fates[i] = first === drafts[i]?.content ? "duplicate" : "conflict";
    met.add(digest);
  }
  return fates;
};

/** Side by side in one select, `unnest` keeps the rows in their order, and makes no copy of them as a table would. */
const insertEvents = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
  numbers: ReadonlyMap<string, number>,
): Promise<void> => {
  const count = drafts.length;
  if (count === 0) return;
  const visitors: number[] = new Array(count);
  const times: number[] = new Array(count);
  const originals: string[] = new Array(count);
  const marks: string[] = new Array(count);
  const flags: string[] = new Array(count);
  let corrected = false;
  let repaired = false;
  for (let i = 0; i < count; i++) {
    const draft = drafts[i];
    if (!draft) continue;
    const no = numbers.get(visitorKeyOf(draft));
    if (no === undefined) throw new Error("An event has no visitor.");
    visitors[i] = no;
    times[i] = draft.occurredAt;
    originals[i] = draft.originalAt === null ? "" : String(draft.originalAt);
    marks[i] = (draft.passive ? "p" : "-") + (draft.bot ? "b" : "-");
    flags[i] = draft.flags?.join(" ") ?? "";
    if (draft.originalAt !== null) corrected = true;
    if (draft.flags) repaired = true;
  }
  await tx`
    insert into events (project_id, message_id, visitor_no, occurred_at, name, session_id, host, path, query, title,
      referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_id, country, device, browser, os,
      language, passive, bot, original_at, flags, properties)
    select ${projectId}, message_id, visitor_no, to_timestamp(occurred_ms / 1000), name, session_id, host, path, query,
      title, referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_id, country, device, browser,
      os, language, marks like 'p%', marks like '%b', to_timestamp(original_ms / 1000), string_to_array(flags, ' '),
      properties::jsonb
    from (
      select unnest(string_to_array(${textColumn(drafts, "messageId")}, E'\x1f', E'\x1e')) as message_id,
        unnest(string_to_array(${visitors.join()}, ',')::int[]) as visitor_no,
        unnest(string_to_array(${times.join()}, ',')::float8[]) as occurred_ms,
        unnest(string_to_array(${textColumn(drafts, "name")}, E'\x1f', E'\x1e')) as name,
        unnest(string_to_array(${textColumn(drafts, "sessionId")}, E'\x1f', E'\x1e')) as session_id,
        unnest(string_to_array(${textColumn(drafts, "host")}, E'\x1f', E'\x1e')) as host,
        unnest(string_to_array(${textColumn(drafts, "path")}, E'\x1f', E'\x1e')) as path,
        unnest(string_to_array(${textColumn(drafts, "query")}, E'\x1f', E'\x1e')) as query,
        unnest(string_to_array(${textColumn(drafts, "title")}, E'\x1f', E'\x1e')) as title,
        unnest(string_to_array(${textColumn(drafts, "referrer")}, E'\x1f', E'\x1e')) as referrer,
        unnest(string_to_array(${textColumn(drafts, "utmSource")}, E'\x1f', E'\x1e')) as utm_source,
        unnest(string_to_array(${textColumn(drafts, "utmMedium")}, E'\x1f', E'\x1e')) as utm_medium,
        unnest(string_to_array(${textColumn(drafts, "utmCampaign")}, E'\x1f', E'\x1e')) as utm_campaign,
        unnest(string_to_array(${textColumn(drafts, "utmContent")}, E'\x1f', E'\x1e')) as utm_content,
        unnest(string_to_array(${textColumn(drafts, "utmTerm")}, E'\x1f', E'\x1e')) as utm_term,
        unnest(string_to_array(${textColumn(drafts, "clickId")}, E'\x1f', E'\x1e')) as click_id,
        unnest(string_to_array(${textColumn(drafts, "country")}, E'\x1f', E'\x1e')) as country,
        unnest(string_to_array(${textColumn(drafts, "device")}, E'\x1f', E'\x1e')) as device,
        unnest(string_to_array(${textColumn(drafts, "browser")}, E'\x1f', E'\x1e')) as browser,
        unnest(string_to_array(${textColumn(drafts, "os")}, E'\x1f', E'\x1e')) as os,
        unnest(string_to_array(${textColumn(drafts, "language")}, E'\x1f', E'\x1e')) as language,
        unnest(string_to_array(${marks.join()}, ',')) as marks,
        unnest(string_to_array(${corrected ? originals.join() : null}, ',', '')::float8[]) as original_ms,
        unnest(string_to_array(${repaired ? flags.join() : null}, ',', '')) as flags,
        unnest(string_to_array(${textColumn(drafts, "propertiesText")}, E'\x1f', E'\x1e')) as properties
    ) as t`;
};

const saveTraits = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
  numbers: ReadonlyMap<string, number>,
): Promise<void> => {
  const latest = new Map<number, JsonObject>();
  for (const draft of drafts) {
    const no = draft.kind === "identify" ? numbers.get(visitorKeyOf(draft)) : undefined;
    if (no !== undefined && asObject(draft.raw.traits))
      latest.set(no, { ...latest.get(no), ...draft.properties });
  }
  if (latest.size === 0) return;
  const visitors = [...latest.keys()].sort((a, b) => a - b);
  await tx`
    insert into visitor_traits (project_id, visitor_no, traits)
    select ${projectId}, no, traits::jsonb
    from unnest(${visitors}::int[], string_to_array(${joinTexts(visitors.map((no) => JSON.stringify(latest.get(no))))}, E'\x1f')) as t(no, traits)
    on conflict (project_id, visitor_no) do update set traits = visitor_traits.traits || excluded.traits, updated_at = now()`;
};

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
      projectId,
      fresh.filter((draft) => draft.kind === "event"),
      numbers,
    ),
    saveTraits(tx, projectId, fresh, numbers),
    writeRejects(tx, projectId, requests.flatMap(rejectedOf)),
    writeLedger(tx, projectId, ledger),
  ]);
  return { written, numbers };
};
