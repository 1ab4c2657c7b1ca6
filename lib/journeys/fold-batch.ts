import type { ProjectScope } from "@/db/scope";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { decodeRun } from "./decode-column";
import { filedUnder } from "./identities";
import type { RunsChange } from "./journeys-store";
import { loadRun, runsThatHold } from "./load-columns";
import { nextSpan, type Span } from "./next-span";
import type { Pace } from "./pace";
import { type RowsRead, readRows } from "./read-rows";
import { type Checkpoint, type JourneyState, ownRows, readState, type StoredRun } from "./read-state";
import { RunBuilder } from "./run-builder";
import { shardsFor } from "./shards-for";

/** The next batch of a generation, ready to be written, and whether there is more to fold after it. */
export type Batch = { change: RunsChange; folded: number; more: boolean };

/** So many snapshots are read for one write at most. */
const piecesAtOnce = 4;

type Lifted = { merges: number; maxSeq: number };

/** Copies what older runs hold of visitors who turn out to be somebody else; answers the highest `seq` of a merge. */
const lift = async (
  tx: RawTx,
  scope: ProjectScope,
  state: JourneyState,
  { condition }: Span,
  builder: RunBuilder,
): Promise<Lifted> => {
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

/** How much is read at once, and when it rests. */
type Reading = { batchRows: number; pace: Pace };

type Piece = { state: JourneyState; checkpoint: Checkpoint; span: Span; read: RowsRead; lifted: Lifted };

/** Adds what one snapshot of the log has next to a builder; `undefined` when the generation is gone. */
const readPiece = (
  scope: ProjectScope,
  generation: number,
  builder: RunBuilder,
  { batchRows, pace, after }: Reading & { after: Span | undefined },
): Promise<Piece | undefined> =>
  withTenantSnapshot(scope, async (tx) => {
    const [snapshot] = await tx<
      { xmax: string }[]
    >`select pg_snapshot_xmax(pg_current_snapshot())::text as xmax`;
    if (snapshot) pace.sees(snapshot.xmax);
    const state = await readState(tx, scope, generation);
    const { checkpoint, identities } = state;
    if (!checkpoint || checkpoint.foreign) return undefined;
    const { adopting } = after ?? checkpoint;
    const span = await nextSpan(
      tx,
      scope,
      { ...checkpoint, adopting },
      { batchRows, backlog: after?.backlog },
    );
    const where = `${ownRows(scope)} and ${span.condition}`;
    const read = await readRows(tx, where, "all", builder, filedUnder(identities));
    // Up to `base_seq` every merge was known before the first row was filed.
    const lifted = adopting === null ? await lift(tx, scope, state, span, builder) : { merges: 0, maxSeq: 0 };
    return { state, checkpoint, span, read, lifted };
  });

/**
 * What is written at once. Rows up to `base_seq` are collected over several snapshots, so that a month that is folded for
 * the first time has few runs and none has to be written again. Later ones are not: a merge takes along what runs hold
 * of its loser, not what a builder does. When somebody changes the generation meanwhile, the write finds out.
 */
const readPieces = async (
  scope: ProjectScope,
  generation: number,
  builder: RunBuilder,
  reading: Reading,
): Promise<Piece[]> => {
  const pieces: Piece[] = [];
  while (pieces.length < piecesAtOnce) {
    const after = pieces.at(-1)?.span;
    if (after?.adopting === null) break;
    await reading.pace.rest();
    const piece = await readPiece(scope, generation, builder, { ...reading, after });
    if (!piece) break;
    pieces.push(piece);
  }
  return pieces;
};

/**
 * Reads and sorts the next batch of a generation, at most about `batchRows` rows a snapshot of the log; changes nothing.
 * Rows are filed under the visitor they belong to now. A merge that is folded takes what older runs hold of its loser
 * along, and rows that the loser still has there are dead from then on. Answers `undefined` when nothing is left to fold,
 * or when the generation is gone.
 */
export const foldBatch = async (
  scope: ProjectScope,
  generation: number,
  { eventsPerShard, ...reading }: Reading & { eventsPerShard: number },
): Promise<Batch | undefined> => {
  const builder = new RunBuilder();
  const pieces = await readPieces(scope, generation, builder, reading);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return undefined;
  const folded = pieces.reduce((sum, { read }) => sum + read.events, 0);
  const { horizon, adopting, more } = last.span;
  if (folded === 0 && last.lifted.merges === 0 && !more) return undefined;
  const { checkpoint, state, span } = first;
  const stored = eventsByMonth(state.runs);
  const waiting = span.backlog?.byMonth;
  // A month is split at once as all that waits for it needs, or its rows would be written again.
  const added = builder.buildToStore((month, events) =>
    shardsFor((stored.get(month) ?? 0) + Math.max(events, waiting?.get(month) ?? 0), eventsPerShard),
  );
  return {
    change: {
      generation,
      version: checkpoint.version,
      checkpoint: {
        horizon,
        adopting,
        maxSeq: Math.max(
          checkpoint.maxSeq,
          ...pieces.map(({ read, lifted }) => Math.max(read.maxSeq, lifted.maxSeq)),
        ),
        receivedAt: Math.max(checkpoint.receivedAt, ...pieces.map(({ read }) => read.receivedAt)),
        latestAt: Math.max(checkpoint.latestAt, ...pieces.map(({ read }) => read.latestAt)),
      },
      added,
      replaced: [],
    },
    folded,
    more,
  };
};
