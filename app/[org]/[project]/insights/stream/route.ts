import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { errorResponse } from "@/lib/http/error-response";
import { readJson } from "@/lib/http/read-json";
import { streamAnswer } from "@/lib/http/stream-answer";
import { askAll } from "@/lib/reports/engine";
import type { InsightsQuestion } from "@/lib/reports/insights/definition";

/** The answer to a question about insights with how far it is; who stops listening stops it. */
export const POST = async (request: Request, { params }: { params: Promise<ProjectSlugs> }) => {
  const { scope } = await authorizeProject(await params);
  try {
    // The engine parses it.
    const question = (await readJson(request)) as InsightsQuestion;
    const asked = { report: "insights" as const, question };
    return await streamAnswer(request, async (tell) => (await askAll(scope, [asked], tell))[0]);
  } catch (error) {
    return errorResponse(error);
  }
};
