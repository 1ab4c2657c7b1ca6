import { createHash } from "node:crypto";
import type { RawTx } from "@/db/tenant";
import { asObject, type Draft, type JsonObject } from "./draft";
import { resolveVisitors } from "./resolve-visitors";

// Hot path: plain loops and one array a column; everything of a project goes in with a handful of statements.

const digestOf = (messageId: string): string =>
  createHash("sha256").update(messageId).digest("hex").slice(0, 32);

/** Inserts the ids that are new and answers them, as 32 hex digits. Sorted, so that overlapping resends never deadlock. */
const insertNewIds = async (
  tx: RawTx,
  projectId: string,
  digests: Iterable<string>,
): Promise<Set<string>> => {
  const rows = await tx<{ digest: string }[]>`
    insert into event_ids (project_id, digest)
    select ${projectId}, d from unnest(${[...digests].sort()}::uuid[]) as d
    on conflict do nothing returning digest`;
  const added = new Set<string>();
  for (const row of rows) added.add(row.digest.replaceAll("-", ""));
  return added;
};

const insertEvents = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
  numbers: ReadonlyMap<string, number>,
): Promise<void> => {
  const column = <T>(read: (draft: Draft) => T): T[] => drafts.map(read);
  await tx`
    insert into events (project_id, message_id, visitor_no, occurred_at, name, session_id, host, path, query, title,
      referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_id, country, device, browser, os,
      language, passive, bot, properties)
    select ${projectId}, message_id, visitor_no, to_timestamp(occurred_ms / 1000), name, session_id, host, path, query,
      title, referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_id, country, device, browser,
      os, language, passive, bot, properties::jsonb
    from unnest(
      ${column((d) => d.messageId)}::text[], ${column((d) => numbers.get(d.userKey ?? d.anonymousKey ?? "") ?? null)}::int[],
      ${column((d) => d.occurredAt)}::float8[], ${column((d) => d.name)}::text[], ${column((d) => d.sessionId)}::text[],
      ${column((d) => d.host)}::text[], ${column((d) => d.path)}::text[], ${column((d) => d.query)}::text[],
      ${column((d) => d.title)}::text[], ${column((d) => d.referrer)}::text[], ${column((d) => d.utmSource)}::text[],
      ${column((d) => d.utmMedium)}::text[], ${column((d) => d.utmCampaign)}::text[], ${column((d) => d.utmContent)}::text[],
      ${column((d) => d.utmTerm)}::text[], ${column((d) => d.clickId)}::text[], ${column((d) => d.country)}::text[],
      ${column((d) => d.device)}::text[], ${column((d) => d.browser)}::text[], ${column((d) => d.os)}::text[],
      ${column((d) => d.language)}::text[], ${column((d) => String(d.passive))}::text[]::bool[], ${column((d) => String(d.bot))}::text[]::bool[],
      ${column((d) => d.propertiesText)}::text[]
    ) with ordinality as t(message_id, visitor_no, occurred_ms, name, session_id, host, path, query, title, referrer,
      utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_id, country, device, browser, os, language,
      passive, bot, properties, place)
    order by place`;
};

const saveTraits = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
  numbers: ReadonlyMap<string, number>,
): Promise<void> => {
  const latest = new Map<number, JsonObject>();
  for (const draft of drafts) {
    const no = numbers.get(draft.userKey ?? draft.anonymousKey ?? "");
    if (draft.kind === "identify" && no !== undefined && asObject(draft.raw.traits))
      latest.set(no, { ...latest.get(no), ...draft.properties });
  }
  if (latest.size === 0) return;
  const visitors = [...latest.keys()].sort((a, b) => a - b);
  await tx`
    insert into visitor_traits (project_id, visitor_no, traits)
    select ${projectId}, no, traits::jsonb
    from unnest(${visitors}::int[], ${visitors.map((no) => JSON.stringify(latest.get(no)))}::text[]) as t(no, traits)
    on conflict (project_id, visitor_no) do update set traits = visitor_traits.traits || excluded.traits, updated_at = now()`;
};

/**
 * Writes the drafts of one project inside a transaction that has entered its tenant. Answers which drafts were new,
 * in their order; the others were accepted before and change nothing.
 */
export const writeProject = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
): Promise<readonly boolean[]> => {
  const digests = drafts.map((draft) => digestOf(draft.messageId));
  const numbers = await resolveVisitors(tx, projectId, drafts);
  const unseen = await insertNewIds(tx, projectId, new Set(digests));
  const isNew = digests.map((digest) => unseen.delete(digest));
  const fresh = drafts.filter((_, i) => isNew[i]);
  const events = fresh.filter((draft) => draft.kind === "event");
  if (events.length > 0) await insertEvents(tx, projectId, events, numbers);
  await saveTraits(tx, projectId, fresh, numbers);
  return isNew;
};
