import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import type { SourceRun } from "./gather-runs";
import { GatheredShard } from "./gathered-shard";
import { loadApart, type RunApart } from "./load-apart";
import { holdsShard, isWorthJoining, planGathering } from "./plan-gathering";
import type { StoredRun } from "./read-state";
import type { Run } from "./run";
import { ScratchMemory } from "./scratch-memory";

/** Rows that a question asks for: of the months `from ≤ month < to`, ms since 1970, in one part. */
export type AskedRows = {
  /** All rows of the runs, or their first rows alone. */
  kind: "all" | "first";
  index: number;
  parts: number;
  /** Into how many shards the largest month of the project is split. */
  shards: number;
  /** The runs of those months, perhaps some of other parts. */
  runs: readonly StoredRun[];
  isCurrent: (run: StoredRun) => boolean;
  fields: readonly string[];
  from: number;
  to: number;
};

/** Gives loaded runs, with the named columns. */
type LoadRuns = (runs: readonly StoredRun[], fields: readonly string[]) => Promise<Run[]>;

type Unit = { rows: GatheredShard; runs: readonly StoredRun[] };
type Work = { shard: number; unit: Unit | undefined; runs: readonly StoredRun[]; fields: readonly string[] };

/** The core of what was loaded of a run. */
const coreOf =
  (refs: readonly StoredRun[]) =>
  (source: Run | RunApart | undefined, place: number): SourceRun => {
    const ref = refs[place];
    if (source && "count" in source) return source;
    if (!ref || !source?.core) throw new Error(`The run ${ref?.id} is not there any more.`);
    return { ...source.core, month: ref.month, shards: ref.shards };
  };

/** Gathered rows of one part of a project's visitors, a shard each. */
export class GatheredSpan {
  /** When it was used last, by the cache's count. */
  usedAt = 0;
  private units = new Map<number, Unit>();

  constructor(
    private readonly projectId: string,
    private readonly kind: AskedRows["kind"],
    readonly part: { index: number; parts: number; shards: number },
  ) {}

  get bytes(): number {
    let bytes = 0;
    for (const { rows } of this.units.values()) bytes += rows.bytes;
    return bytes;
  }

  /** Whether its visitors and their kind of rows are those that are asked for. */
  isOf(projectId: string, { kind, index, parts }: AskedRows): boolean {
    if (projectId !== this.projectId || kind !== this.kind) return false;
    return index === this.part.index && parts === this.part.parts;
  }

  /** Whether it may answer what is asked, perhaps after it has grown, within so much memory. */
  suits({ runs, isCurrent }: AskedRows, budgetBytes: number): boolean {
    const known = [...this.units.values()].flatMap((unit) => unit.runs.filter(isCurrent));
    return isWorthJoining(known, runs, this.bytes, budgetBytes);
  }

  /** Gathers what is asked for and not there yet. */
  async bring(
    scope: ProjectScope,
    asked: AskedRows,
    { tx, load }: { tx: (run: (tx: RawTx) => Promise<void>) => Promise<void>; load: LoadRuns },
  ): Promise<void> {
    const work = this.plan(asked);
    if (work.length === 0) return;
    const { shards } = this.part;
    const coarse = new Map(
      work.flatMap(({ runs }) => runs.filter((run) => run.shards < shards)).map((run) => [run.id, run]),
    );
    const fields = [...new Set(work.flatMap((one) => one.fields))];
    const loaded = await load([...coarse.values()], fields);
    const coarseRuns = new Map([...coarse.keys()].map((id, place) => [id, loaded[place]]));
    await tx(async (connection) => {
      const scratch = new ScratchMemory();
      for (const one of work) {
        await this.gather(connection, scope, one, { coarse: coarseRuns, scratch });
        scratch.clear();
      }
    });
  }

  /** What there is to do a shard, in order. */
  private plan({ runs, isCurrent, fields }: AskedRows): Work[] {
    const { index, parts, shards } = this.part;
    const work: Work[] = [];
    for (let shard = index; shard < shards; shard += parts) {
      const asked = runs.filter((run) => holdsShard(run, shard));
      if (asked.length === 0) continue;
      const unit = this.units.get(shard);
      const anew = planGathering(unit?.runs, asked, isCurrent);
      if (anew) work.push({ shard, unit: undefined, runs: anew, fields });
      else if (unit) {
        const missing = fields.filter((field) => !unit.rows.has(field));
        if (missing.length > 0) work.push({ shard, unit, runs: unit.runs, fields: missing });
      }
    }
    return work;
  }

  private async gather(
    tx: RawTx,
    scope: ProjectScope,
    { shard, unit: known, runs, fields }: Work,
    { coarse, scratch }: { coarse: ReadonlyMap<number, Run | undefined>; scratch: ScratchMemory },
  ): Promise<void> {
    const fine = runs.filter(({ id }) => !coarse.has(id));
    const apart = await loadApart(tx, scope, fine, known ? fields : ["core", ...fields], scratch);
    const sources = runs.map(({ id }) => coarse.get(id) ?? apart.get(id));
    const rows =
      known?.rows ?? new GatheredShard(sources.map(coreOf(runs)), { shard, shards: this.part.shards });
    for (const field of fields) {
      const columns = sources.flatMap((source) => source?.column(field) ?? []);
      rows.add(
        field,
        columns,
        [...apart.values()].reduce((bytes, one) => bytes + one.valueBytes(field), 0),
      );
    }
    if (!known) this.units.set(shard, { rows, runs });
  }

  /**
   * The gathered rows of what is asked for as runs, and of the other runs in which shards they need not be looked at.
   */
  runsOf({ runs, from, to }: AskedRows): { gathered: Run[]; elsewhere: Map<number, ReadonlySet<number>> } {
    const gathered: Run[] = [];
    const elsewhere = new Map<number, Set<number>>();
    for (const [shard, unit] of this.units) {
      if (!runs.some((run) => holdsShard(run, shard))) continue;
      gathered.push(unit.rows.run(from, to));
      for (const { id } of unit.runs) elsewhere.set(id, (elsewhere.get(id) ?? new Set<number>()).add(shard));
    }
    return { gathered, elsewhere };
  }

  /** Whether all rows of a run that are this part's were gathered. */
  hasAllOf(run: StoredRun, shards: ReadonlySet<number> | undefined): boolean {
    const { index, parts, shards: all } = this.part;
    for (let shard = index; shard < all; shard += parts)
      if (holdsShard(run, shard) && !shards?.has(shard)) return false;
    return shards !== undefined;
  }

  /** Lets go of all columns but these. */
  keepOnly(fields: readonly string[]): void {
    for (const { rows } of this.units.values()) rows.keepOnly(fields);
  }
}
