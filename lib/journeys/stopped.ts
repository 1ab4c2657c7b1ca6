import { AppError } from "@/lib/errors";

/** Throws `timeout` once whoever asked has stopped waiting. */
export const throwIfStopped = (stop: Int32Array | undefined): void => {
  if (stop && Atomics.load(stop, 0) === 1)
    throw new AppError(
      "timeout",
      "The answer takes too long. Ask for a shorter range, or try again in a moment.",
    );
};
