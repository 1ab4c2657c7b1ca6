import os from "node:os";
import { Piscina } from "piscina";
import type { ProjectScope } from "@/db/scope";
import { AppError } from "@/lib/errors";
import type { Signals } from "@/lib/journeys/stopped";
import type { Opened } from "./answer";
import { buffersOf } from "./moved";
import type { ReportEngine } from "./report-engine";
import type { StepResult, WorkerAnswer, WorkerTask } from "./worker";

const mostThreads = 8;
/** A thread that does not notice in this time that nobody waits any more is ended. */
const graceMs = 10_000;

/** The largest power of two of threads that the machine can run at once. */
const threadCount = (): number => {
  const cores = Math.min(os.availableParallelism(), mostThreads);
  return 2 ** Math.floor(Math.log2(cores));
};

/** The same thread for the same project, so that its columns are in memory once. */
const homeOf = (projectId: string, threads: number): number =>
  Number.parseInt(projectId.slice(0, 8), 16) % threads;

const progressEveryMs = 100;

/** Tells how much of the work is done; what was underestimated stays just below all of it. Answers how to end that. */
const watch = (signals: Signals, work: number, onProgress: ((done: number) => void) | undefined) => {
  if (!onProgress || work === 0) return () => {};
  const timer = setInterval(
    () => onProgress(Math.min(0.99, Atomics.load(signals, 1) / work)),
    progressEveryMs,
  );
  return () => clearInterval(timer);
};

/** A thread remembers the parts of twice as many questions between their survey and their fold. */
const dividedAtOnce = 8;

/** Runs so many at once; the others wait for their turn, in order. */
const limited = (most: number) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
};

/** All that putting folds together needs. */
const withoutRows = (opened: Opened): Opened => ({
  ...opened,
  moment: {
    ...opened.moment,
    runs: [],
    tail: [],
    identities: { winnerOf: new Map(), lifted: new Set(), erased: new Set() },
  },
});

type Step = WorkerTask extends infer T ? (T extends WorkerTask ? Omit<T, keyof Common> : never) : never;
type Common = Pick<WorkerTask, "orgId" | "projectId" | "askId" | "startedAt" | "stop">;

const isWith = <K extends string>(
  result: StepResult,
  key: K,
): result is Extract<StepResult, Record<K, unknown>> => key in result;

const unexpected = (): never => {
  throw new Error("A scan thread answered another question than it was asked.");
};

/**
 * Answers in scan threads. Each owns a share of a large project's visitors and keeps only their columns in memory, so
 * nothing is shared between threads; a small project lives in one of them. `file` is the built worker.
 */
export const threadedEngine = (file: string): ReportEngine => {
  const threads = threadCount();
  const pools = Array.from(
    { length: threads },
    () =>
      new Piscina({
        filename: file,
        minThreads: 1,
        maxThreads: 1,
        concurrentTasksPerWorker: 8,
        idleTimeout: 0,
      }),
  );
  let asks = 0;
  const turns = limited(dividedAtOnce);

  const run = async (
    thread: number,
    common: Common,
    step: Step,
    signal: AbortSignal,
  ): Promise<StepResult> => {
    const task = { ...common, ...step };
    const answer: WorkerAnswer | undefined = await pools[thread]?.run(task, {
      signal,
      transferList: step.step === "finish" ? buffersOf(step.folds) : [],
    });
    if (answer?.ok) return answer.result;
    if (!answer) return unexpected();
    throw new AppError(answer.error.code, answer.error.message, answer.error.path);
  };

  /** Every thread surveys and folds its part; the project's home puts them together. */
  const askAllParts = async (opened: Opened, common: Common, signal: AbortSignal): Promise<object[]> => {
    const onAll = (stepOf: (index: number) => Step): Promise<StepResult[]> =>
      Promise.all(pools.map((_, index) => run(index, common, stepOf(index), signal)));
    try {
      const surveyed = await onAll((index) => ({
        step: "survey",
        opened,
        share: { index, parts: threads },
      }));
      const surveys = surveyed.map((one) => (isWith(one, "surveys") ? one.surveys : unexpected()));
      const folded = await onAll(() => ({ step: "fold", surveys }));
      const folds = folded.map((one) => (isWith(one, "folds") ? one.folds : unexpected()));
      const home = homeOf(common.projectId, threads);
      const last = await run(home, common, { step: "finish", opened: withoutRows(opened), folds }, signal);
      return isWith(last, "answers") ? last.answers : unexpected();
    } catch (error) {
      // The other parts need not go on, nor wait for a fold that never comes.
      Atomics.store(common.stop, 0, 1);
      onAll(() => ({ step: "forget" })).catch(() => {});
      throw error;
    }
  };

  const askAll: ReportEngine["askAll"] = async (
    scope: ProjectScope,
    questions,
    { goals, signal, onProgress },
  ) => {
    const { orgId, projectId } = scope;
    const stop: Signals = new Int32Array(new SharedArrayBuffer(8));
    const end = new AbortController();
    let grace: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      Atomics.store(stop, 0, 1);
      grace = setTimeout(() => end.abort(), graceMs);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    const common: Common = { orgId, projectId, askId: asks++, startedAt: Date.now(), stop };
    const home = homeOf(projectId, threads);
    try {
      const first = await run(home, common, { step: "open", questions, goals, threads }, end.signal);
      if (isWith(first, "answers")) return first.answers;
      if (!isWith(first, "opened")) return unexpected();
      const { opened } = first;
      return await turns(async () => {
        const unwatch = watch(stop, opened.work, onProgress);
        return await askAllParts(opened, common, end.signal).finally(unwatch);
      });
    } finally {
      clearTimeout(grace);
      signal.removeEventListener("abort", onAbort);
    }
  };

  return {
    askAll,
    close: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
};
