import type { Column } from "@/lib/matching/column";
import type { SourceColumn } from "../decode-column";
import { GatheredShard } from "../gathered-shard";
import { shardsOf } from "../identities";
import type { Part } from "../part";
import type { Run } from "../run";

const all = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** A column as it may be stored where few rows have it. */
const ofFewRows = ({ codes, dictionary }: Column): SourceColumn => ({
  codes: codes.filter((code) => code !== 0),
  having: Uint32Array.from([...codes.keys()].filter((row) => codes[row] !== 0)),
  dictionary,
});

/**
 * The same part, with the rows of some runs gathered as the column cache does it. `chooses` is asked for every run that
 * a shard has rows in; rows outside of `time` are not seen. `shards` are those of
 * the scan.
 */
export const gatheredPart = (
  part: Part,
  chooses: (run: Run, shard: number) => boolean = () => true,
  time = all,
  shards = shardsOf(part),
): Part => {
  const elsewhere = new Map<Run, Set<number>>();
  const gathered: Run[] = [];
  for (let shard = part.index; shard < shards; shard += part.parts) {
    const runs = part.runs
      .filter((run) => (shard & (run.shards - 1)) === run.shard && chooses(run, shard))
      .sort((a, b) => a.month - b.month);
    if (runs.length === 0) continue;
    const rows = new GatheredShard(runs, { shard, shards });
    const run = rows.run(time.from, time.to);
    const column = (field: string): Column => {
      if (!rows.has(field))
        rows.add(
          field,
          runs.map((one, place) => (place % 2 === 0 ? ofFewRows(one.column(field)) : one.column(field))),
          0,
        );
      return rows.run(time.from, time.to).column(field);
    };
    gathered.push({ ...run, column });
    for (const run of runs) elsewhere.set(run, (elsewhere.get(run) ?? new Set<number>()).add(shard));
  }
  const loose = part.runs.map((run) => ({ ...run, elsewhere: elsewhere.get(run) }));
  return { ...part, runs: [...gathered, ...loose] };
};
