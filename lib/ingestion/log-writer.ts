import { setTimeout as sleep } from "node:timers/promises";
import type { ProjectScope } from "@/db/scope";
import { type RawTx, withTenants } from "@/db/tenant";
import { AppError, isAppError } from "@/lib/errors";
import { oncePerProcess } from "@/lib/once-per-process";
import { rememberVisitors } from "./known-visitors";
import { type ProjectWritten, type WriteRequest, type Written, writeProject } from "./write-project";
import type { Rejected } from "./write-rejects";

/** What became of a request, after COMMIT. `rejected` are those it came with and those that the database refused. */
export type LogAnswer = Written & { rejected: readonly Rejected[] };

/** A request for the log of a project; `bytes` is its size as it was sent. */
export type LogRequest = WriteRequest & { scope: ProjectScope; bytes: number };

type Pending = {
  request: LogRequest;
  since: number;
  resolve: (answer: LogAnswer) => void;
  reject: (error: unknown) => void;
};

const mostEventsInGroup = 5_000;
const mostWaiting = 1_000;
const mostBytesWaiting = 64 * 1024 * 1024;
const longestWaitMs = 1_000;
const deadlineMs = 7_000;
/** Under load a transaction for a few more requests is cheaper than one transaction more. */
const gatherMs = 3;

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? "");

/** Lost connections, restarts and deadlocks: nothing is known to be written, and writing again is harmless. */
const isPassing = (error: unknown): boolean =>
  /^(CONNECTION_|CONNECT_|ECONN|08|57P0|40001|40P01|53|25006)/.test(codeOf(error));

/** Too slow: trying again at once would only wait again. */
const isBusy = (error: unknown): boolean => codeOf(error) === "57014";

/** Somebody else holds a lock of this project for too long. */
class ProjectBlocked extends Error {
  constructor(
    readonly projectId: string,
    cause: unknown,
  ) {
    super("The project is locked.", { cause });
  }
}

const writeUnblocked = async (
  tx: RawTx,
  projectId: string,
  requests: readonly LogRequest[],
): Promise<ProjectWritten> => {
  try {
    return await writeProject(tx, projectId, requests);
  } catch (error) {
    throw codeOf(error) === "55P03" ? new ProjectBlocked(projectId, error) : error;
  }
};

/** The database refuses a value: it is one event's fault, and the others can be written without it. */
const isAboutData = (error: unknown): boolean => /^(21|22|23|54)/.test(codeOf(error));

const unavailable = (cause: unknown): AppError =>
  new AppError(
    "unavailable",
    "The database cannot be reached right now. Send it again in a few seconds.",
    undefined,
    { cause },
  );

type Outcome = Map<WriteRequest, Written>;

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

/** One transaction for everything in the group, project by project in a fixed order. */
const commit = async (group: readonly LogRequest[]): Promise<Outcome> => {
  const byProject = new Map<string, LogRequest[]>();
  for (const request of group) {
    const list = byProject.get(request.scope.projectId);
    if (list) list.push(request);
    else byProject.set(request.scope.projectId, [request]);
  }
  const writing = withTenants(async (tx, enterTenant) => {
    const all = new Map<string, ProjectWritten>();
    for (const projectId of [...byProject.keys()].sort()) {
      const requests = byProject.get(projectId) ?? [];
      const [first] = requests;
      if (!first) continue;
      // Sent together: the statements of the project follow the one that enters it.
      const [, written] = await Promise.all([
        enterTenant(first.scope),
        writeUnblocked(tx, projectId, requests),
      ]);
      all.set(projectId, written);
    }
    return all;
  });
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

const commitWithRetry = async (group: readonly LogRequest[]): Promise<Outcome> => {
  try {
    return await commit(group);
  } catch (error) {
    if (!isPassing(error)) throw error;
    return await commit(group);
  }
};

const tooMuch = () =>
  new AppError("unavailable", "Too much is waiting to be written. Send it again in a few seconds.");

const add = (a: LogAnswer, b: LogAnswer): LogAnswer => ({
  accepted: a.accepted + b.accepted,
  duplicates: a.duplicates + b.duplicates,
  rejected: [...a.rejected, ...b.rejected],
});

const answerOf = (request: LogRequest, outcome: Outcome): LogAnswer => {
  const { accepted = 0, duplicates = 0 } = outcome.get(request) ?? {};
  return { accepted, duplicates, rejected: request.rejected };
};

/** Writes one request by itself. When the database refuses it, halves it until the events at fault stand alone. */
const writeAlone = async (request: LogRequest): Promise<LogAnswer> => {
  try {
    return answerOf(request, await commitWithRetry([request]));
  } catch (error) {
    const { drafts } = request;
    const [only] = drafts;
    if (!isAboutData(error) || !only) throw error;
    if (drafts.length === 1) {
      const refusal = {
        index: only.index,
        messageId: only.messageId,
        code: "refused_by_database",
        path: "",
        message: `The database refused this event (${codeOf(error)}). It is kept aside.`,
        raw: only.raw,
      };
      return await writeAlone({ ...request, drafts: [], rejected: [...request.rejected, refusal] });
    }
    const half = drafts.length >> 1;
    const first = await writeAlone({ ...request, drafts: drafts.slice(0, half) });
    const rest = { ...request, drafts: drafts.slice(half), rejected: [], ignored: [], refused: null };
    return add(first, await writeAlone(rest));
  }
};

class LogWriter {
  private waiting: Pending[] = [];
  private bytesWaiting = 0;
  private running = false;
  private overdue: NodeJS.Timeout | undefined;

  write(request: LogRequest): Promise<LogAnswer> {
    if (this.waiting.length >= mostWaiting || this.bytesWaiting + request.bytes > mostBytesWaiting)
      throw tooMuch();
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, since: performance.now(), resolve, reject });
      this.bytesWaiting += request.bytes;
      if (!this.running) void this.run();
      else this.overdue ??= setTimeout(() => this.refuseOverdue(), longestWaitMs);
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    let isBusyTime = false;
    while (this.waiting.length > 0) {
      if (isBusyTime && this.waiting.length < mostWaiting / 2) await sleep(gatherMs);
      const group = this.takeGroup();
      await this.flush(group);
      isBusyTime = group.length > 2;
    }
    this.running = false;
  }

  private takeGroup(): Pending[] {
    let count = 0;
    let events = 0;
    let bytes = 0;
    for (const { request } of this.waiting) {
      const size = request.drafts.length + request.rejected.length;
      if (count > 0 && events + size > mostEventsInGroup) break;
      count++;
      events += size;
      bytes += request.bytes;
    }
    this.bytesWaiting -= bytes;
    return this.waiting.splice(0, count);
  }

  /** Nobody waits longer than a second for a turn: senders keep what they were told to send again. */
  private refuseOverdue(): void {
    this.overdue = undefined;
    const latest = performance.now() - longestWaitMs;
    let count = 0;
    for (const { since } of this.waiting) {
      if (since > latest) break;
      count++;
    }
    this.refuse(this.waiting.splice(0, count), tooMuch());
    const [oldest] = this.waiting;
    if (oldest) this.overdue = setTimeout(() => this.refuseOverdue(), Math.max(1, oldest.since - latest));
  }

  private refuse(waiting: readonly Pending[], reason: AppError): void {
    for (const { request, reject } of waiting) {
      this.bytesWaiting -= request.bytes;
      reject(reason);
    }
  }

  /** Who waits for the same lock would be answered too late; other projects go on. */
  private async leaveOut(projectId: string, group: readonly Pending[], reason: AppError): Promise<void> {
    const isBlocked = ({ request }: Pending) => request.scope.projectId === projectId;
    const blocked = this.waiting.filter(isBlocked);
    this.waiting = this.waiting.filter((pending) => !isBlocked(pending));
    this.refuse(blocked, reason);
    for (const { reject } of group.filter(isBlocked)) reject(reason);
    const others = group.filter((pending) => !isBlocked(pending));
    if (others.length > 0) await this.flush(others);
  }

  /** A group that fails is tried again request by request, so that one bad event takes nobody else down. */
  private async flush(group: readonly Pending[]): Promise<void> {
    try {
      const outcome = await commitWithRetry(group.map(({ request }) => request));
      for (const { request, resolve } of group) resolve(answerOf(request, outcome));
    } catch (error) {
      if (error instanceof ProjectBlocked)
        await this.leaveOut(error.projectId, group, unavailable(error.cause));
      else if (isPassing(error) || isBusy(error) || isAppError(error))
        for (const pending of group) pending.reject(isAppError(error) ? error : unavailable(error));
      else
        for (const pending of group) await writeAlone(pending.request).then(pending.resolve, pending.reject);
    }
  }
}

/**
 * Writes to the log of a project; resolves after COMMIT. Requests that arrive while a transaction runs are written
 * together in the next one. Throws `unavailable` when too much waits, or the database cannot be reached.
 */
export const writeToLog = (request: LogRequest): Promise<LogAnswer> =>
  oncePerProcess("log writer", () => new LogWriter()).write(request);
