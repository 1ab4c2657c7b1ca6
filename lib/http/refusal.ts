import { AppError, type ErrorCode, statusOf } from "@/lib/errors";

/** An error with more to say in HTTP than its code: another status, or headers. */
export class Refusal extends AppError {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(
    code: ErrorCode,
    message: string,
    { status = statusOf(code), headers = {} }: { status?: number; headers?: Record<string, string> },
  ) {
    super(code, message);
    this.status = status;
    this.headers = headers;
  }
}
