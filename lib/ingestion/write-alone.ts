import { codeOf, commitWithRetry, isAboutData, type LogRequest, type Outcome } from "./commit-group";
import type { Written } from "./write-project";
import type { Rejected } from "./write-rejects";

/** What became of a request, after COMMIT. `rejected` are those it came with and those that the database refused. */
export type LogAnswer = Written & { rejected: readonly Rejected[] };

const add = (a: LogAnswer, b: LogAnswer): LogAnswer => ({
  accepted: a.accepted + b.accepted,
  duplicates: a.duplicates + b.duplicates,
  rejected: [...a.rejected, ...b.rejected],
});

/** What a request is told of what was committed. */
export const answerOf = (request: LogRequest, outcome: Outcome): LogAnswer => {
  const { accepted = 0, duplicates = 0 } = outcome.get(request) ?? {};
  return { accepted, duplicates, rejected: request.rejected };
};

/** Writes one request by itself. When the database refuses it, halves it until the events at fault stand alone. */
export const writeAlone = async (request: LogRequest): Promise<LogAnswer> => {
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
