import os from "node:os";

/**
 * Lets all threads that want the processor come before this one whose niceness is less (0 unless stated, 19 at most).
 * Elsewhere than on Linux a priority is the whole process's, so nothing happens.
 */
export const yieldToOthers = (niceness: number): void => {
  if (process.platform !== "linux") return;
  try {
    os.setPriority(niceness);
  } catch {
    // A container may refuse it; then there are simply no priorities.
  }
};
