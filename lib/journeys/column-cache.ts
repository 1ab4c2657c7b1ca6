import type { ProjectScope } from "@/db/scope";
import { withTenantSnapshot } from "@/db/tenant";
import type { Column } from "@/lib/matching/column";
import { columnBytes, decodeColumn, decodeCore, emptyColumn } from "./decode-column";
import { loadColumns } from "./load-columns";
import type { StoredRun } from "./read-state";
import type { Run, RunCore } from "./run";

/** What is in memory of a stored run. */
type CachedRun = {
  projectId: string;
  core: RunCore | undefined;
  columns: Map<string, Column>;
  /** Fields that no row of the run has. */
  absent: Set<string>;
  bytes: number;
};

/** About what a name in a set takes. */
const nameBytes = 100;

/**
 * Decoded columns of stored runs, of all projects, the least recently used out first. Runs never change, so nothing is
 * ever invalidated; what a running scan uses stays alive with it.
 */
export class ColumnCache {
  /** By run id; the order of the map is the order of last use. */
  private readonly runs = new Map<number, CachedRun>();
  private total = 0;
  private loading: Promise<unknown> = Promise.resolve();

  constructor(private readonly budgetBytes: number) {}

  get bytes(): number {
    return this.total;
  }

  /** The runs with `core` and the named columns in memory. Loads of one thread follow one another, so none is done twice. */
  async load(scope: ProjectScope, refs: readonly StoredRun[], fields: readonly string[]): Promise<Run[]> {
    const loaded = this.loading.then(async () => {
      const runs = await this.loadMissing(scope, refs, fields);
      this.evict(new Set(refs.map(({ id }) => id)));
      return runs;
    });
    this.loading = loaded.catch(() => {});
    return await loaded;
  }

  private async loadMissing(
    scope: ProjectScope,
    refs: readonly StoredRun[],
    fields: readonly string[],
  ): Promise<Run[]> {
    const wanted: { runId: number; field: string }[] = [];
    const held = refs.map((ref) => {
      const run = this.use(scope, ref);
      if (!run.core) wanted.push({ runId: ref.id, field: "core" });
      for (const field of fields)
        if (!run.columns.has(field) && !run.absent.has(field)) wanted.push({ runId: ref.id, field });
      return run;
    });
    if (wanted.length > 0)
      await withTenantSnapshot(scope, (tx) =>
        loadColumns(tx, scope, wanted, (runId, field, bytes) => {
          const rows = refs.find(({ id }) => id === runId)?.events ?? 0;
          this.keep(runId, field, bytes, rows);
        }),
      );
    return refs.map((ref, place) => {
      const run = held[place];
      const core = run?.core;
      if (!run || !core) throw new Error(`The run ${ref.id} is not there any more.`);
      for (const field of fields) if (!run.columns.has(field)) this.keepAbsent(run, field);
      return asRun(ref, core, run);
    });
  }

  private use({ projectId }: ProjectScope, { id }: StoredRun): CachedRun {
    const known = this.runs.get(id);
    if (known && known.projectId !== projectId) throw new Error("A run belongs to one project.");
    const run: CachedRun = known ?? {
      projectId,
      core: undefined,
      columns: new Map(),
      absent: new Set(),
      bytes: 0,
    };
    this.runs.delete(id);
    this.runs.set(id, run);
    return run;
  }

  private keep(runId: number, field: string, bytes: Uint8Array, rows: number): void {
    const run = this.runs.get(runId);
    if (!run) return;
    let size = bytes.byteLength;
    if (field === "core") run.core = decodeCore(bytes);
    else {
      const column = decodeColumn(bytes, rows);
      run.columns.set(field, column);
      size = columnBytes(bytes, column);
    }
    run.bytes += size;
    this.total += size;
  }

  private keepAbsent(run: CachedRun, field: string): void {
    if (run.absent.has(field)) return;
    run.absent.add(field);
    run.bytes += nameBytes;
    this.total += nameBytes;
  }

  private evict(inUse: ReadonlySet<number>): void {
    for (const [id, run] of this.runs) {
      if (this.total <= this.budgetBytes) return;
      if (inUse.has(id)) continue;
      this.runs.delete(id);
      this.total -= run.bytes;
    }
  }
}

const asRun = (ref: StoredRun, core: RunCore, { columns, absent }: CachedRun): Run => ({
  month: ref.month,
  shard: ref.shard,
  shards: ref.shards,
  ...core,
  column: (field) => {
    const column = columns.get(field) ?? (absent.has(field) ? emptyColumn(core.count) : undefined);
    if (!column) throw new Error(`The column ${field} was not loaded.`);
    return column;
  },
});
