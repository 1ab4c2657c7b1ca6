import { AppError } from "@/lib/errors";

/** The longest a body may take to arrive. */
export const bodyWithinMs = 10_000;

export const bodyTooLarge = (): AppError =>
  new AppError("too_large", "A request has at most 5 MiB. Send smaller batches.");

export const bodyTooSlow = (): AppError =>
  new AppError("timeout", `The body did not arrive within ${bodyWithinMs / 1000} s. Send it again.`);

export const tooManyBodies = (): AppError =>
  new AppError("unavailable", "Too much is arriving at once. Send it again in a few seconds.");

export const bodyCutShort = (): AppError =>
  new AppError("invalid", "The connection ended before the body was complete. Nothing was stored.");
