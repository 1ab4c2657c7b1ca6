import type { StoredRun } from "./read-state";
import { shardsFor } from "./shards-for";

/** Runs to be written anew as one, or as one a shard when their month has grown. */
export type MergePlan = { runs: readonly StoredRun[]; shards: number };

/** More runs of one shard than this make questions slow. */
const mostRuns = 8;
const fewRuns = 4;
/** A run with this share of a shard's events costs questions little more than as a part of a larger one. */
const largeShare = 1 / 8;

const sum = (runs: readonly StoredRun[]): number => runs.reduce((events, run) => events + run.events, 0);

const groupBy = <K>(runs: readonly StoredRun[], keyOf: (run: StoredRun) => K): Map<K, StoredRun[]> => {
  const groups = new Map<K, StoredRun[]>();
  for (const run of runs) {
    const key = keyOf(run);
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return groups;
};

const covers = (coarse: StoredRun, fine: StoredRun): boolean =>
  coarse.shards < fine.shards && (fine.shard & (coarse.shards - 1)) === coarse.shard;

const bySize = (runs: readonly StoredRun[]): StoredRun[] => [...runs].sort((a, b) => a.events - b.events);

/**
 * The most of the smallest runs of which the largest has at most twice as many events as the others together: so every
 * event is written anew a number of times that grows with the logarithm of all, and few runs stay.
 */
const sizeTier = (runs: readonly StoredRun[]): StoredRun[] => {
  const sorted = bySize(runs);
  let tier: StoredRun[] = [];
  let before = 0;
  for (const [place, run] of sorted.entries()) {
    if (place > 0 && run.events <= 2 * before) tier = sorted.slice(0, place + 1);
    before += run.events;
  }
  return tier;
};

/** The runs of a shard to join now that there is time: large ones only when they are not few. */
const tierOf = (runs: readonly StoredRun[], eventsPerShard: number): StoredRun[] => {
  const small = runs.filter(({ events }) => events < largeShare * eventsPerShard);
  return sizeTier(runs.length - small.length > fewRuns ? runs : small);
};

/** Every way from the whole month down to one shard, as the runs that a scan of it meets. */
const runsOfShard = (runs: readonly StoredRun[], shards: number, shard: number): StoredRun[] =>
  runs.filter((run) => (shard & (run.shards - 1)) === run.shard && run.shards <= shards);

const planMonth = (
  runs: readonly StoredRun[],
  eventsPerShard: number,
  eager: boolean,
): MergePlan | undefined => {
  const shards = Math.max(shardsFor(sum(runs), eventsPerShard), ...runs.map((run) => run.shards));
  const groups = [...groupBy(runs, (run) => run.shards * 4096 + run.shard).values()];
  const isCoarse = ([run]: readonly StoredRun[]): boolean => (run?.shards ?? shards) < shards;
  if (eager)
    for (const group of groups) {
      const [first] = group;
      if (!first) continue;
      if (isCoarse(group)) {
        if (2 * sum(runs.filter((run) => covers(first, run))) >= sum(group)) return { runs: group, shards };
        continue;
      }
      const tier = tierOf(group, eventsPerShard);
      if (tier.length > 1) return { runs: tier, shards };
    }
  for (let shard = 0; shard < shards; shard++) {
    const met = runsOfShard(runs, shards, shard);
    if (met.length <= mostRuns) continue;
    const fine = met.filter((run) => run.shards === shards);
    if (fine.length > fewRuns) return { runs: bySize(fine).slice(0, fine.length - fewRuns + 1), shards };
    const coarse = bySize(met.filter((run) => run.shards < shards));
    return { runs: coarse.slice(0, coarse.length - (fewRuns - 1)), shards };
  }
  return undefined;
};

/**
 * The next runs of a project to merge, all of one month and shard, or nothing. While there is more to fold only what
 * is too much is merged (`eager` is false): no shard of a month has more than eight runs after it.
 */
export const planMerge = (
  runs: readonly StoredRun[],
  { eventsPerShard, eager }: { eventsPerShard: number; eager: boolean },
): MergePlan | undefined => {
  for (const month of groupBy(runs, (run) => run.month).values()) {
    const plan = planMonth(month, eventsPerShard, eager);
    if (plan) return plan;
  }
  return undefined;
};
