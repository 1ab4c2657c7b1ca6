import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { erasedVisitors, journeyCheckpoints, journeyColumns, journeyRuns } from "@/db/schema/journeys";
import type { ProjectScope } from "@/db/scope";
import { type Tx, withTenant } from "@/db/tenant";
import type { Checkpoint } from "./read-state";
import type { EncodedRun } from "./run";

/** A change of a generation's runs, computed from what it was at `version`. */
export type RunsChange = {
  generation: number;
  version: number;
  /** How far the log is folded with it; nothing for a change that folds no more. */
  checkpoint?: Pick<Checkpoint, "horizon" | "adopting" | "maxSeq" | "receivedAt" | "latestAt">;
  added: readonly EncodedRun[];
  replaced: readonly number[];
  /** Erased visitors whom no run of the generation holds any more. */
  purged?: readonly number[];
  /** Rows to delete from the log, received before then. */
  expired?: { xids: readonly string[]; seqs: readonly number[]; before: Date };
};

/** One statement carries no more than this, or a single column. */
const bytesAtOnce = 8_000_000;

const bytesOf = ({ columns }: EncodedRun): number => {
  let bytes = 0;
  for (const column of columns.values()) bytes += column.byteLength;
  return bytes;
};

const instant = (ms: number): string | null => (ms > 0 ? new Date(ms).toISOString() : null);

const valuesOf = ({ receivedAt, latestAt, ...rest }: NonNullable<RunsChange["checkpoint"]>) => ({
  ...rest,
  receivedAt: instant(receivedAt),
  latestAt: instant(latestAt),
});

const insertRun = async (
  tx: Tx,
  { projectId }: ProjectScope,
  generation: number,
  run: EncodedRun,
): Promise<void> => {
  const { shard, shards, events, visitors, firsts: firstEvents } = run;
  const month = new Date(run.month).toISOString().slice(0, 10);
  const [inserted] = await tx
    .insert(journeyRuns)
    .values({
      projectId,
      generation,
      month,
      shard,
      shards,
      events,
      visitors,
      bytes: bytesOf(run),
      firstEvents,
    })
    .returning({ id: journeyRuns.id });
  if (!inserted) throw new Error("A run was not inserted.");
  let rows: (typeof journeyColumns.$inferInsert)[] = [];
  let bytes = 0;
  for (const [field, column] of run.columns) {
    if (rows.length > 0 && bytes + column.byteLength > bytesAtOnce) {
      await tx.insert(journeyColumns).values(rows);
      rows = [];
      bytes = 0;
    }
    const data = Buffer.from(column.buffer, column.byteOffset, column.byteLength);
    rows.push({ projectId, runId: inserted.id, field, data });
    bytes += column.byteLength;
  }
  await tx.insert(journeyColumns).values(rows);
};

/** A generation that is being built has rows that are gone now, so it is begun again. */
const deleteExpired = async (
  tx: Tx,
  projectId: string,
  { xids, seqs, before }: NonNullable<RunsChange["expired"]>,
): Promise<void> => {
  const [row] = await tx.execute<{ count: number }>(sql`
    select expire_events(string_to_array(${xids.join()}, ',')::xid8[], string_to_array(${seqs.join()}, ',')::bigint[],
      ${before.toISOString()}::timestamptz)::float8 as count`);
  if (row?.count !== seqs.length)
    throw new Error(`Of ${seqs.length} events past their retention only ${row?.count} could be deleted.`);
  const building = await tx
    .select({ generation: journeyCheckpoints.generation })
    .from(journeyCheckpoints)
    .where(and(eq(journeyCheckpoints.projectId, projectId), eq(journeyCheckpoints.live, false)));
  const generations = building.map(({ generation }) => generation);
  if (generations.length > 0) await removeGenerations(tx, projectId, generations);
};

/**
 * Writes a change in one short transaction, if nobody changed the generation meanwhile; answers whether it did. Moving
 * the checkpoint comes first, which makes everybody else who writes to this generation wait and then find it changed.
 */
export const writeRuns = (scope: ProjectScope, change: RunsChange): Promise<boolean> =>
  withTenant(scope, async (tx) => {
    const { projectId } = scope;
    const { generation, version, checkpoint, added, replaced, purged = [], expired } = change;
    await tx.execute(sql`set local statement_timeout = '60s'`);
    const moved = await tx
      .update(journeyCheckpoints)
      .set({
        ...(checkpoint && valuesOf(checkpoint)),
        version: version + 1,
        updatedAt: sql`now()`,
      })
      .where(
        and(
          eq(journeyCheckpoints.projectId, projectId),
          eq(journeyCheckpoints.generation, generation),
          eq(journeyCheckpoints.version, version),
        ),
      )
      .returning({ generation: journeyCheckpoints.generation });
    if (moved.length === 0) return false;
    for (const run of added) await insertRun(tx, scope, generation, run);
    if (replaced.length > 0)
      await tx
        .update(journeyRuns)
        .set({ replacedAt: sql`now()` })
        .where(and(eq(journeyRuns.projectId, projectId), inArray(journeyRuns.id, [...replaced])));
    if (purged.length > 0)
      await tx
        .update(erasedVisitors)
        .set({ purgedAt: sql`now()` })
        .where(and(eq(erasedVisitors.projectId, projectId), inArray(erasedVisitors.visitorNo, [...purged])));
    if (expired) await deleteExpired(tx, projectId, expired);
    return true;
  });

/** A place in the log. */
export type Mark = {
  /** Rows up to here are all there once no transaction older than `settledAt` runs any more. */
  baseSeq: number;
  settledAt: string;
  /** No row after it is of an older transaction than this one. */
  horizon: string;
};

/**
 * Marks the end of the log. Who takes a number after the mark was not over before it; who took one before has a
 * transaction id by then, smaller than the one taken last here (ingestion writes ids of messages before events).
 */
export const markLog = async (scope: ProjectScope): Promise<Mark> => {
  const { baseSeq, horizon } = await withTenant(scope, async (tx) => {
    const [before] = await tx.execute<{ xid: string }>(
      sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`,
    );
    const [base] = await tx.execute<{ seq: number }>(sql`select nextval('event_seq')::float8 as seq`);
    if (!before || !base) throw new Error("The log has no end.");
    return { baseSeq: base.seq, horizon: before.xid };
  });
  const settledAt = await withTenant(scope, async (tx) => {
    const [own] = await tx.execute<{ xid: string }>(sql`select pg_current_xact_id()::text as xid`);
    return own?.xid ?? horizon;
  });
  return { baseSeq, settledAt, horizon };
};

/** Whether no transaction older than `xid` runs any more. */
export const isSettled = (scope: ProjectScope, xid: string): Promise<boolean> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx.execute<{ settled: boolean }>(
      sql`select pg_snapshot_xmin(pg_current_snapshot()) >= ${xid}::xid8 as settled`,
    );
    return row?.settled ?? false;
  });

/** Begins an empty generation, which first folds everything up to a settled mark; answers its number. */
export const insertGeneration = (scope: ProjectScope, { baseSeq, horizon }: Mark): Promise<number> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx
      .insert(journeyCheckpoints)
      .values({
        projectId: scope.projectId,
        horizon,
        baseSeq,
        maxSeq: baseSeq,
        adopting: "0",
        systemIdentifier: sql`(select system_identifier::text from pg_control_system())`,
      })
      .returning({ generation: journeyCheckpoints.generation });
    if (!row) throw new Error("A generation was not inserted.");
    return row.generation;
  });

/** The generation of this cluster that compaction goes on with: the live one, else the newest that is being built. */
export const findGeneration = (
  scope: ProjectScope,
): Promise<{ generation: number; live: boolean } | undefined> =>
  withTenant(scope, async (tx) => {
    const [row] = await tx.execute<{ generation: number; live: boolean }>(sql`
      select generation::float8 as generation, live from journey_checkpoints
      where project_id = ${scope.projectId} and system_identifier = (select system_identifier::text from pg_control_system())
      order by live desc, generation desc limit 1`);
    return row;
  });

/**
 * Lets questions read this generation from now on instead of the one that was live. What was erased since it was begun
 * may lie in it, so all of that is looked for again. Answers false for a generation that is gone.
 */
export const goLive = (scope: ProjectScope, generation: number): Promise<boolean> =>
  withTenant(scope, async (tx) => {
    const { projectId } = scope;
    const known = await tx
      .select({
        generation: journeyCheckpoints.generation,
        live: journeyCheckpoints.live,
        version: journeyCheckpoints.version,
      })
      .from(journeyCheckpoints)
      .where(eq(journeyCheckpoints.projectId, projectId))
      .orderBy(journeyCheckpoints.generation)
      .for("update");
    if (!known.some((one) => one.generation === generation)) return false;
    const former = known.find(({ live }) => live);
    if (former?.generation === generation) return true;
    if (former) await removeGenerations(tx, projectId, [former.generation]);
    await tx
      .update(journeyCheckpoints)
      .set({ live: true, version: Math.max(...known.map(({ version }) => version)) + 1 })
      .where(and(eq(journeyCheckpoints.projectId, projectId), eq(journeyCheckpoints.generation, generation)));
    await tx.update(erasedVisitors).set({ purgedAt: null }).where(eq(erasedVisitors.projectId, projectId));
    return true;
  });

const removeGenerations = async (tx: Tx, projectId: string, generations: number[]): Promise<void> => {
  await tx
    .delete(journeyCheckpoints)
    .where(
      and(eq(journeyCheckpoints.projectId, projectId), inArray(journeyCheckpoints.generation, generations)),
    );
  await tx
    .update(journeyRuns)
    .set({ replacedAt: sql`now()` })
    .where(
      and(
        eq(journeyRuns.projectId, projectId),
        inArray(journeyRuns.generation, generations),
        isNull(journeyRuns.replacedAt),
      ),
    );
};

/**
 * Deletes runs that were replaced more than ten minutes ago, so that questions under way have read them, and gives up
 * generations that nobody has built on for an hour.
 */
export const deleteReplacedRuns = (scope: ProjectScope): Promise<void> =>
  withTenant(scope, async (tx) => {
    const { projectId } = scope;
    await tx.execute(sql`set local statement_timeout = '60s'`);
    const abandoned = await tx
      .select({ generation: journeyCheckpoints.generation })
      .from(journeyCheckpoints)
      .where(
        and(
          eq(journeyCheckpoints.projectId, projectId),
          eq(journeyCheckpoints.live, false),
          sql`${journeyCheckpoints.updatedAt} < now() - interval '1 hour'`,
        ),
      )
      .for("update");
    if (abandoned.length > 0)
      await removeGenerations(
        tx,
        projectId,
        abandoned.map(({ generation }) => generation),
      );
    await tx
      .delete(journeyRuns)
      .where(
        and(
          eq(journeyRuns.projectId, projectId),
          sql`${journeyRuns.replacedAt} < now() - interval '10 minutes'`,
        ),
      );
  });
