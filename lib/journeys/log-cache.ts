import type { ProjectScope } from "@/db/scope";
import { oncePerProcess } from "@/lib/once-per-process";
import { ProjectLog } from "./project-log";
import { type Position, readLog, start } from "./read-log";

const mostRows = 20_000_000;

/** One project's log in memory, and the one refresh that may run on it. */
class CachedLog {
  private log: ProjectLog;
  private position: Position = start;
  private running: Promise<unknown> = Promise.resolve();
  private next: { fields: Set<string>; done: Promise<ProjectLog> } | undefined;

  constructor(private readonly sessionGapMs: number) {
    this.log = new ProjectLog(sessionGapMs);
  }

  get rows(): number {
    return this.log.count;
  }

  isFor(sessionGapMs: number): boolean {
    return this.sessionGapMs === sessionGapMs;
  }

  /**
   * A refresh that begins after this call, so that everything acknowledged before it is in. Callers that arrive while
   * one runs share the next.
   */
  fresh(scope: ProjectScope, fields: Iterable<string>): Promise<ProjectLog> {
    if (!this.next) {
      const wanted = new Set<string>();
      const done = this.running.then(() => {
        this.next = undefined;
        return this.refresh(scope, wanted);
      });
      this.running = done.catch(() => {});
      this.next = { fields: wanted, done };
    }
    for (const field of fields) this.next.fields.add(field);
    return this.next.done;
  }

  /** A refresh that broke off may have left half a read behind, so the next one starts over. */
  private async refresh(scope: ProjectScope, fields: ReadonlySet<string>): Promise<ProjectLog> {
    try {
      this.position = await readLog(scope, this.log, this.position, fields);
      return this.log;
    } catch (error) {
      this.log = new ProjectLog(this.sessionGapMs);
      this.position = start;
      throw error;
    }
  }
}

/** By project id; the order of the map is the order of last use. */
const cache = () => oncePerProcess("logs", () => new Map<string, CachedLog>());

const evict = (keep: CachedLog): void => {
  let rows = 0;
  for (const log of cache().values()) rows += log.rows;
  for (const [projectId, log] of cache()) {
    if (rows <= mostRows) return;
    if (log === keep) continue;
    cache().delete(projectId);
    rows -= log.rows;
  }
};

/**
 * The project's log with everything committed before this call and the named columns loaded. A known project reads
 * only what is new. Use the answer at once, without awaiting anything: a later refresh adds to the same object.
 */
export const freshLog = async (
  scope: ProjectScope,
  { sessionGapMs, fields }: { sessionGapMs: number; fields: Iterable<string> },
): Promise<ProjectLog> => {
  const known = cache().get(scope.projectId);
  const cached = known?.isFor(sessionGapMs) ? known : new CachedLog(sessionGapMs);
  cache().delete(scope.projectId);
  cache().set(scope.projectId, cached);
  const log = await cached.fresh(scope, fields);
  evict(cached);
  return log;
};
