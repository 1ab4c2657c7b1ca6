import type { ProjectScope } from "@/db/scope";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { trafficFields } from "./derive-channels";
import type { ProjectLog } from "./project-log";
import { type CopyRow, readCopy } from "./read-copy";

/** Where a project's reader stands: everything committed before `horizon` was read, and `recent` from after it. */
export type Position = { horizon: string; recent: Set<number> };

export const start: Position = { horizon: "0", recent: new Set() };

const columnNames: Record<string, string> = {
  path: "path",
  host: "host",
  query: "query",
  title: "title",
  referrer: "referrer",
  "utm.source": "utm_source",
  "utm.medium": "utm_medium",
  "utm.campaign": "utm_campaign",
  "utm.content": "utm_content",
  "utm.term": "utm_term",
  clickId: "click_id",
  country: "country",
  device: "device",
  browser: "browser",
  os: "os",
  language: "language",
};

/** The SQL that reads a column; COPY takes no parameters, so the property's name is quoted here. */
const expressionOf = (field: string): string => {
  if (field.startsWith("property.")) return `(properties -> '${field.slice(9).replaceAll("'", "''")}')::text`;
  const name = columnNames[field];
  if (!name) throw new Error(`There is no column ${field} in the log.`);
  return name;
};

/** The stored columns behind the fields a question names: a channel is made of several. */
const storedFields = (fields: Iterable<string>): Set<string> => {
  const stored = new Set<string>();
  for (const field of fields) {
    if (field === "channel") for (const part of trafficFields) stored.add(part);
    else stored.add(field);
  }
  return stored;
};

const own = (scope: ProjectScope): string => `project_id = '${scope.projectId}'`;

const coreColumns = "seq, xid, visitor_no, occurred_at, received_at, name, session_id, passive, bot";
const coreCount = 9;

const readTail = async (
  tx: RawTx,
  scope: ProjectScope,
  log: ProjectLog,
  position: Position,
  horizon: string,
): Promise<Set<number>> => {
  const fields = log.loadedFields;
  const recent = new Set<number>();
  const limit = Number(horizon);
  const more = fields.map((field) => `, ${expressionOf(field)}`).join("");
  const query = `select ${coreColumns}${more} from events where ${own(scope)} and xid >= '${position.horizon}'::xid8`;
  await readCopy(tx, query, (row: CopyRow) => {
    const seq = row.int64(0);
    if (row.int64(1) >= limit) recent.add(seq);
    if (position.recent.has(seq)) return;
    const place = log.add({
      seq,
      visitor: row.int32(2),
      at: row.time(3),
      receivedAt: row.time(4),
      name: row.text(5) ?? "",
      sessionId: row.text(6),
      passive: row.bool(7),
      bot: row.bool(8),
    });
    for (let i = 0; i < fields.length; i++) {
      const text = row.text(coreCount + i);
      if (text !== null) log.setField(fields[i] ?? "", place, text);
    }
  });
  return recent;
};

const readColumns = async (
  tx: RawTx,
  scope: ProjectScope,
  log: ProjectLog,
  fields: readonly string[],
): Promise<void> => {
  const rowOf = new Map<number, number>();
  for (let row = 0; row < log.count; row++) rowOf.set(log.seq[row] ?? 0, row);
  for (const field of fields) {
    log.addColumn(field);
    const expression = expressionOf(field);
    const query = `select seq, ${expression} from events where ${own(scope)} and ${expression} is not null`;
    await readCopy(tx, query, (row: CopyRow) => {
      const place = rowOf.get(row.int64(0));
      const text = row.text(1);
      if (place !== undefined && text !== null) log.setField(field, place, text);
    });
  }
};

const readMerges = async (tx: RawTx, scope: ProjectScope, log: ProjectLog): Promise<boolean> => {
  const [known] = await tx<{ count: string }[]>`
    select count(*) as count from visitor_merges where project_id = ${scope.projectId}`;
  if (Number(known?.count ?? 0) === log.mergeCount) return false;
  const merges = await tx<{ from_no: number; into_no: number }[]>`
    select from_no, into_no from visitor_merges where project_id = ${scope.projectId}`;
  for (const merge of merges) log.addMerge(merge.from_no, merge.into_no);
  return true;
};

/**
 * Brings a project's log up to date in one snapshot: rows committed since `position`, merges, and columns that were not
 * loaded yet. Following transaction ids, not row ids, is what loses nothing: ids commit out of order. Answers the new
 * position. The log must not be read while this runs.
 */
export const readLog = (
  scope: ProjectScope,
  log: ProjectLog,
  position: Position,
  fields: Iterable<string>,
): Promise<Position> =>
  withTenantSnapshot(scope, async (tx) => {
    const [snapshot] = await tx<{ horizon: string }[]>`
      select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`;
    const horizon = snapshot?.horizon ?? "0";
    const before = log.count;
    const missing = [...storedFields(fields)].filter((field) => !log.has(field));
    if (before === 0) for (const field of missing) log.addColumn(field);
    const recent = await readTail(tx, scope, log, position, horizon);
    if (before > 0 && missing.length > 0) await readColumns(tx, scope, log, missing);
    const merged = await readMerges(tx, scope, log);
    if (log.count > before || merged || missing.length > 0) log.index();
    return { horizon, recent };
  });
