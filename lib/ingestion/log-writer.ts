import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError, isAppError } from "@/lib/errors";
import { oncePerProcess } from "@/lib/once-per-process";
import {
  commitWithRetry,
  isBusy,
  isPassing,
  type LogRequest,
  ProjectBlocked,
  unavailable,
} from "./commit-group";
import { answerOf, type LogAnswer, writeAlone } from "./write-alone";

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
/** A transaction costs as much as dozens of events: while less waits, requests that have arrived are read first. */
const littleBytes = 64 * 1024;
const gatherMs = 5;
/** While the database brings one group to disk, it can insert another; so many connections there are for it. */
const mostAtOnce = 2;
/** A second group is begun when so many requests wait, as groups cost less an event the larger they are. */
const manyRequests = 24;
const stallMs = 100;

const tooMuch = () =>
  new AppError("unavailable", "Too much is waiting to be written. Send it again in a few seconds.");

class LogWriter {
  private waiting: Pending[] = [];
  private bytesWaiting = 0;
  private running = 0;
  /** The groups that are being written. */
  private readonly writing = new Set<readonly Pending[]>();
  private overdue: NodeJS.Timeout | undefined;

  write(request: LogRequest): Promise<LogAnswer> {
    if (this.waiting.length >= mostWaiting || this.bytesWaiting + request.bytes > mostBytesWaiting)
      throw tooMuch();
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, since: performance.now(), resolve, reject });
      this.bytesWaiting += request.bytes;
      if (this.mayBegin(this.running)) void this.run();
      else if (!this.overdue) this.watchOverdue(longestWaitMs);
    });
  }

  /** Senders are answered while the database writes the group after theirs: it never waits for sockets. */
  private async run(): Promise<void> {
    this.running++;
    let tell = (): void => {};
    while (this.mayBegin(this.running - 1)) {
      const writing = this.flush(this.takeGroup());
      tell();
      tell = await writing;
      if (this.mayGather()) await nextTurn();
    }
    this.running--;
    tell();
  }

  /** Whether a group may be written beside so many others. */
  private mayBegin(others: number): boolean {
    const { waiting, bytesWaiting } = this;
    if (others === 0) return waiting.length > 0;
    return others < mostAtOnce && (waiting.length >= manyRequests || bytesWaiting >= littleBytes);
  }

  private mayGather(): boolean {
    const [oldest] = this.waiting;
    return (
      oldest !== undefined && this.bytesWaiting < littleBytes && performance.now() - oldest.since < gatherMs
    );
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
  private watchOverdue(afterMs: number): void {
    const dueAt = performance.now() + afterMs;
    this.overdue = setTimeout(() => {
      // Where this thread was busy itself, the database may have answered long ago: it gets that time back.
      const lateMs = performance.now() - dueAt;
      if (lateMs > stallMs) this.watchOverdue(lateMs);
      else this.refuseOverdue();
    }, afterMs);
  }

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
    if (oldest) this.watchOverdue(Math.max(1, oldest.since - latest));
  }

  private refuse(waiting: readonly Pending[], reason: AppError): void {
    for (const { request, reject } of waiting) {
      this.bytesWaiting -= request.bytes;
      reject(reason);
    }
  }

  /**
   * Who waits for the same lock would be answered too late, here and in a group beside: what becomes of that does no harm,
   * as it is sent again. Other projects go on.
   */
  private async leaveOut(
    projectId: string,
    group: readonly Pending[],
    reason: AppError,
  ): Promise<() => void> {
    const isBlocked = ({ request }: Pending) => request.scope.projectId === projectId;
    const blocked = this.waiting.filter(isBlocked);
    this.waiting = this.waiting.filter((pending) => !isBlocked(pending));
    this.refuse(blocked, reason);
    for (const beside of this.writing) for (const { reject } of beside.filter(isBlocked)) reject(reason);
    const others = group.filter((pending) => !isBlocked(pending));
    return others.length > 0 ? await this.flush(others) : () => {};
  }

  /**
   * Writes a group; answers how to tell its senders. A group that fails is tried again request by request, so that one
   * bad event takes nobody else down.
   */
  private async flush(group: readonly Pending[]): Promise<() => void> {
    this.writing.add(group);
    try {
      const outcome = await commitWithRetry(group.map(({ request }) => request));
      return () => {
        for (const { request, resolve } of group) resolve(answerOf(request, outcome));
      };
    } catch (error) {
      if (error instanceof ProjectBlocked)
        return await this.leaveOut(error.projectId, group, unavailable(error.cause));
      if (isPassing(error) || isBusy(error) || isAppError(error))
        for (const pending of group) pending.reject(isAppError(error) ? error : unavailable(error));
      else
        for (const pending of group) await writeAlone(pending.request).then(pending.resolve, pending.reject);
      return () => {};
    } finally {
      this.writing.delete(group);
    }
  }
}

/**
 * Writes to the log of a project; resolves after COMMIT. Requests that arrive while transactions run are written
 * together in the next one. Throws `unavailable` when too much waits, or the database cannot be reached.
 */
export const writeToLog = (request: LogRequest): Promise<LogAnswer> =>
  oncePerProcess("log writer", () => new LogWriter()).write(request);
