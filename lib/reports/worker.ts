import { mintProjectScope } from "@/db/scope";
import { env } from "@/lib/env";
import { type ErrorCode, isAppError } from "@/lib/errors";
import type { Goal } from "@/lib/goals/definition";
import { ColumnCache } from "@/lib/journeys/column-cache";
import { partsOf } from "@/lib/journeys/moment";
import type { Signals } from "@/lib/journeys/stopped";
import { yieldToOthers } from "@/lib/yield-to-others";
import {
  type AnsweringPart,
  type Folded,
  finishAnswers,
  type Opened,
  openPart,
  openQuestions,
  type Questions,
  type ShareOfVisitors,
} from "./answer";
import { moved } from "./moved";

/** What a scan thread is asked to do. The tenant travels as fields; the scope itself was decided in the main thread. */
export type WorkerTask = {
  orgId: string;
  projectId: string;
  askId: number;
  startedAt: number;
  stop: Signals;
} & (
  | { step: "open"; questions: Questions; goals?: readonly Goal[]; threads: number }
  | { step: "survey"; opened: Opened; share: ShareOfVisitors }
  | { step: "forget" }
  | { step: "fold"; surveys: readonly (readonly unknown[])[] }
  | { step: "finish"; opened: Opened; folds: readonly (readonly Folded[])[] }
);

/** What came of it: answers when one part is all, else what the other steps need. */
export type StepResult =
  | { answers: object[] }
  | { opened: Opened }
  | { surveys: readonly unknown[] }
  | { folds: readonly Folded[] };

/** Errors cross threads without their fields, so known ones travel as values. */
export type WorkerAnswer =
  | { ok: true; result: StepResult }
  | { ok: false; error: { code: ErrorCode; message: string; path?: string } };

// Between events that arrive and upkeep: an answer may take a moment longer, a sender must not wait.
yieldToOthers(5);

const cache = new ColumnCache(env.journeyCacheBytes);

/** Parts between their survey and their fold, by ask; those whose fold never came go out first. */
const waiting = new Map<number, AnsweringPart>();
const mostWaiting = 16;

const remember = (askId: number, part: AnsweringPart): void => {
  waiting.set(askId, part);
  for (const oldest of waiting.keys()) if (waiting.size > mostWaiting) waiting.delete(oldest);
};

const take = async (task: WorkerTask): Promise<StepResult> => {
  const scope = mintProjectScope(task.orgId, task.projectId);
  const { askId, startedAt, stop } = task;
  switch (task.step) {
    case "open": {
      const opened = await openQuestions(scope, task.questions, task.goals);
      if (partsOf(opened.moment, task.threads) > 1) return { opened };
      const part = await openPart(scope, opened, { index: 0, parts: 1 }, { cache, stop });
      return { answers: await finishAnswers(scope, opened, [part.folds([part.surveys()])], startedAt) };
    }
    case "survey": {
      const part = await openPart(scope, task.opened, task.share, { cache, stop });
      const surveys = part.surveys();
      remember(askId, part);
      return { surveys };
    }
    case "forget":
      waiting.delete(askId);
      return { surveys: [] };
    case "fold": {
      const part = waiting.get(askId);
      waiting.delete(askId);
      if (!part) throw new Error("The question was not opened in this thread.");
      return { folds: part.folds(task.surveys) };
    }
    case "finish":
      return { answers: await finishAnswers(scope, task.opened, task.folds, startedAt) };
  }
};

const work = async (task: WorkerTask): Promise<WorkerAnswer> => {
  try {
    return moved({ ok: true, result: await take(task) });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, path } = error;
    return { ok: false, error: { code, message, path } };
  }
};

export default work;
