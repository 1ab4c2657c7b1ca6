import { AppError } from "@/lib/errors";
import { askAll } from "@/lib/reports/engine";
import { type Question, reportNames } from "@/lib/reports/question";
import { formatAnswer, formatQuery, wantsCsv } from "./answer-format";
import { readJson } from "./read-json";
import { endpoint, serve } from "./serve";
import { streamAnswer, wantsEvents } from "./stream-answer";

/** Any report over HTTP: the same question and the same answer as on the screens. */
export const serveReports = serve({
  POST: endpoint({
    scopes: ["read"],
    use: "questions",
    query: formatQuery,
    run: async ({ request, access, params: { name }, query }) => {
      const report = reportNames.find((one) => one === name);
      if (!report)
        throw new AppError(
          "not_found",
          `There is no report ${name}. The reports are: ${reportNames.join(", ")}.`,
        );
      const question = { report, question: await readJson(request) } as Question;
      if (wantsEvents(request) && !wantsCsv(request, query))
        return await streamAnswer(request, async (tell) => (await askAll(access.scope, [question], tell))[0]);
      const [answer] = await askAll(access.scope, [question], { signal: request.signal });
      return formatAnswer(report, answer, request, query);
    },
  }),
});
