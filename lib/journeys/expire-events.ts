import type { ProjectScope } from "@/db/scope";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { compactUntilDone } from "./compact";
import { decodeRun } from "./decode-column";
import { decodeCore } from "./decode-core";
import { fieldsOf } from "./fold-batch";
import { type RunsChange, writeRuns } from "./journeys-store";
import { loadColumns, loadRun } from "./load-columns";
import { keepLiving } from "./merge-runs";
import { type Checkpoint, readState, type StoredRun } from "./read-state";
import { retentionDaysOf } from "./retention-store";
import type { EncodedRun, RunCore } from "./run";
import { RunBuilder } from "./run-builder";

type OldRow = { xid: string; seq: number; month: number };

const dayMs = 86_400_000;

/** The oldest rows that were received before then, all of one month of occurrence. */
const oldRows = async (
  tx: RawTx,
  { projectId }: ProjectScope,
  before: Date,
  batchRows: number,
): Promise<OldRow[]> =>
  await tx<OldRow[]>`
    with old as materialized (
      select xid, seq, date_trunc('month', occurred_at, 'UTC') as month from events
      where project_id = ${projectId} and received_at < ${before} order by events.xid, seq limit ${batchRows}
    )
    select xid::text as xid, seq::float8 as seq, extract(epoch from month)::float8 * 1000 as month from old
    where month = (select month from old order by old.xid, seq limit 1)`;

const holds = ({ count, seq, seqBase }: RunCore, seqs: ReadonlySet<number>): boolean => {
  for (let row = 0; row < count; row++) if (seqs.has(seqBase + (seq[row] ?? 0))) return true;
  return false;
};

const runsWith = async (
  tx: RawTx,
  scope: ProjectScope,
  runs: readonly StoredRun[],
  seqs: ReadonlySet<number>,
): Promise<StoredRun[]> => {
  const holding = new Set<number>();
  const cores = runs.map(({ id }) => ({ runId: id, field: "core" }));
  await loadColumns(tx, scope, cores, (runId, _, bytes) => {
    if (holds(decodeCore(bytes), seqs)) holding.add(runId);
  });
  return runs.filter(({ id }) => holding.has(id));
};

type Expiry = { checkpoint: Checkpoint; rows: OldRow[]; replaced: StoredRun[]; added: EncodedRun[] };

const readExpiry = (scope: ProjectScope, before: Date, batchRows: number): Promise<Expiry | undefined> =>
  withTenantSnapshot(scope, async (tx) => {
    const { checkpoint, runs, identities } = await readState(tx, scope);
    const rows = await oldRows(tx, scope, before, batchRows);
    const [first] = rows;
    if (!checkpoint || checkpoint.foreign || !first) return undefined;
    const seqs = new Set(rows.map(({ seq }) => seq));
    const ofMonth = runs.filter(({ month }) => month === first.month);
    const replaced = await runsWith(tx, scope, ofMonth, seqs);
    const added: EncodedRun[] = [];
    for (const stored of replaced) {
      const encoded = await loadRun(tx, scope, stored);
      const builder = new RunBuilder();
      builder.addRun(decodeRun(encoded), fieldsOf(encoded), {
        visitorOf: keepLiving(identities),
        dropSeq: (seq) => seqs.has(seq),
      });
      added.push(...builder.buildToStore(() => stored.shards));
    }
    return { checkpoint, rows, replaced, added };
  });

type ExpireOptions = { batchRows?: number; isStopping?: () => boolean };

/**
 * Deletes what a project received before then from its log, in batches, each in one transaction with the runs that
 * held those rows. Answers how many rows are gone. While the journeys cannot be compacted nothing is deleted.
 */
export const expireEvents = async (
  scope: ProjectScope,
  before: Date,
  { batchRows = 50_000, isStopping = () => false }: ExpireOptions = {},
): Promise<number> => {
  let expired = 0;
  await compactUntilDone(scope, isStopping);
  while (!isStopping()) {
    const found = await readExpiry(scope, before, batchRows);
    if (!found) break;
    const { checkpoint, rows, replaced, added } = found;
    const change: RunsChange = {
      generation: checkpoint.generation,
      version: checkpoint.version,
      added,
      replaced: replaced.map(({ id }) => id),
      expired: { xids: rows.map(({ xid }) => xid), seqs: rows.map(({ seq }) => seq), before },
    };
    if (await writeRuns(scope, change)) expired += rows.length;
  }
  return expired;
};

/** Deletes what a project has kept for longer than it wants to. */
export const applyRetention = async (
  scope: ProjectScope,
  isStopping: () => boolean = () => false,
): Promise<void> => {
  const days = await retentionDaysOf(scope);
  if (days !== null) await expireEvents(scope, new Date(Date.now() - days * dayMs), { isStopping });
};
