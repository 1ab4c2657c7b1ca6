import "server-only";
import type { ProjectScope } from "@/db/scope";
import { lastDays } from "@/lib/calendar/last-days";
import { clock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { checkGoal, withGoals } from "@/lib/goals/check-goal";
import type { Goal } from "@/lib/goals/definition";
import { listGoals } from "@/lib/goals/store";
import { oncePerProcess } from "@/lib/once-per-process";
import { readProject } from "@/lib/tenancy/organisations-store";
import type { ConversionsAnswer, GoalNumbers } from "./conversions/definition";
import { localEngine } from "./local-engine";
import type { AnswerTo, Question } from "./question";
import { threadedEngine } from "./threaded-engine";

const timeLimitMs = 30_000;

/** The engine in use: this thread's own until the server has started the threads. */
const holder = () => oncePerProcess("engine", () => ({ engine: localEngine() }));

/** Starts the threads that answer questions, so that reports never make ingestion wait. `file` is the built worker. */
export const startEngine = (file: string): void => {
  holder().engine = threadedEngine(file);
};

/** Ends the threads; part of an orderly stop. */
export const closeEngine = async (): Promise<void> => {
  const { engine } = holder();
  holder().engine = localEngine();
  await engine.close();
};

const tooLong = (error: unknown): unknown =>
  error instanceof Error && error.name === "AbortError"
    ? new AppError("timeout", "The answer takes too long. Ask for a shorter range, or try again in a moment.")
    : error;

type AnswersTo<Q extends readonly Question[]> = { [I in keyof Q]: AnswerTo<Q[I]> };

/**
 * Answers several questions of one project on the same state of its log. `goals` stands in for the stored definitions;
 * `signal` ends what nobody waits for any more; `onProgress` hears which part of it is done (0 to 1). Throws `invalid` with a path for a wrong question, `timeout` for one
 * that takes longer than half a minute.
 */
export const askAll = async <const Q extends readonly Question[]>(
  scope: ProjectScope,
  questions: Q,
  {
    goals,
    signal,
    onProgress,
  }: { goals?: readonly Goal[]; signal?: AbortSignal; onProgress?: (done: number) => void } = {},
): Promise<AnswersTo<Q>> => {
  const limit = AbortSignal.timeout(timeLimitMs);
  try {
    const answers = await holder().engine.askAll(scope, questions, {
      goals,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      onProgress,
    });
    return answers as AnswersTo<Q>;
  } catch (error) {
    throw tooLong(error);
  }
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
  const [answer] = await askAll(scope, [{ report: "conversions", question }], { goals });
  return withVisitors(answer);
};

const withVisitors = ({
  goals: [numbers],
  visitors,
}: ConversionsAnswer): GoalNumbers & { visitors: number } => {
  if (!numbers) throw new Error("The preview counted nothing.");
  return { ...numbers, visitors };
};
