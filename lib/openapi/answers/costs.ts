import { z } from "zod";

const count = z.number().int();

/** What became of costs; a rejected one is named by its place from 0, in a file by its line from 1. */
export const costsSaved = z.strictObject({
  created: count,
  replaced: count,
  unchanged: count,
  added: count,
  rejected: z.array(
    z.strictObject({
      index: count.optional(),
      line: count.optional(),
      code: z.string().optional(),
      message: z.string(),
      path: z.string().optional(),
    }),
  ),
});

export const costsDeleted = z.strictObject({ deleted: count });
