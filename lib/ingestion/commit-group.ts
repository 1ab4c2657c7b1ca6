import type { ProjectScope } from "@/db/scope";
import { withTenants } from "@/db/tenant";
import { AppError } from "@/lib/errors";
import { rememberVisitors } from "./known-visitors";
import {
  type ProjectWritten,
  type WriteRequest,
  type Written,
  writeAtOnce,
  writeProject,
} from "./write-project";

const deadlineMs = 7_000;

/** A request for the log of a project; `bytes` is its size as it was sent. */
export type LogRequest = WriteRequest & { scope: ProjectScope; bytes: number };

export const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? "");

/** Lost connections, restarts and deadlocks: nothing is known to be written, and writing again is harmless. */
export const isPassing = (error: unknown): boolean =>
  /^(CONNECTION_|CONNECT_|ECONN|08|57P0|40001|40P01|53|25006)/.test(codeOf(error));

/** Too slow: trying again at once would only wait again. */
export const isBusy = (error: unknown): boolean => codeOf(error) === "57014";

/** Somebody else holds a lock of this project for too long. */
export class ProjectBlocked extends Error {
  constructor(
    readonly projectId: string,
    cause: unknown,
  ) {
    super("The project is locked.", { cause });
  }
}

const unlessBlocked = async <T>(projectId: string, writing: Promise<T>): Promise<T> => {
  try {
    return await writing;
  } catch (error) {
    throw codeOf(error) === "55P03" ? new ProjectBlocked(projectId, error) : error;
  }
};

/** The database refuses a value: it is one event's fault, and the others can be written without it. */
export const isAboutData = (error: unknown): boolean => /^(21|22|23|54)/.test(codeOf(error));

export const unavailable = (cause: unknown): AppError =>
  new AppError(
    "unavailable",
    "The database cannot be reached right now. Send it again in a few seconds.",
    undefined,
    { cause },
  );

export type Outcome = Map<WriteRequest, Written>;

/** A database that stays silent without hanging up: senders wait ten seconds at most, and must hear before. */
const withinDeadline = async <T>(writing: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unavailable(new Error("The database does not answer."))), deadlineMs);
  });
  // What comes of it later interests nobody: it is either there when the sender tries again, or not.
  writing.catch(() => {});
  try {
    return await Promise.race([writing, silent]);
  } finally {
    clearTimeout(timer);
  }
};

type Requests = ReadonlyMap<string, readonly LogRequest[]>;
type Committed = ReadonlyMap<string, ProjectWritten>;

const byProjectOf = (group: readonly LogRequest[]): Requests => {
  const byProject = new Map<string, LogRequest[]>();
  for (const request of group) {
    const list = byProject.get(request.scope.projectId);
    if (list) list.push(request);
    else byProject.set(request.scope.projectId, [request]);
  }
  return byProject;
};

/** One transaction for everything in the group, project by project in a fixed order. */
const writeTogether = (byProject: Requests): Promise<Committed> =>
  withTenants(async (tx, enterTenant) => {
    const all = new Map<string, ProjectWritten>();
    for (const projectId of [...byProject.keys()].sort()) {
      const requests = byProject.get(projectId) ?? [];
      const [first] = requests;
      if (!first) continue;
      // Sent together: the statements of the project follow the one that enters it.
      const [, written] = await Promise.all([
        enterTenant(first.scope),
        unlessBlocked(projectId, writeProject(tx, projectId, requests)),
      ]);
      all.set(projectId, written);
    }
    return all;
  });

const write = async (group: readonly LogRequest[], byProject: Requests): Promise<Committed> => {
  const [first] = group;
  if (first && byProject.size === 1) {
    const { projectId } = first.scope;
    const written = await unlessBlocked(projectId, writeAtOnce(first.scope, group));
    if (written) return new Map([[projectId, written]]);
  }
  return await writeTogether(byProject);
};

const commit = async (group: readonly LogRequest[]): Promise<Outcome> => {
  const byProject = byProjectOf(group);
  const writing = write(group, byProject);
  const committed = await withinDeadline(writing);
  const outcome: Outcome = new Map();
  for (const [projectId, { written, numbers }] of committed) {
    rememberVisitors(projectId, numbers);
    byProject.get(projectId)?.forEach((request, i) => {
      const one = written[i];
      if (one) outcome.set(request, one);
    });
  }
  return outcome;
};

export const commitWithRetry = async (group: readonly LogRequest[]): Promise<Outcome> => {
  try {
    return await commit(group);
  } catch (error) {
    if (!isPassing(error)) throw error;
    return await commit(group);
  }
};
