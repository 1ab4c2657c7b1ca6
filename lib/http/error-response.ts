import { randomUUID } from "node:crypto";
import { isAppError, statusOf } from "@/lib/errors";
import { Refusal } from "./refusal";

const comeAgain = { "retry-after": "2" };

/** The one place that turns an error into an HTTP answer. What is unknown is logged and shown as nothing in particular. */
export const errorResponse = (error: unknown): Response => {
  const requestId = randomUUID();
  if (isAppError(error)) {
    const { code, message, path } = error;
    const refusal = error instanceof Refusal ? error : undefined;
    return Response.json(
      { error: { code, message, path, requestId } },
      {
        status: refusal?.status ?? statusOf(code),
        headers: {
          "cache-control": "no-store",
          ...(code === "unavailable" ? comeAgain : {}),
          ...refusal?.headers,
        },
      },
    );
  }
  console.error(`Request ${requestId} failed:`, error instanceof Error ? (error.cause ?? error) : error);
  return Response.json(
    {
      error: { code: "unavailable", message: "That did not work. Please try again in a moment.", requestId },
    },
    { status: 503, headers: { "cache-control": "no-store", ...comeAgain } },
  );
};
