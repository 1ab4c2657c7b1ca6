import type { ServerResponse } from "node:http";

/** Counts requests that are being answered, so a stop can let them finish. */
export const createRequestsInFlight = () => {
  let count = 0;
  let onSettled: (() => void) | undefined;
  return {
    add(res: ServerResponse): void {
      count++;
      res.once("close", () => {
        count--;
        if (count === 0) onSettled?.();
      });
    },
    /** Resolves when none is left, at the latest after `timeoutMs`. */
    settled: (timeoutMs: number): Promise<void> =>
      new Promise((resolve) => {
        if (count === 0) return resolve();
        const timer = setTimeout(resolve, timeoutMs);
        onSettled = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
};
