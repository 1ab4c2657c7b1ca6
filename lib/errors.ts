/** The closed set of error codes, shared by HTTP answers, actions and the command line. */
export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "limited"
  | "timeout"
  | "unavailable";

const httpStatus: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  limited: 429,
  timeout: 504,
  unavailable: 503,
};

/**
 * An error meant for the person or program that asked. `message` is shown as it is; `path` names the place in the
 * input ("steps.1.event"). Recognise it with `isAppError`: the class exists once per bundle, so `instanceof` lies.
 */
export class AppError extends Error {
  readonly appError = true;
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly path?: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = "AppError";
  }
}

export const isAppError = (error: unknown): error is AppError =>
  error instanceof Error && (error as Partial<AppError>).appError === true;

export const statusOf = (code: ErrorCode): number => httpStatus[code];

/** Throws `not_found`: someone else's row and a missing row look the same. */
export const missing = (what: string): never => {
  throw new AppError("not_found", `There is no such ${what}.`);
};
