import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import type { Identities } from "./part";
import { readCopy } from "./read-copy";
import { firstPrefix } from "./run";

/** How far a generation of runs follows the log. Transaction ids are texts, as they may be larger than 2^53. */
export type Checkpoint = {
  generation: number;
  live: boolean;
  horizon: string;
  baseSeq: number;
  /** Not null while the rows up to `baseSeq` are being folded: those of older transactions are. */
  adopting: string | null;
  maxSeq: number;
  /** Made in another cluster, before a dump was restored in this one. */
  foreign: boolean;
  version: number;
  /** Of what is folded, in ms since 1970; 0 for nothing. */
  receivedAt: number;
  latestAt: number;
};

/** A run as the list has it; `month` in ms since 1970. */
export type StoredRun = {
  id: number;
  month: number;
  shard: number;
  shards: number;
  events: number;
  visitors: number;
  bytes: number;
  /** How many of its rows say how visitors came; not known of runs from before that was stored. */
  firsts?: number | null;
  /** What the names of its columns begin with, if they are not those of all its rows. */
  prefix?: string;
};

/** The first rows of a run, themselves like a run; the run where they are all of its rows or were not stored. */
export const firstsOf = (run: StoredRun): StoredRun =>
  typeof run.firsts === "number" && run.firsts < run.events
    ? { ...run, events: run.firsts, prefix: firstPrefix }
    : run;

/**
 * What is folded, as one snapshot sees it. Without a checkpoint nothing is. Times are the newest receipt and the latest
 * occurrence among what is folded, in ms since 1970, 0 for nothing.
 */
export type JourneyState = {
  checkpoint: Checkpoint | undefined;
  runs: readonly StoredRun[];
  identities: Identities;
  receivedAt: number;
  latestAt: number;
};

/** The condition that finds the project's own rows, for texts of SQL: COPY takes no parameters. */
export const ownRows = ({ projectId }: ProjectScope): string => `project_id = '${projectId}'`;

/**
 * The SQL of "past the checkpoint", for rows of `events` and of `visitor_merges` alike: these are not in the runs. In
 * the checkpoint's own cluster no row that a snapshot sees has an `xid` after its end; saying so keeps the range of the
 * index short beside rows of a cluster before. In another cluster `xid` says nothing of new rows, but `seq` goes on.
 */
export const tailCondition = (checkpoint: Checkpoint | undefined): string => {
  if (!checkpoint) return "true";
  const { horizon, baseSeq, maxSeq, foreign } = checkpoint;
  const unfolded = `xid >= '${horizon}'::xid8 and seq > ${baseSeq}`;
  if (foreign) return `((${unfolded}) or seq > ${maxSeq})`;
  return `(${unfolded} and xid < pg_snapshot_xmax(pg_current_snapshot()))`;
};

const readCheckpoint = async (
  tx: RawTx,
  { projectId }: ProjectScope,
  generation: number | "live",
): Promise<Checkpoint | undefined> => {
  const [row] = await tx<Checkpoint[]>`
    select generation::float8 as generation, live, horizon::text as horizon, base_seq::float8 as "baseSeq",
      adopting::text as adopting, coalesce(extract(epoch from received_at)::float8 * 1000, 0) as "receivedAt",
      coalesce(extract(epoch from latest_at)::float8 * 1000, 0) as "latestAt", max_seq::float8 as "maxSeq", version::float8 as version,
      system_identifier <> (select system_identifier::text from pg_control_system()) as "foreign"
    from journey_checkpoints
    where project_id = ${projectId} and ${generation === "live" ? tx`live` : tx`generation = ${generation}`}`;
  return row;
};

const readRuns = async (tx: RawTx, { projectId }: ProjectScope, generation: number): Promise<StoredRun[]> =>
  await tx<StoredRun[]>`
    select id::float8 as id, extract(epoch from month)::float8 * 1000 as month, shard, shards, events, visitors,
      bytes::float8 as bytes, first_events as firsts
    from journey_runs
    where project_id = ${projectId} and generation = ${generation} and replaced_at is null
    order by month, shards, shard, id`;

const readMerges = async (tx: RawTx, scope: ProjectScope, checkpoint: Checkpoint | undefined) => {
  const into = new Map<number, number>();
  const lifted = new Set<number>();
  await readCopy(
    tx,
    `select from_no, into_no, ${tailCondition(checkpoint)} from visitor_merges where ${ownRows(scope)}`,
    (row) => {
      into.set(row.int32(0), row.int32(1));
      if (!row.bool(2)) lifted.add(row.int32(0));
    },
  );
  return { into, lifted };
};

const readErased = async (tx: RawTx, { projectId }: ProjectScope): Promise<Set<number>> => {
  const rows = await tx<{ no: number }[]>`
    select visitor_no as no from erased_visitors where project_id = ${projectId}`;
  return new Set(rows.map(({ no }) => no));
};

const identitiesOf = (
  { into, lifted }: Awaited<ReturnType<typeof readMerges>>,
  erased: Set<number>,
): Identities => {
  const winnerOf = new Map<number, number>();
  for (const from of into.keys()) {
    let winner = from;
    let isErased = erased.has(from);
    for (let next = into.get(winner); next !== undefined; next = into.get(winner)) {
      winner = next;
      isErased ||= erased.has(winner);
    }
    winnerOf.set(from, winner);
    if (isErased) erased.add(from);
  }
  return { winnerOf, lifted, erased };
};

/**
 * What is folded of a project's log, within the caller's snapshot: the generation that is live, or one that is named.
 * Numbers merged into an erased one count as erased.
 */
export const readState = async (
  tx: RawTx,
  scope: ProjectScope,
  generation: number | "live" = "live",
): Promise<JourneyState> => {
  const checkpoint = await readCheckpoint(tx, scope, generation);
  // Asked together: the answers take one way back.
  const [runs, erased, merges] = await Promise.all([
    checkpoint ? readRuns(tx, scope, checkpoint.generation) : [],
    readErased(tx, scope),
    readMerges(tx, scope, checkpoint),
  ]);
  const { receivedAt, latestAt } = checkpoint ?? { receivedAt: 0, latestAt: 0 };
  return { checkpoint, runs, identities: identitiesOf(merges, erased), receivedAt, latestAt };
};
