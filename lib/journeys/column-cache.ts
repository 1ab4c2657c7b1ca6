import type { ProjectScope } from "@/db/scope";
import { withTenantSnapshot } from "@/db/tenant";
import type { Column } from "@/lib/matching/column";
import { columnBytes, decodeColumn, emptyColumn } from "./decode-column";
import { coreBytes, decodeCore } from "./decode-core";
import { type AskedRows, GatheredSpan } from "./gathered-span";
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
  /** When it was used last, by the cache's count. */
  usedAt: number;
};

const keyOf = ({ id, prefix = "" }: StoredRun): string => prefix + id;

/** About what a name in a set takes. */
const nameBytes = 100;

/**
 * Decoded columns of stored runs, of all projects, the least recently used out first: nearly all of them gathered, a shard
 * each. Runs never change, so nothing is ever invalidated; what a running scan uses stays alive with it.
 */
export class ColumnCache {
  /** By `keyOf`: those that were not gathered. */
  private readonly runs = new Map<string, CachedRun>();
  private readonly spans = new Set<GatheredSpan>();
  private uses = 0;
  private loading: Promise<unknown> = Promise.resolve();

  constructor(private readonly budgetBytes: number) {}

  get bytes(): number {
    let bytes = 0;
    for (const one of [...this.runs.values(), ...this.spans]) bytes += one.bytes;
    return bytes;
  }

  /**
   * The rows of one part in memory: gathered, and beside them the runs that came since. Of runs for which `isLoose` holds
   * the rows of other parts are needed, too.
   */
  loadRows(scope: ProjectScope, asked: AskedRows, isLoose: (run: StoredRun) => boolean): Promise<Run[]> {
    if (asked.runs.length === 0) return Promise.resolve([]);
    return this.inTurn(async () => {
      const since = ++this.uses;
      const span = this.spanFor(scope, asked);
      await span.bring(scope, asked, {
        tx: (run) => withTenantSnapshot(scope, run),
        load: (runs, fields) => this.loadMissing(scope, runs, fields),
      });
      const { gathered, elsewhere } = span.runsOf(asked);
      const isGathered = (run: StoredRun): boolean =>
        !isLoose(run) && span.hasAllOf(run, elsewhere.get(run.id));
      for (const run of asked.runs) if (isGathered(run)) this.runs.delete(keyOf(run));
      const refs = asked.runs.filter((run) => !isGathered(run));
      const loose = await this.loadMissing(scope, refs, asked.fields);
      this.evict(since, asked.fields);
      return [
        ...gathered,
        ...loose.map((run, place) => ({ ...run, elsewhere: elsewhere.get(refs[place]?.id ?? 0) })),
      ];
    });
  }

  /** Loads of one thread follow one another, so none is done twice. */
  private async inTurn<T>(load: () => Promise<T>): Promise<T> {
    const loaded = this.loading.then(load);
    this.loading = loaded.catch(() => {});
    return await loaded;
  }

  private spanFor({ projectId }: ProjectScope, asked: AskedRows): GatheredSpan {
    const { kind, index, parts, shards } = asked;
    let found: GatheredSpan | undefined;
    for (const span of this.spans) {
      if (!span.isOf(projectId, asked)) continue;
      // Months have grown into more shards: nobody asks for these any more.
      if (span.part.shards !== shards) this.spans.delete(span);
      else if (span.suits(asked, this.budgetBytes)) found = span;
    }
    const span = found ?? new GatheredSpan(projectId, kind, { index, parts, shards });
    this.spans.add(span);
    span.usedAt = this.uses;
    return span;
  }

  private async loadMissing(
    scope: ProjectScope,
    refs: readonly StoredRun[],
    fields: readonly string[],
  ): Promise<Run[]> {
    const wanted: { runId: number; field: string }[] = [];
    const held = refs.map((ref) => {
      const run = this.use(scope, ref);
      const want = (field: string) => wanted.push({ runId: ref.id, field: (ref.prefix ?? "") + field });
      if (!run.core) want("core");
      for (const field of fields) if (!run.columns.has(field) && !run.absent.has(field)) want(field);
      return run;
    });
    if (wanted.length > 0)
      await withTenantSnapshot(scope, (tx) =>
        loadColumns(tx, scope, wanted, (runId, field, bytes) => {
          const ref = refs.find(({ id }) => id === runId);
          if (ref) this.keep(ref, field.slice(ref.prefix?.length ?? 0), bytes);
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

  private use({ projectId }: ProjectScope, ref: StoredRun): CachedRun {
    const known = this.runs.get(keyOf(ref));
    if (known && known.projectId !== projectId) throw new Error("A run belongs to one project.");
    const run: CachedRun = known ?? {
      projectId,
      core: undefined,
      columns: new Map(),
      absent: new Set(),
      bytes: 0,
      usedAt: 0,
    };
    run.usedAt = this.uses;
    this.runs.set(keyOf(ref), run);
    return run;
  }

  private keep(ref: StoredRun, field: string, bytes: Uint8Array): void {
    const run = this.runs.get(keyOf(ref));
    if (!run) return;
    if (field === "core") {
      run.core = decodeCore(bytes);
      run.bytes += coreBytes(bytes, run.core);
    } else {
      const column = decodeColumn(bytes, ref.events);
      run.columns.set(field, column);
      run.bytes += columnBytes(bytes, column);
    }
  }

  private keepAbsent(run: CachedRun, field: string): void {
    if (run.absent.has(field)) return;
    run.absent.add(field);
    run.bytes += nameBytes;
  }

  /** Lets go of what was not used since, the longest unused first, and then of columns that are not asked for. */
  private evict(since: number, fields: readonly string[]): void {
    let total = this.bytes;
    const unused = [
      ...[...this.runs].map(([key, run]) => ({ drop: () => this.runs.delete(key), ...run })),
      ...[...this.spans].map((span) => ({
        drop: () => this.spans.delete(span),
        usedAt: span.usedAt,
        bytes: span.bytes,
      })),
    ].filter(({ usedAt }) => usedAt < since);
    unused.sort((a, b) => a.usedAt - b.usedAt);
    for (const { drop, bytes } of unused) {
      if (total <= this.budgetBytes) return;
      drop();
      total -= bytes;
    }
    if (total > this.budgetBytes) for (const span of this.spans) span.keepOnly(fields);
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
