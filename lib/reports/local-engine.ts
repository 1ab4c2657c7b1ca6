import { env } from "@/lib/env";
import { ColumnCache } from "@/lib/journeys/column-cache";
import { finishAnswers, openPart, openQuestions } from "./answer";
import type { ReportEngine } from "./report-engine";

/** Answers in this thread, where nothing can end a question early: for the command line and tests. */
export const localEngine = (): ReportEngine => {
  const cache = new ColumnCache(env.journeyCacheBytes);
  return {
    askAll: async (scope, questions, { goals }) => {
      const startedAt = Date.now();
      const opened = await openQuestions(scope, questions, goals);
      const part = await openPart(scope, opened, { index: 0, parts: 1 }, { cache });
      return await finishAnswers(scope, opened, [part.folds([part.surveys()])], startedAt);
    },
    close: async () => {},
  };
};
