import type { RawTx } from "@/db/tenant";

/** About how much of the log waits to be folded. */
export type Backlog = {
  /** Events by the month in which they occurred, ms since 1970. */
  byMonth: ReadonlyMap<number, number>;
  /** What an event takes as the log stores it, long values compressed. */
  bytesPerEvent: number;
};

const pageBytes = 8192;
/** Some hundred thousand rows, read in a tenth of a second: a month's share is known to a few percent. */
const sampledPages = 5_000;
/** What an event takes beside its properties. */
const fixedBytes = 100;

/** The share of the log's pages to look at, in percent. */
const samplePercent = async (tx: RawTx): Promise<number> => {
  const [log] = await tx<{ bytes: number }[]>`
    select sum(pg_relation_size(relid))::float8 as bytes from pg_partition_tree('events') where isleaf`;
  return Math.min(100, (100 * sampledPages * pageBytes) / Math.max(1, log?.bytes ?? 0));
};

/**
 * Estimates what meets `where` (SQL) from some pages of the log, the same ones whenever it is asked; exact for a small
 * log. A project with few of its rows may seem to have none.
 */
export const estimateBacklog = async (tx: RawTx, where: string): Promise<Backlog> => {
  const percent = await samplePercent(tx);
  const months = await tx.unsafe<{ month: number; events: number; bytes: number }[]>(
    `select extract(epoch from date_trunc('month', occurred_at, 'UTC'))::float8 * 1000 as month, count(*)::float8 as events,
       sum(pg_column_size(properties))::float8 as bytes
     from events tablesample system (${percent}) repeatable (1) where ${where} group by 1`,
  );
  const scale = 100 / percent;
  const byMonth = new Map(months.map(({ month, events }) => [month, Math.round(events * scale)]));
  const events = months.reduce((sum, month) => sum + month.events, 0);
  const bytes = months.reduce((sum, month) => sum + month.bytes, 0);
  return { byMonth, bytesPerEvent: fixedBytes + bytes / Math.max(1, events) };
};
