import { mintProjectScope } from "@/db/scope";
import { type ErrorCode, isAppError } from "@/lib/errors";
import type { Goal } from "@/lib/goals/definition";
import { answerQuestions } from "./answer";
import type { Question } from "./question";

/** A message to a scan worker. The tenant travels as fields; the scope itself was decided in the main thread. */
export type WorkerTask = {
  orgId: string;
  projectId: string;
  questions: readonly { report: Question["report"]; question: unknown }[];
  goals?: readonly Goal[];
};

/** Errors cross threads without their fields, so known ones travel as values. */
export type WorkerAnswer =
  | { ok: true; answers: object[] }
  | { ok: false; error: { code: ErrorCode; message: string; path?: string } };

const work = async ({ orgId, projectId, questions, goals }: WorkerTask): Promise<WorkerAnswer> => {
  try {
    return { ok: true, answers: await answerQuestions(mintProjectScope(orgId, projectId), questions, goals) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, path } = error;
    return { ok: false, error: { code, message, path } };
  }
};

export default work;
