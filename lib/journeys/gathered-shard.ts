import type { Column } from "@/lib/matching/column";
import { LeafMemory } from "@/lib/matching/leaf-memory";
import type { SourceColumn } from "./decode-column";
import { type GatheredFacts, gatherRuns, type Shard, type SourceRun } from "./gather-runs";
import { MatchingRows } from "./matching-rows";
import type { Run } from "./run";
import { gatherColumn } from "./stretches";

/** About what a name and its place among the columns take. */
const nameBytes = 100;

/** The rows of one shard from several runs as one run, in memory; their columns are added as they are asked for. */
export class GatheredShard {
  private readonly gathered: ReturnType<typeof gatherRuns>;
  private readonly columns = new Map<string, { column: Column; bytes: number }>();
  private readonly matching = new MatchingRows();
  private readonly known: GatheredFacts["known"] = {
    reportBytes: new Map(),
    leaves: new LeafMemory(),
    matching: this.matching,
  };

  /** `runs` by ascending month. */
  constructor(
    runs: readonly SourceRun[],
    readonly place: Shard,
  ) {
    this.gathered = gatherRuns(runs, place);
  }

  has(field: string): boolean {
    return this.columns.has(field);
  }

  /** Adds a field, given its columns in the order of the runs; `valueBytes` is what their values take. */
  add(field: string, columns: readonly SourceColumn[], valueBytes: number): void {
    const column = gatherColumn(this.gathered, columns, field === "name");
    const bytes = nameBytes + valueBytes + (column.dictionary.size === 0 ? 0 : column.codes.byteLength);
    this.columns.set(field, { column, bytes });
  }

  /** Lets go of all fields but these, and of rows that are kept twice. */
  keepOnly(fields: readonly string[]): void {
    this.matching.forget();
    for (const field of this.columns.keys()) if (!fields.includes(field)) this.columns.delete(field);
  }

  get bytes(): number {
    const { core, sources, disorder, seen, several } = this.gathered;
    const { sessions, names, leaves, reportBytes } = this.known;
    let bytes = core.at.byteLength + core.seq.byteLength + core.flags.byteLength;
    bytes += seen.byteLength + several.byteLength;
    bytes += core.visitors.byteLength + core.starts.byteLength;
    for (const { rows, places } of sources) bytes += rows.byteLength + places.byteLength;
    bytes += disorder.to.byteLength + disorder.from.byteLength;
    for (const column of this.columns.values()) bytes += column.bytes;
    bytes += leaves.bytes + this.matching.bytes + (names?.byteLength ?? 0);
    for (const remembered of reportBytes.values()) bytes += remembered;
    if (sessions)
      bytes += sessions.session.byteLength + sessions.before.byteLength + sessions.rows.byteLength;
    return bytes + (sessions?.channel?.byteLength ?? 0);
  }

  /** What there is of a time, ms since 1970: rows at other times are there, too, but not looked at. */
  run(from: number, to: number): Run {
    const { core, seen, several } = this.gathered;
    const { known } = this;
    const columns = new Map(this.columns);
    return {
      ...this.place,
      ...core,
      month: 0,
      column: (field) => {
        const found = columns.get(field);
        if (!found) throw new Error(`The column ${field} was not loaded.`);
        return found.column;
      },
      gathered: { seen, several, from, to, known },
    };
  }
}
