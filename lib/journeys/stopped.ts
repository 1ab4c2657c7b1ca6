import { AppError } from "@/lib/errors";

/**
 * What the thread that asked and those that scan tell each other, in shared memory: the first number becomes 1 when
 * nobody waits for the answer any more; the second, where there is one, grows with the events that were read.
 */
export type Signals = Int32Array;

/** Throws `timeout` once whoever asked has stopped waiting. */
export const throwIfStopped = (signals: Signals | undefined): void => {
  if (signals && Atomics.load(signals, 0) === 1)
    throw new AppError(
      "timeout",
      "The answer takes too long. Ask for a shorter range, or try again in a moment.",
    );
};

/** Says that so many more events were read. */
export const tellRead = (signals: Signals | undefined, events: number): void => {
  if (signals && signals.length > 1) Atomics.add(signals, 1, events);
};
