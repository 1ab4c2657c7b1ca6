/** The `code` of a system or Postgres error ("ENOENT", "28P01"), if it carries one. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
