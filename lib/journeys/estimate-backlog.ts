import type { RawTx } from "@/db/tenant";

/** About how much of the log waits to be folded. */
export type Backlog = {
  /** Events by the month in which they occurred, ms since 1970. */
  byMonth: ReadonlyMap<number, number>;
  /** What an event takes as the log stores it, long values compressed. */
  bytesPerEvent: number;
};

/** So many are simply counted. */
const mostCounted = 50_000;
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

type Months = { month: number; events: number; bytes: number }[];

const monthsOf = (tx: RawTx, events: string): Promise<Months> =>
  tx.unsafe<Months>(
    `select extract(epoch from date_trunc('month', occurred_at, 'UTC'))::float8 * 1000 as month, count(*)::float8 as events,
       sum(pg_column_size(properties))::float8 as bytes
     from ${events} group by 1`,
  );

const sumOf = (months: Months, of: "events" | "bytes"): number =>
  months.reduce((sum, month) => sum + month[of], 0);

const backlogOf = (months: Months, scale: number): Backlog => ({
  byMonth: new Map(months.map(({ month, events }) => [month, Math.round(events * scale)])),
  bytesPerEvent: fixedBytes + sumOf(months, "bytes") / Math.max(1, sumOf(months, "events")),
});

/**
 * Estimates what meets `where` (SQL) from some pages of the log, the same ones whenever it is asked; exact where that is
 * not much.
 */
export const estimateBacklog = async (tx: RawTx, where: string): Promise<Backlog> => {
  const few = `select occurred_at, properties from events where ${where} order by events.xid, seq limit ${mostCounted + 1}`;
  const counted = await monthsOf(tx, `(${few}) as few`);
  if (sumOf(counted, "events") <= mostCounted) return backlogOf(counted, 1);
  const percent = await samplePercent(tx);
  const sampled = await monthsOf(tx, `events tablesample system (${percent}) repeatable (1) where ${where}`);
  return backlogOf(sampled, 100 / percent);
};
