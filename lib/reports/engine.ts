import "server-only";
import { Piscina } from "piscina";
import type { ProjectScope } from "@/db/scope";
import { lastDays } from "@/lib/calendar/last-days";
import { clock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { checkGoal, withGoals } from "@/lib/goals/check-goal";
import type { Goal } from "@/lib/goals/definition";
import { listGoals } from "@/lib/goals/store";
import { oncePerProcess } from "@/lib/once-per-process";
import { readProject } from "@/lib/tenancy/organisations-store";
import { answerQuestions } from "./answer";
import type { ConversionsAnswer, GoalNumbers } from "./conversions/definition";
import type { AnswerTo, Question } from "./question";
import type { WorkerAnswer, WorkerTask } from "./worker";

const timeLimitMs = 30_000;

/** The pool of scan workers, once the server has started it. Without one, questions are answered in this thread. */
const holder = () => oncePerProcess("engine", () => ({ pool: undefined as Piscina | undefined }));

/**
 * Starts the worker that answers questions off the main thread, so that reports never make ingestion wait. One
 * thread, as it owns the cache of logs; `file` is the built worker.
 */
export const startEngine = (file: string): void => {
  holder().pool ??= new Piscina({
    filename: file,
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: 8,
    idleTimeout: 0,
  });
};

/** Ends the workers; part of an orderly stop. */
export const closeEngine = async (): Promise<void> => {
  await holder().pool?.destroy();
  holder().pool = undefined;
};

const askWorker = async (pool: Piscina, task: WorkerTask): Promise<object[]> => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeLimitMs);
  try {
    const answer: WorkerAnswer = await pool.run(task, { signal: stop.signal });
    if (answer.ok) return answer.answers;
    throw new AppError(answer.error.code, answer.error.message, answer.error.path);
  } catch (error) {
    if (stop.signal.aborted)
      throw new AppError(
        "timeout",
        "The answer takes too long. Ask for a shorter range, or try again in a moment.",
      );
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

type AnswersTo<Q extends readonly Question[]> = { [I in keyof Q]: AnswerTo<Q[I]> };

/**
 * Answers several questions of one project on the same state of its log. Screens and HTTP both ask here; a second
 * engine would be a second implementation of this function.
 */
export const askAll = async <const Q extends readonly Question[]>(
  scope: ProjectScope,
  questions: Q,
  goals?: readonly Goal[],
): Promise<AnswersTo<Q>> => {
  const { pool } = holder();
  const { orgId, projectId } = scope;
  const answers = pool
    ? await askWorker(pool, { orgId, projectId, questions, goals })
    : await answerQuestions(scope, questions, goals);
  return answers as AnswersTo<Q>;
};

/** Answers one question. Throws `invalid` with a path for a wrong one, `timeout` for one that takes too long. */
export const ask = async <const Q extends Question>(
  scope: ProjectScope,
  question: Q,
): Promise<AnswerTo<Q>> => {
  const [answer] = await askAll(scope, [question]);
  return answer;
};

/** What a goal would have counted over the last 28 days, were it saved as it stands. */
export const previewGoal = async (
  scope: ProjectScope,
  goal: Goal,
): Promise<GoalNumbers & { visitors: number }> => {
  const [{ timezone }, stored] = await Promise.all([readProject(scope), listGoals(scope)]);
  const { from, to } = lastDays(28, clock.now(), timezone);
  const goals = withGoals(stored, [goal]);
  checkGoal(goal, goals);
  const question = {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    goals: [goal.key],
  };
  const [answer] = await askAll(scope, [{ report: "conversions", question }], goals);
  return withVisitors(answer);
};

const withVisitors = ({
  goals: [numbers],
  visitors,
}: ConversionsAnswer): GoalNumbers & { visitors: number } => {
  if (!numbers) throw new Error("The preview counted nothing.");
  return { ...numbers, visitors };
};
