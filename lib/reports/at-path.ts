import { AppError, isAppError } from "@/lib/errors";

/** Runs what may find fault with a part of a question; the error then says where that part stands. */
export const atPath = <T>(pathOf: (inner: string | undefined) => string, run: () => T): T => {
  try {
    return run();
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw new AppError(error.code, error.message, pathOf(error.path));
  }
};
