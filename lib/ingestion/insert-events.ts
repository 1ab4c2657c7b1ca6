import type { RawTx } from "@/db/tenant";
import type { Draft } from "./draft";
import { textColumn } from "./text-column";
import { visitorKeyOf } from "./visitor-key";

// Hot path: plain loops, and one text a column.

/**
 * Appends events to the log in their order, under the numbers of their visitors. Side by side in one select, `unnest` keeps the rows in their order, and makes no copy of them as a table would.
 */
export const insertEvents = async (
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
