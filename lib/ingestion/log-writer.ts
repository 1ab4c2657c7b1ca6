import type { ProjectScope } from "@/db/scope";
import { withTenants } from "@/db/tenant";
import { AppError } from "@/lib/errors";
import { oncePerProcess } from "@/lib/once-per-process";
import type { Draft } from "./draft";
import { writeProject } from "./write-project";

type Pending = {
  scope: ProjectScope;
  drafts: readonly Draft[];
  resolve: (isNew: readonly boolean[]) => void;
  reject: (error: unknown) => void;
};

const mostDraftsInGroup = 5_000;
const mostDraftsWaiting = 100_000;

/** Lost connections, restarts and deadlocks: nothing is known to be written, and writing again is harmless. */
const isPassing = (error: unknown): boolean => {
  const code = String((error as { code?: unknown } | null)?.code ?? "");
  return /^(CONNECTION_|CONNECT_|ECONN|08|57P0|40001|40P01|53)/.test(code);
};

/** Too slow, or waiting for somebody else's lock: trying again at once would only wait again. */
const isBusy = (error: unknown): boolean =>
  ["57014", "55P03"].includes(String((error as { code?: unknown } | null)?.code ?? ""));

/** One transaction for everything in the group, project by project in a fixed order; the answers in order of asking. */
const commit = async (group: readonly Pending[]): Promise<Map<Pending, readonly boolean[]>> => {
  const byProject = new Map<string, Pending[]>();
  for (const pending of group) {
    const { projectId } = pending.scope;
    const list = byProject.get(projectId);
    if (list) list.push(pending);
    else byProject.set(projectId, [pending]);
  }
  return await withTenants(async (tx, enterTenant) => {
    const outcome = new Map<Pending, readonly boolean[]>();
    for (const projectId of [...byProject.keys()].sort()) {
      const list = byProject.get(projectId) ?? [];
      const [first] = list;
      if (!first) continue;
      await enterTenant(first.scope);
      const isNew = await writeProject(
        tx,
        projectId,
        list.flatMap((pending) => [...pending.drafts]),
      );
      let place = 0;
      for (const pending of list) {
        outcome.set(pending, isNew.slice(place, place + pending.drafts.length));
        place += pending.drafts.length;
      }
    }
    return outcome;
  });
};

const commitWithRetry = async (group: readonly Pending[]): Promise<Map<Pending, readonly boolean[]>> => {
  try {
    return await commit(group);
  } catch (error) {
    if (!isPassing(error)) throw error;
    return await commit(group);
  }
};

const unavailable = (cause: unknown): AppError =>
  new AppError(
    "unavailable",
    "The database cannot be reached right now. Send it again in a few seconds.",
    undefined,
    {
      cause,
    },
  );

class LogWriter {
  private waiting: Pending[] = [];
  private waitingDrafts = 0;
  private running = false;

  append(scope: ProjectScope, drafts: readonly Draft[]): Promise<readonly boolean[]> {
    if (this.waitingDrafts + drafts.length > mostDraftsWaiting)
      throw new AppError("unavailable", "Too much is waiting to be written. Send it again in a few seconds.");
    return new Promise((resolve, reject) => {
      this.waiting.push({ scope, drafts, resolve, reject });
      this.waitingDrafts += drafts.length;
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) await this.flush(this.takeGroup());
    this.running = false;
  }

  private takeGroup(): Pending[] {
    const group: Pending[] = [];
    let size = 0;
    while (this.waiting.length > 0) {
      const next = this.waiting[0];
      if (!next || (group.length > 0 && size + next.drafts.length > mostDraftsInGroup)) break;
      this.waiting.shift();
      group.push(next);
      size += next.drafts.length;
    }
    this.waitingDrafts -= size;
    return group;
  }

  /** A group that fails is tried again request by request, so that one bad row takes nobody else down. */
  private async flush(group: readonly Pending[]): Promise<void> {
    try {
      const outcome = await commitWithRetry(group);
      for (const pending of group) pending.resolve(outcome.get(pending) ?? []);
    } catch (error) {
      if (isPassing(error) || isBusy(error)) for (const pending of group) pending.reject(unavailable(error));
      else if (group.length === 1) group[0]?.reject(error);
      else for (const pending of group) await this.flush([pending]);
    }
  }
}

/**
 * Appends drafts to the log. Resolves after COMMIT with which of them were new. Requests that arrive while a
 * transaction runs are written together in the next one.
 */
export const appendDrafts = (scope: ProjectScope, drafts: readonly Draft[]): Promise<readonly boolean[]> =>
  oncePerProcess("log writer", () => new LogWriter()).append(scope, drafts);
