import { AppError } from "@/lib/errors";
import { authorizeKey } from "@/lib/http/authorize-key";
import { errorResponse } from "@/lib/http/error-response";
import { readJson } from "@/lib/http/read-json";
import { askAll } from "@/lib/reports/engine";
import { type Question, reportNames } from "@/lib/reports/question";

/** Any report over HTTP: the same question and the same answer as on the screens. */
export const POST = async (
  request: Request,
  { params }: { params: Promise<{ name: string }> },
): Promise<Response> => {
  try {
    const { scope } = await authorizeKey(request, "read");
    const { name } = await params;
    const report = reportNames.find((one) => one === name);
    if (!report)
      throw new AppError(
        "not_found",
        `There is no report ${name}. The reports are: ${reportNames.join(", ")}.`,
      );
    const [answer] = await askAll(scope, [{ report, question: await readJson(request) } as Question], {
      signal: request.signal,
    });
    return Response.json(answer, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return errorResponse(error);
  }
};
