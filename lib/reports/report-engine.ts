import type { ProjectScope } from "@/db/scope";
import type { Goal } from "@/lib/goals/definition";
import type { Questions } from "./answer";

/**
 * Answers several questions of one project on the same state of its log, in their order. This is all that screens and
 * HTTP know of how reports come about: a project too large for one machine gets another engine, not other screens.
 */
export type ReportEngine = {
  /**
   * `goals` stands in for the stored definitions. Rejects with `timeout` when `signal` is aborted. `onProgress` hears now
   * and then which part of the work is done, from 0 to 1, where answering takes long enough.
   */
  askAll: (
    scope: ProjectScope,
    questions: Questions,
    options: { goals?: readonly Goal[]; signal: AbortSignal; onProgress?: (done: number) => void },
  ) => Promise<object[]>;
  close: () => Promise<void>;
};
