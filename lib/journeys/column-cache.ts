import type { ProjectScope } from "@/db/scope";
import { withTenantSnapshot } from "@/db/tenant";
import type { Column } from "@/lib/matching/column";
import { decodeColumn, decodeCore, emptyColumn } from "./decode-column";
import { loadColumns } from "./load-columns";
import type { StoredRun } from "./read-state";
import type { Run, RunCore } from "./run";

/** What is in memory of a stored run. */
type CachedRun = {
  projectId: string;
  core: RunCore | undefined;
  columns: Map<string, Column>;
  bytes: number;
};

const sizeOf = (bytes: Uint8Array, { codes }: Column): number =>
  bytes.byteLength + (codes.buffer === bytes.buffer ? 0 : codes.byteLength);

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
    const loaded = this.loading.then(() => this.loadMissing(scope, refs, fields));
    this.loading = loaded.catch(() => {});
    const runs = await loaded;
    this.evict(new Set(refs.map(({ id }) => id)));
    return runs;
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
      for (const field of fields) if (!run.columns.has(field)) wanted.push({ runId: ref.id, field });
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
      for (const field of fields)
        if (!run.columns.has(field)) run.columns.set(field, emptyColumn(core.count));
      return asRun(ref, core, run.columns);
    });
  }

  private use({ projectId }: ProjectScope, { id }: StoredRun): CachedRun {
    const known = this.runs.get(id);
    if (known && known.projectId !== projectId) throw new Error("A run belongs to one project.");
    const run = known ?? { projectId, core: undefined, columns: new Map<string, Column>(), bytes: 0 };
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
      size = sizeOf(bytes, column);
    }
    run.bytes += size;
    this.total += size;
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

const asRun = (ref: StoredRun, core: RunCore, columns: ReadonlyMap<string, Column>): Run => ({
  month: ref.month,
  shard: ref.shard,
  shards: ref.shards,
  ...core,
  column: (field) => {
    const column = columns.get(field);
    if (!column) throw new Error(`The column ${field} was not loaded.`);
    return column;
  },
});
