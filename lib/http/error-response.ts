import { randomUUID } from "node:crypto";
import { isAppError, statusOf } from "@/lib/errors";

/** The one place that turns an error into an HTTP answer. What is unknown is logged and shown as nothing in particular. */
export const errorResponse = (error: unknown): Response => {
  const requestId = randomUUID();
  if (isAppError(error)) {
    const { code, message, path } = error;
    const headers = code === "unavailable" ? { "retry-after": "2" } : undefined;
    return Response.json({ error: { code, message, path, requestId } }, { status: statusOf(code), headers });
  }
  console.error(`Request ${requestId} failed:`, error instanceof Error ? (error.cause ?? error) : error);
  return Response.json(
    {
      error: { code: "unavailable", message: "That did not work. Please try again in a moment.", requestId },
    },
    { status: 503, headers: { "retry-after": "2" } },
  );
};
