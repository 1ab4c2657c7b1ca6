import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import { type Backlog, estimateBacklog } from "./estimate-backlog";
import { type Checkpoint, ownRows } from "./read-state";

/** What one transaction reads of the log, as SQL for `events` and `visitor_merges`, and where the checkpoint stands after it. */
export type Span = {
  condition: string;
  horizon: string;
  adopting: string | null;
  /** Whether there is more to fold after it. */
  more: boolean;
  /** What waits to be folded, these rows included; absent when they are all. */
  backlog?: Backlog;
};

/** What the rows that one transaction reads may take in the log; in memory most take less, as values are kept once. */
const bytesAtOnce = 50_000_000;
/** Fewer rows than this are read at once whatever they hold. */
const surelyFit = 20_000;

const firstAfter = async (tx: RawTx, condition: string, offset: number): Promise<string | undefined> => {
  const rows = await tx.unsafe<{ xid: string }[]>(
    `select xid::text as xid from events where ${condition} order by events.xid, seq offset ${offset} limit 1`,
  );
  return rows[0]?.xid;
};

const endAfter = async (tx: RawTx, condition: string, rows: number): Promise<string | undefined> => {
  const end = await firstAfter(tx, condition, rows);
  if (end === undefined || end !== (await firstAfter(tx, condition, 0))) return end;
  return String(BigInt(end) + 1n);
};

type Wanted = { batchRows: number; backlog: Backlog | undefined };

/**
 * Where to stop so that about `batchRows` rows are read, fewer when they are large: between two transactions, and after
 * the first at least. Answers no end when all can be read.
 */
const endOfBatch = async (
  tx: RawTx,
  condition: string,
  { batchRows, backlog }: Wanted,
): Promise<{ end?: string; backlog?: Backlog }> => {
  const few = Math.min(batchRows, surelyFit);
  if ((await firstAfter(tx, condition, few)) === undefined) return { backlog };
  const estimate = backlog ?? (await estimateBacklog(tx, condition));
  const rows = Math.max(few, Math.min(batchRows, Math.floor(bytesAtOnce / estimate.bytesPerEvent)));
  return { end: await endAfter(tx, condition, rows), backlog: estimate };
};

/**
 * What is settled and not folded yet: rows of transactions that were over when the snapshot was taken, or those up to
 * `base_seq`, which all are. `backlog` is what was estimated before, if anything was.
 */
export const nextSpan = async (
  tx: RawTx,
  scope: ProjectScope,
  { horizon, baseSeq, adopting }: Checkpoint,
  wanted: Wanted,
): Promise<Span> => {
  if (adopting !== null) {
    const left = `xid >= '${adopting}'::xid8 and seq <= ${baseSeq}`;
    const { end, backlog } = await endOfBatch(tx, `${ownRows(scope)} and ${left}`, wanted);
    const condition = end === undefined ? left : `${left} and xid < '${end}'::xid8`;
    return { condition, horizon, adopting: end ?? null, more: true, backlog };
  }
  const [snapshot] = await tx<{ xmin: string }[]>`
    select greatest(pg_snapshot_xmin(pg_current_snapshot()), ${horizon}::xid8)::text as xmin`;
  const settled = snapshot?.xmin ?? horizon;
  const unfolded = `xid >= '${horizon}'::xid8 and seq > ${baseSeq}`;
  const range = `${ownRows(scope)} and ${unfolded} and xid < '${settled}'::xid8`;
  const { end, backlog } = await endOfBatch(tx, range, wanted);
  const next = end ?? settled;
  return {
    condition: `${unfolded} and xid < '${next}'::xid8`,
    horizon: next,
    adopting: null,
    more: end !== undefined,
    backlog,
  };
};
