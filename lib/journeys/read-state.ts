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
  /** Of what is past the live checkpoint, where that is short. */
  tail?: TailSpan;
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
const tailCondition = (checkpoint: Checkpoint | undefined): string => {
  if (!checkpoint) return "true";
  const { horizon, baseSeq, maxSeq, foreign } = checkpoint;
  const unfolded = `xid >= '${horizon}'::xid8 and seq > ${baseSeq}`;
  if (foreign) return `((${unfolded}) or seq > ${maxSeq})`;
  return `(${unfolded} and xid < pg_snapshot_xmax(pg_current_snapshot()))`;
};

/** Naming when rows came spares the server planning for all other months of the log. */
const receivedWithin = ({ from, to }: TailSpan): string => {
  const text = (ms: number): string => `timestamptz '${new Date(ms).toISOString()}'`;
  return from === null || to === null ? "false" : `received_at between ${text(from - 1)} and ${text(to + 1)}`;
};

/** The condition that finds the tail in the log, in the snapshot in which the state was read. */
export const tailRows = (scope: ProjectScope, { checkpoint, tail }: JourneyState): string =>
  [ownRows(scope), tailCondition(checkpoint), ...(tail ? [receivedWithin(tail)] : [])].join(" and ");

/** Of a short tail: how many rows, and the first and the last receipt in ms since 1970, null of none. */
export type TailSpan = { rows: number; from: number | null; to: number | null };

/** Of a longer tail it is not said when it came: looking would take as long as reading it. */
const mostSpanned = 1000;

type Told = {
  folded: { checkpoint: Checkpoint; runs: StoredRun[] | null; tail: TailSpan | null } | null;
  erased: number[] | null;
  hasMerges: boolean;
};

/** Of a checkpoint `c`, unless it was made in another cluster. Compaction reads all there is and need not know. */
const tailSpan = (tx: RawTx, projectId: string) => tx`
  case when not cluster.other then (
    select json_build_object('rows', count(*), 'from', extract(epoch from min(received_at))::float8 * 1000,
      'to', extract(epoch from max(received_at))::float8 * 1000)
    from (
      select received_at from events
      where project_id = ${projectId} and xid >= c.horizon and seq > c.base_seq
        and xid < pg_snapshot_xmax(pg_current_snapshot())
      limit ${tx.unsafe(`${mostSpanned + 1}`)}) first_rows) end`;

/** All but merges in one statement that the server plans once, as values: the driver takes long over many rows. */
const readTold = async (
  tx: RawTx,
  { projectId }: ProjectScope,
  generation: number | "live",
): Promise<Told> => {
  const isLive = generation === "live";
  const [told] = await tx<[Told]>`
    select exists(select from visitor_merges where project_id = ${projectId}) as "hasMerges",
      (select json_agg(visitor_no) from erased_visitors where project_id = ${projectId}) as erased,
      (select json_build_object(
          'checkpoint', json_build_object('generation', c.generation, 'live', c.live, 'horizon', c.horizon::text,
            'baseSeq', c.base_seq, 'adopting', c.adopting::text, 'maxSeq', c.max_seq, 'version', c.version,
            'receivedAt', coalesce(extract(epoch from c.received_at)::float8 * 1000, 0),
            'latestAt', coalesce(extract(epoch from c.latest_at)::float8 * 1000, 0), 'foreign', cluster.other),
          'runs', (
            select json_agg(json_build_object('id', r.id, 'month', extract(epoch from r.month)::float8 * 1000,
                'shard', r.shard, 'shards', r.shards, 'events', r.events, 'visitors', r.visitors, 'bytes', r.bytes,
                'firsts', r.first_events) order by r.month, r.shards, r.shard, r.id)
            from journey_runs r
            where r.project_id = ${projectId} and r.generation = c.generation and r.replaced_at is null),
          'tail', ${isLive ? tailSpan(tx, projectId) : tx`null`})
        from journey_checkpoints c, lateral (
          select c.system_identifier <> (select system_identifier::text from pg_control_system()) as other) cluster
        where c.project_id = ${projectId} and ${isLive ? tx`c.live` : tx`c.generation = ${generation}`}
      ) as folded`;
  return told;
};

type Merges = { into: ReadonlyMap<number, number>; lifted: ReadonlySet<number> };

const readMerges = async (
  tx: RawTx,
  scope: ProjectScope,
  checkpoint: Checkpoint | undefined,
): Promise<Merges> => {
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

const identitiesOf = ({ into, lifted }: Merges, erased: Set<number>): Identities => {
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
  const { folded, erased, hasMerges } = await readTold(tx, scope, generation);
  const { checkpoint, runs, tail } = folded ?? {};
  const merges = hasMerges
    ? await readMerges(tx, scope, checkpoint)
    : { into: new Map<number, number>(), lifted: new Set<number>() };
  const { receivedAt, latestAt } = checkpoint ?? { receivedAt: 0, latestAt: 0 };
  return {
    checkpoint,
    runs: runs ?? [],
    tail: tail && tail.rows <= mostSpanned ? tail : undefined,
    identities: identitiesOf(merges, new Set(erased)),
    receivedAt,
    latestAt,
  };
};
