import { AppError, isAppError, statusOf } from "@/lib/errors";
import type { IngestionResponse } from "./request";

/** Any page may send, without cookies: what it may send with is the key. */
const anyOrigin: Record<string, string> = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "retry-after",
};

export const answer = (status: number, body: unknown, more?: Record<string, string>): IngestionResponse => ({
  status,
  headers: more ? { ...anyOrigin, ...more } : anyOrigin,
  body: JSON.stringify(body),
});

/** What browsers ask before they send. `authorization` is named, since "*" does not cover it. */
export const preflight: IngestionResponse = {
  status: 204,
  headers: {
    ...anyOrigin,
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-headers": "authorization, content-type, x-retry-count, x-umami-cache",
    "access-control-max-age": "86400",
  },
  body: "",
};

export const scriptAnswer = (text: string): IngestionResponse => ({
  status: 200,
  headers: { ...anyOrigin, "content-type": "text/javascript; charset=utf-8" },
  body: text,
});

export const wrongMethod = (allowed: string): IngestionResponse =>
  answer(
    405,
    { error: { code: "invalid", message: `This address takes ${allowed.replace(", OPTIONS", "")} only.` } },
    { allow: allowed },
  );

/** Sent too fast; `retryAfter` in whole seconds. */
class LimitedError extends AppError {
  constructor(readonly retryAfter: number) {
    super("limited", `This key sends too fast. Send it again in ${retryAfter} s.`);
  }
}

export const tooFast = (retryAfter: number): AppError => new LimitedError(retryAfter);

const unknownTrouble = new AppError(
  "unavailable",
  "The events could not be stored. Send them again in a few seconds.",
);

/**
 * An error as an answer. What passes has Retry-After; senders that try again after 503 alone (`retriesOnly503`) get
 * that instead of 408 and 429. An unknown error is logged and looks like trouble that passes.
 */
export const failure = (error: unknown, { retriesOnly503 = false } = {}): IngestionResponse => {
  if (!isAppError(error)) console.error("Ingestion failed:", error);
  const known = isAppError(error) ? error : unknownTrouble;
  const { code, message, path } = known;
  const passes = code === "limited" || code === "timeout" || code === "unavailable";
  const status = code === "timeout" ? 408 : statusOf(code);
  const retryAfter = known instanceof LimitedError ? known.retryAfter : 2;
  return answer(
    passes && retriesOnly503 ? 503 : status,
    { error: { code, message, path } },
    passes ? { "retry-after": String(retryAfter) } : undefined,
  );
};
