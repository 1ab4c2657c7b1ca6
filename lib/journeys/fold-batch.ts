import type { ProjectScope } from "@/db/scope";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { decodeRun } from "./decode-column";
import { filedUnder } from "./identities";
import type { RunsChange } from "./journeys-store";
import { loadRun, runsThatHold } from "./load-columns";
import { readRows } from "./read-rows";
import { type Checkpoint, type JourneyState, ownRows, readState, type StoredRun } from "./read-state";
import { RunBuilder } from "./run-builder";
import { shardsFor } from "./shards-for";

/** The next batch of a generation, ready to be written, and whether there is more to fold after it. */
export type Batch = { change: RunsChange; folded: number; more: boolean };

/** Which rows a batch folds, as SQL for `events` and `visitor_merges`, and where the checkpoint stands after it. */
type Span = { condition: string; horizon: string; adopting: string | null; more: boolean };

const firstAfter = async (tx: RawTx, condition: string, offset: number): Promise<string | undefined> => {
  const rows = await tx.unsafe<{ xid: string }[]>(
    `select xid::text as xid from events where ${condition} order by events.xid, seq offset ${offset} limit 1`,
  );
  return rows[0]?.xid;
};

/** Where to stop so that about `batchRows` rows are folded: between two transactions, and after the first at least. */
const endOfBatch = async (tx: RawTx, condition: string, batchRows: number): Promise<string | undefined> => {
  const end = await firstAfter(tx, condition, batchRows);
  if (end === undefined || end !== (await firstAfter(tx, condition, 0))) return end;
  return String(BigInt(end) + 1n);
};

/**
 * What is settled and not folded yet: rows of transactions that were over when the snapshot was taken, or those up to
 * `base_seq`, which all are.
 */
const nextSpan = async (
  tx: RawTx,
  scope: ProjectScope,
  { horizon, baseSeq, adopting }: Checkpoint,
  batchRows: number,
): Promise<Span> => {
  if (adopting !== null) {
    const left = `xid >= '${adopting}'::xid8 and seq <= ${baseSeq}`;
    const end = await endOfBatch(tx, `${ownRows(scope)} and ${left}`, batchRows);
    const condition = end === undefined ? left : `${left} and xid < '${end}'::xid8`;
    return { condition, horizon, adopting: end ?? null, more: true };
  }
  const [snapshot] = await tx<{ xmin: string }[]>`
    select greatest(pg_snapshot_xmin(pg_current_snapshot()), ${horizon}::xid8)::text as xmin`;
  const settled = snapshot?.xmin ?? horizon;
  const unfolded = `xid >= '${horizon}'::xid8 and seq > ${baseSeq}`;
  const range = `${ownRows(scope)} and ${unfolded} and xid < '${settled}'::xid8`;
  const end = await endOfBatch(tx, range, batchRows);
  const next = end ?? settled;
  return {
    condition: `${unfolded} and xid < '${next}'::xid8`,
    horizon: next,
    adopting: null,
    more: end !== undefined,
  };
};

/** Copies what older runs hold of visitors who turn out to be somebody else; answers the highest `seq` of a merge. */
const lift = async (
  tx: RawTx,
  scope: ProjectScope,
  state: JourneyState,
  { condition }: Span,
  builder: RunBuilder,
): Promise<{ merges: number; maxSeq: number }> => {
  const merges = await tx.unsafe<{ loser: number; seq: number }[]>(
    `select from_no as loser, seq::float8 as seq from visitor_merges where ${ownRows(scope)} and ${condition}`,
  );
  const losers = new Set(merges.map(({ loser }) => loser));
  const target = filedUnder(state.identities);
  const visitorOf = (no: number): number => (losers.has(no) ? target(no) : -1);
  for (const stored of await runsThatHold(tx, scope, state.runs, losers)) {
    const encoded = await loadRun(tx, scope, stored);
    builder.addRun(decodeRun(encoded), fieldsOf(encoded), { visitorOf });
  }
  return { merges: merges.length, maxSeq: merges.reduce((most, { seq }) => Math.max(most, seq), 0) };
};

/** The fields of a stored run. */
export const fieldsOf = ({ columns }: { columns: ReadonlyMap<string, unknown> }): string[] =>
  [...columns.keys()].filter((field) => field !== "core");

const eventsByMonth = (runs: readonly StoredRun[]): Map<number, number> => {
  const events = new Map<number, number>();
  for (const run of runs) events.set(run.month, (events.get(run.month) ?? 0) + run.events);
  return events;
};

/**
 * Reads and sorts the next batch of a generation, at most about `batchRows` rows, in one snapshot of the log; changes
 * nothing. Rows are filed under the visitor they belong to now. A merge that is folded takes what older runs hold of
 * its loser along, and rows that the loser still has there are dead from then on. Answers `undefined` when nothing is
 * left to fold, or when the generation is gone.
 */
export const foldBatch = (
  scope: ProjectScope,
  generation: number,
  limits: { batchRows: number; eventsPerShard: number },
): Promise<Batch | undefined> =>
  withTenantSnapshot(scope, async (tx) => {
    const state = await readState(tx, scope, generation);
    const { checkpoint, runs, identities } = state;
    if (!checkpoint || checkpoint.foreign) return undefined;
    const span = await nextSpan(tx, scope, checkpoint, limits.batchRows);
    const builder = new RunBuilder();
    const read = await readRows(
      tx,
      `${ownRows(scope)} and ${span.condition}`,
      "all",
      builder,
      filedUnder(identities),
    );
    // Up to `base_seq` every merge was known before the first row was filed.
    const lifted =
      checkpoint.adopting === null ? await lift(tx, scope, state, span, builder) : { merges: 0, maxSeq: 0 };
    if (read.events === 0 && lifted.merges === 0 && !span.more) return undefined;
    return { builder, read, lifted, span, runs, checkpoint };
  }).then((found) => {
    if (!found) return undefined;
    const { builder, read, lifted, span, runs, checkpoint } = found;
    const stored = eventsByMonth(runs);
    const added = builder.build((month, events) =>
      shardsFor((stored.get(month) ?? 0) + events, limits.eventsPerShard),
    );
    const { horizon, adopting, more } = span;
    const maxSeq = Math.max(checkpoint.maxSeq, read.maxSeq, lifted.maxSeq);
    const { version } = checkpoint;
    return {
      change: {
        generation,
        version,
        checkpoint: {
          horizon,
          adopting,
          maxSeq,
          receivedAt: Math.max(checkpoint.receivedAt, read.receivedAt),
          latestAt: Math.max(checkpoint.latestAt, read.latestAt),
        },
        added,
        replaced: [],
      },
      folded: read.events,
      more,
    };
  });
