import type { ErrorCode } from "@/lib/errors";

export type ActionError = { code: ErrorCode; message: string; path?: string };

/** What a server action hands back to a form. */
export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: ActionError };
