import type { ProjectScope } from "@/db/scope";
import { withTenantSnapshot } from "@/db/tenant";
import type { ColumnCache } from "./column-cache";
import { decodeRun } from "./decode-column";
import { filedUnder } from "./identities";
import type { Identities, Part } from "./part";
import { readRows } from "./read-rows";
import { ownRows, readState, type StoredRun, tailCondition } from "./read-state";
import type { EncodedRun } from "./run";
import { RunBuilder } from "./run-builder";
import { monthStart } from "./split-rows";
import { throwIfStopped } from "./stopped";
import { storedFields } from "./stored-fields";

/** A project's journeys at one moment. Plain data, so that several threads can work on the same moment. */
export type Moment = {
  runs: readonly StoredRun[];
  /** What no run has yet. */
  tail: readonly EncodedRun[];
  identities: Identities;
  /** The newest receipt and the latest event, ms since 1970; 0 without events. */
  receivedAt: number;
  latestAt: number;
};

/**
 * Reads where the journeys of a project stand and the rows that came since: everything committed before this call. The
 * fields may be found out meanwhile.
 */
export const readMoment = (
  scope: ProjectScope,
  wanted: Iterable<string> | Promise<Iterable<string>>,
): Promise<Moment> =>
  withTenantSnapshot(scope, async (tx) => {
    // One after the other: when a question is refused, nothing may still be asked of the transaction.
    const state = await readState(tx, scope);
    const fields = await wanted;
    const { runs, identities } = state;
    const builder = new RunBuilder();
    const where = `${ownRows(scope)} and ${tailCondition(state.checkpoint)}`;
    const tail = await readRows(tx, where, storedFields(fields), builder, filedUnder(identities));
    return {
      runs,
      tail: builder.build(() => 1),
      identities,
      receivedAt: Math.max(state.receivedAt, tail.receivedAt),
      latestAt: Math.max(state.latestAt, tail.latestAt),
    };
  });

/** Into how many parts a moment is best divided when so many threads are there. Small projects stay whole. */
export const partsOf = ({ runs }: Moment, threads: number): number =>
  runs.some(({ shards }) => shards > 1) ? threads : 1;

/** What the journeys of one part are made of, over a range of time. */
type Share = { index: number; parts: number; fields: Iterable<string>; from: number; to: number };

const isInPart = ({ shard, shards }: StoredRun, { index, parts }: Share): boolean => {
  const common = Math.min(parts, shards) - 1;
  return (shard & common) === (index & common);
};

/** Merges into visitors of the part whose rows still lie where they were: in runs of other parts, too. */
const waitingMerges = ({ winnerOf, lifted }: Identities, { index, parts }: Share): number[] => {
  const losers: number[] = [];
  for (const [loser, winner] of winnerOf)
    if (!lifted.has(loser) && (winner & (parts - 1)) === index) losers.push(loser);
  return losers;
};

/** Brings a part of the moment into memory: the months that touch the range, and the columns that are asked for. */
export const loadPart = async (
  scope: ProjectScope,
  moment: Moment,
  share: Share,
  cache: ColumnCache,
  stop?: Int32Array,
): Promise<Part> => {
  const { index, parts, fields, from, to } = share;
  throwIfStopped(stop);
  const { identities, tail } = moment;
  const firstMonth = monthStart(from);
  const losers = waitingMerges(identities, share);
  const holdsLoser = ({ shard, shards }: StoredRun): boolean =>
    losers.some((no) => (no & (shards - 1)) === shard);
  const refs = moment.runs.filter(
    (run) => run.month >= firstMonth && run.month < to && (isInPart(run, share) || holdsLoser(run)),
  );
  const stored = await cache.load(scope, refs, storedFields(fields));
  return {
    index,
    parts,
    runs: [...stored, ...tail.map(decodeRun)],
    identities,
    stop,
  };
};
