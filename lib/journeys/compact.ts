import { setTimeout as sleep } from "node:timers/promises";
import type { ProjectScope } from "@/db/scope";
import { foldBatch } from "./fold-batch";
import { findGeneration, goLive, insertGeneration, isSettled, markLog, writeRuns } from "./journeys-store";
import { addFirsts, mergeRuns } from "./merge-runs";
import { Pace } from "./pace";
import { purgeErased } from "./purge-erased";

/** Where a compaction may die: after reading and before writing each kind of change. */
export type Stage = "begun" | "read" | "written" | "live" | "merging" | "merged" | "purging";

export type CompactOptions = {
  /** About as many rows of the log are read in one transaction, fewer when they are large. */
  batchRows?: number;
  /** A month with more events is split into shards. */
  eventsPerShard?: number;
  /** When it rests; one for all batches of a compaction. */
  pace?: Pace;
  /** Called between the steps; what it throws ends the compaction there. */
  at?: (stage: Stage) => Promise<void>;
};

/** Rows of the log that were folded, and whether there is more to do at once. */
export type Compacted = { folded: number; more: boolean };

const settledWithinMs = 2_000;
const lookEveryMs = 20;

type Limits = Required<CompactOptions>;

const withDefaults = (options: CompactOptions): Limits => ({
  batchRows: 250_000,
  eventsPerShard: 125_000,
  pace: new Pace(),
  at: async () => {},
  ...options,
});

/**
 * Begins a generation that first folds the log up to its present end, whatever the transaction ids of those rows say.
 * Answers `undefined` when older transactions do not end in time: then somebody tries again later.
 */
const beginGeneration = async (scope: ProjectScope): Promise<number | undefined> => {
  const mark = await markLog(scope);
  const until = Date.now() + settledWithinMs;
  while (!(await isSettled(scope, mark.settledAt))) {
    if (Date.now() > until) return undefined;
    await sleep(lookEveryMs);
  }
  return await insertGeneration(scope, mark);
};

/** One batch of one generation, merges included. */
const compactGeneration = async (
  scope: ProjectScope,
  generation: number,
  { batchRows, eventsPerShard, pace, at }: Limits,
): Promise<Compacted> => {
  const batch = await foldBatch(scope, generation, { batchRows, eventsPerShard, pace });
  await at("read");
  if (batch && !(await writeRuns(scope, batch.change))) return { folded: 0, more: true };
  await at("written");
  const compacted = { folded: batch?.folded ?? 0, more: batch?.more ?? false };
  const limits = { eventsPerShard, eager: !compacted.more };
  for (;;) {
    const merge = await mergeRuns(scope, generation, limits);
    if (!merge) return compacted;
    await at("merging");
    if (!(await writeRuns(scope, merge))) return { ...compacted, more: true };
    await at("merged");
  }
};

/** Takes erased visitors out of the runs that still hold them; answers whether somebody was in the way. */
const purge = async (scope: ProjectScope, generation: number, at: Limits["at"]): Promise<boolean> => {
  for (;;) {
    const next = await purgeErased(scope, generation);
    if (!next) return false;
    await at("purging");
    if (!(await writeRuns(scope, next))) return true;
  }
};

/**
 * Folds the next batch of a project's log into runs and keeps these few. Safe whenever it dies and however many do it
 * at once: everything is computed from one snapshot and written in short transactions, each only if nobody else has
 * changed the runs meanwhile; whoever has, wins, and the other says `more`. A project without a checkpoint of this
 * cluster, new or restored from a dump, is folded from the start beside whatever its questions read.
 */
export const compact = async (scope: ProjectScope, options: CompactOptions = {}): Promise<Compacted> => {
  const limits = withDefaults(options);
  const found = await findGeneration(scope);
  const generation = found?.generation ?? (await beginGeneration(scope));
  if (generation === undefined) return { folded: 0, more: false };
  await limits.at("begun");
  const compacted = await compactGeneration(scope, generation, limits);
  if (compacted.more) return compacted;
  if (!found?.live) {
    await goLive(scope, generation);
    await limits.at("live");
  }
  if (await purge(scope, generation, limits.at)) return { ...compacted, more: true };
  const renewed = await addFirsts(scope, generation);
  if (renewed) await writeRuns(scope, renewed);
  return { ...compacted, more: renewed !== undefined };
};

/** Compacts a project until nothing is left to do, or the process stops. Answers how many rows were folded. */
export const compactUntilDone = async (
  scope: ProjectScope,
  isStopping: () => boolean = () => false,
  options: CompactOptions = {},
): Promise<number> => {
  const limits = { pace: new Pace(isStopping), ...options };
  let folded = 0;
  for (let more = true; more && !isStopping(); ) {
    const compacted = await compact(scope, limits);
    folded += compacted.folded;
    more = compacted.more;
  }
  return folded;
};

/**
 * Makes a project's runs anew from its log while questions read the old ones, then swaps all at once. Answers how many
 * rows were folded, or `undefined` when older transactions kept it from beginning or it was stopped: then nothing has
 * changed.
 */
export const rebuildJourneys = async (
  scope: ProjectScope,
  isStopping: () => boolean = () => false,
  options: CompactOptions = {},
): Promise<number | undefined> => {
  const limits = withDefaults({ pace: new Pace(isStopping), ...options });
  const generation = await beginGeneration(scope);
  if (generation === undefined) return undefined;
  let folded = 0;
  for (let more = true; more; ) {
    if (isStopping()) return undefined;
    const compacted = await compactGeneration(scope, generation, limits);
    folded += compacted.folded;
    more = compacted.more;
  }
  return (await goLive(scope, generation)) ? folded : undefined;
};
