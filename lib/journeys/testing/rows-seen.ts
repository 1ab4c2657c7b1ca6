import type { ProjectScope } from "@/db/scope";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { decodeRun } from "../decode-column";
import { fieldsOf } from "../fold-batch";
import { loadRun } from "../load-columns";
import type { Identities } from "../part";
import { readRows } from "../read-rows";
import { readState, tailRows } from "../read-state";
import type { EncodedRun } from "../run";
import { RunBuilder } from "../run-builder";

/** Rows as sorted texts: a multiset that can be compared. */
type RowTexts = string[];

const monthOf = (at: number): number => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
};

const rowsOf = (encoded: EncodedRun, { winnerOf, lifted, erased }: Identities): RowTexts => {
  const run = decodeRun(encoded);
  const fields = fieldsOf(encoded).sort();
  const texts: RowTexts = [];
  for (let v = 0; v < run.visitors.length; v++) {
    const who = run.visitors[v] ?? 0;
    if (lifted.has(who) || erased.has(who)) continue;
    if ((who & (run.shards - 1)) !== run.shard) throw new Error("A visitor is in a shard of others.");
    for (let row = run.starts[v] ?? 0; row < (run.starts[v + 1] ?? 0); row++) {
      const at = run.month + (run.at[row] ?? 0);
      if (monthOf(at) !== run.month) throw new Error("A row is in a month of others.");
      const values = fields.flatMap((field) => {
        const { codes, dictionary } = run.column(field);
        const code = codes[row] ?? 0;
        return code === 0 ? [] : [[field, dictionary.value(code - 1)]];
      });
      const seq = run.seqBase + (run.seq[row] ?? 0);
      texts.push(JSON.stringify([seq, winnerOf.get(who) ?? who, at, run.flags[row], values]));
    }
  }
  return texts;
};

/** What questions see of a project, within one snapshot: its runs and its tail. */
export const rowsSeenBy = async (tx: RawTx, scope: ProjectScope): Promise<RowTexts> => {
  const state = await readState(tx, scope);
  const { runs, identities } = state;
  const tail = new RunBuilder();
  await readRows(tx, tailRows(scope, state), "all", tail, (no) => (identities.erased.has(no) ? -1 : no));
  const rows = tail.build(() => 1).flatMap((run) => rowsOf(run, { ...identities, lifted: new Set() }));
  for (const stored of runs)
    for (const row of rowsOf(await loadRun(tx, scope, stored), identities)) rows.push(row);
  return rows.sort();
};

/** What the log says, read by plain SQL: every row under the visitor it belongs to now, without those erased. */
const rowsOfLog = async (tx: RawTx): Promise<RowTexts> => {
  const merges = await tx<
    { from_no: number; into_no: number }[]
  >`select from_no, into_no from visitor_merges`;
  const erased = new Set(
    (await tx<{ no: number }[]>`select visitor_no as no from erased_visitors`).map(({ no }) => no),
  );
  const into = new Map(merges.map(({ from_no, into_no }) => [from_no, into_no]));
  const rows = await tx<Record<string, unknown>[]>`
    select seq::float8, visitor_no as visitor, extract(epoch from occurred_at)::float8 * 1000 as occurred, passive, bot,
      name, session_id as "sessionId", path, host, query, title, referrer, utm_source as "utm.source",
      utm_medium as "utm.medium", utm_campaign as "utm.campaign", utm_content as "utm.content", utm_term as "utm.term",
      click_id as "clickId", country, device, browser, os, language, properties from events`;
  const texts: RowTexts = [];
  for (const { seq, visitor, occurred, passive, bot, properties, ...texted } of rows) {
    let who = Number(visitor);
    let isErased = erased.has(who);
    for (let next = into.get(who); next !== undefined; next = into.get(who)) {
      who = next;
      isErased ||= erased.has(who);
    }
    if (isErased) continue;
    const flags = (passive ? 1 : 0) | (texted.sessionId === null ? 0 : 2) | (bot ? 4 : 0);
    const values = Object.entries(texted).filter(([, value]) => value !== null);
    for (const [name, value] of Object.entries(properties as object))
      values.push([`property.${name}`, value]);
    values.sort(([a], [b]) => (a < b ? -1 : 1));
    texts.push(JSON.stringify([seq, who, occurred, flags, values]));
  }
  return texts.sort();
};

/** What questions see and what the log says, at one and the same moment. */
export const rowsSeen = (scope: ProjectScope): Promise<{ seen: RowTexts; logged: RowTexts }> =>
  withTenantSnapshot(scope, async (tx) => ({
    seen: await rowsSeenBy(tx, scope),
    logged: await rowsOfLog(tx),
  }));
