/**
 * Lets up to `most` pieces of work run at once and hands on their results in the order they were started. `add` waits
 * for a place; a failure is thrown by the next `add` or by `finish`.
 */
export const inFlight = <T>(most: number, onResult: (result: T) => void) => {
  const running: Promise<T>[] = [];
  const settleOldest = async (): Promise<void> => {
    const oldest = running.shift();
    if (oldest) onResult(await oldest);
  };
  return {
    add: async (work: Promise<T>): Promise<void> => {
      // It is awaited later; until then a failure must not count as unhandled.
      work.catch(() => {});
      running.push(work);
      if (running.length >= most) await settleOldest();
    },
    finish: async (): Promise<void> => {
      while (running.length > 0) await settleOldest();
    },
  };
};
