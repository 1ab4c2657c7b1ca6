import type { Shard } from "./gather-runs";
import type { StoredRun } from "./read-state";

/** While what came since is at most one in so many events, it is read beside the gathered rows. */
const restShare = 8;
/** Gathered rows that are so many times more than those asked for are left to other questions. */
const mostTooMany = 4;

const sum = (runs: readonly StoredRun[], events: (run: StoredRun) => number): number =>
  runs.reduce((total, run) => total + events(run), 0);

/** Whether a run holds the shard's visitors, perhaps among others. */
export const holdsShard = (run: Pick<Shard, "shard" | "shards">, shard: number): boolean =>
  (shard & (run.shards - 1)) === run.shard;

/**
 * Whether it is worth gathering what is asked for together with what was gathered before, which takes `bytes`. The whole
 * should be of use to this question, and fit into the memory that there is.
 */
export const isWorthJoining = (
  known: readonly StoredRun[],
  asked: readonly StoredRun[],
  bytes: number,
  budgetBytes: number,
): boolean => {
  const eventsOf = (runs: readonly StoredRun[]): number =>
    sum([...new Map(runs.map((run) => [run.id, run])).values()], ({ events }) => events);
  const before = eventsOf(known);
  const all = eventsOf([...known, ...asked]);
  return all <= mostTooMany * eventsOf(asked) && bytes * all <= budgetBytes * before;
};

/**
 * The runs of one shard to gather anew, by month; `undefined` while what was gathered before is still good. `known` is
 * that, `asked` are the runs of the months that a question asks for, `isCurrent` says which still stand.
 */
export const planGathering = (
  known: readonly StoredRun[] | undefined,
  asked: readonly StoredRun[],
  isCurrent: (run: StoredRun) => boolean,
): StoredRun[] | undefined => {
  const ids = new Set(known?.map(({ id }) => id));
  const rest = asked.filter(({ id }) => !ids.has(id));
  const living = known?.filter(isCurrent) ?? [];
  // Runs of fewer shards have about as many events for each of those that they hold.
  const inShard = (run: StoredRun): number => run.events * run.shards;
  const isGood = known !== undefined && living.length === known.length;
  if (isGood && restShare * sum(rest, inShard) <= sum(asked, inShard)) return undefined;
  return [...living, ...rest].sort((a, b) => a.month - b.month);
};
