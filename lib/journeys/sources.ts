import type { Shard } from "./gather-runs";
import type { LiftedRows } from "./identities";
import type { Run } from "./run";

/** Stretches of rows of one run, by ascending visitor number: a run as it is, or what was lifted from it. */
export type Source = {
  /** The run's place in the part. */
  place: number;
  run: Run;
  visitors: Int32Array;
  starts: Uint32Array;
  ends: Uint32Array;
  /** Gathered rows of exactly this shard. */
  isWhole: boolean;
};

const liftedSource = (place: number, run: Run, rows: readonly LiftedRows[]): Source => ({
  place,
  run,
  visitors: Int32Array.from(rows, ({ visitor }) => visitor),
  starts: Uint32Array.from(rows, ({ start }) => start),
  ends: Uint32Array.from(rows, ({ end }) => end),
  isWhole: false,
});

/**
 * What to walk over for the visitors of one shard of `shards`: gathered rows first, then in order of months. Runs with
 * fewer shards hold others, too; runs of other shards only give what was lifted from them.
 */
export const sourcesOf = (
  runs: readonly Run[],
  lifted: readonly LiftedRows[],
  { shard, shards }: Shard,
): Source[] =>
  runs
    .flatMap((run, place): Source[] => {
      const sources: Source[] = [];
      if (run.count > 0 && (shard & (run.shards - 1)) === run.shard && !run.elsewhere?.has(shard))
        sources.push({
          place,
          run,
          visitors: run.visitors,
          starts: run.starts,
          ends: run.starts.subarray(1),
          isWhole: run.gathered !== undefined && run.shards === shards,
        });
      const rows = lifted.filter((one) => one.run === place && (one.visitor & (shards - 1)) === shard);
      if (rows.length > 0) sources.push(liftedSource(place, run, rows));
      return sources;
    })
    .sort((a, b) => Number(b.isWhole) - Number(a.isWhole) || a.run.month - b.run.month);
