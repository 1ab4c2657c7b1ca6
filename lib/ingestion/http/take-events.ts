import { AppError, isAppError } from "@/lib/errors";
import type { IngestResult } from "../draft";
import { parseTime } from "../parse-time";
import { appendEvents, countRefusal, rejectRequest } from "../store";
import { admit, keyOf, type Sender } from "./admit";
import { countryOf } from "./country-of";
import { beginningOf, isText } from "./read-body";
import type { IngestionRequest } from "./request";

/** What a body says; `problem` is why it cannot be used, if so. */
export type Sent = {
  key: unknown;
  messages: readonly unknown[];
  sentAt: unknown;
  /** Bytes of the body, unpacked. */
  size?: number;
  problem?: AppError;
};

/** Reads a body; one that makes no sense becomes the `problem`, so that it can be kept once the key is known. */
export const readSent = (read: () => Sent): Sent => {
  try {
    return read();
  } catch (error) {
    if (!isAppError(error) || error.code !== "invalid") throw error;
    return { key: null, messages: [], sentAt: null, problem: error };
  }
};

/** The most events of one request; what is beyond is rejected, one by one. */
export const mostEvents = 2_500;
/** Beyond that nobody meant to send events, and an answer about each would be larger than the request. */
const mostAnswered = 25_000;

/**
 * Takes the events of one request, and answers after COMMIT what became of each. A body that nobody can read is kept
 * in part, for those who look after the project. Throws why nothing was taken.
 */
export const takeEvents = async (
  request: IngestionRequest,
  bytes: Buffer,
  { key, messages, sentAt, size = bytes.length, problem }: Sent,
): Promise<{ sender: Sender; result: IngestResult }> => {
  const usedKey = keyOf(request, key);
  if (problem && !usedKey) throw problem;
  const sender = await admit(request, usedKey, messages.length);
  const { scope, keyId, kind } = sender.access;
  if (problem) {
    const { message } = problem;
    await rejectRequest(scope, {
      keyId,
      source: kind,
      code: "invalid_body",
      message,
      payload: beginningOf(bytes),
    });
    throw problem;
  }
  if (messages.length > mostAnswered) {
    countRefusal(scope, keyId, "too_many_events");
    throw new AppError("too_large", `A request has at most ${mostEvents} events. Send smaller batches.`);
  }
  const result = await appendEvents(scope, kind, messages, {
    keyId,
    sentAt: parseTime(sentAt),
    userAgent: request.header("user-agent"),
    address: sender.address,
    country: kind === "write" ? countryOf(request, sender.address) : null,
    optedOut: kind === "write" && request.header("sec-gpc") === "1",
    bytes: size,
    invalidText: !isText(bytes),
    mostEvents,
  });
  return { sender, result };
};
