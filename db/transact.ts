type Failure = { code?: unknown; severity?: unknown; cause?: unknown };

const closesWithinMs = 1_000;

/** The last words of a connection: the server closes it after these. */
const isFatal = (error: unknown): boolean => {
  const { severity, cause } = (error ?? {}) as Failure;
  return severity === "FATAL" || severity === "PANIC" || (cause !== undefined && isFatal(cause));
};

const isLost = (error: unknown): boolean => {
  const { code, cause } = (error ?? {}) as Failure;
  if (isFatal(error) || (cause !== undefined && isLost(cause))) return true;
  return /^(CONNECTION_|CONNECT_|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/.test(String(code));
};

/** Runs a single statement; a second time when a lost connection handed it its last words instead of running it. */
export const execute = async <T>(run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!isFatal(error)) throw error;
    return await run();
  }
};

/**
 * Runs a transaction, so that a connection that is lost harms nobody else. Two things of the driver (postgres 3.4.9)
 * are kept at bay. When the body fails it writes a ROLLBACK, on a closed socket too, which ends the process and leaves
 * the connection stuck; so the body's failure waits until the driver has noticed the loss and rejected the transaction
 * by itself. And whoever reuses a lost connection first is handed its last words; so BEGIN is tried a second time.
 */
export const transact = async <Tx, T>(
  begin: (body: (tx: Tx) => Promise<T>) => Promise<unknown>,
  body: (tx: Tx) => Promise<T>,
): Promise<T> => {
  let begun = false;
  let over = false;
  let waiting: NodeJS.Timeout | undefined;
  const run = async (tx: Tx): Promise<T> => {
    begun = true;
    try {
      return await body(tx);
    } catch (error) {
      if (isLost(error))
        await new Promise<void>((isStillThere) => {
          if (!over) waiting = setTimeout(isStillThere, closesWithinMs);
        });
      throw error;
    }
  };
  try {
    return (await begin(run)) as T;
  } catch (error) {
    if (begun || !isFatal(error)) throw error;
    return (await begin(run)) as T;
  } finally {
    over = true;
    clearTimeout(waiting);
  }
};
