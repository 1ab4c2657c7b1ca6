import { z } from "zod";
import { AppError } from "@/lib/errors";

/** What a list takes in its address. */
export const pageQuery = {
  limit: z.coerce
    .number("A limit is a whole number.")
    .int("A limit is a whole number.")
    .min(1, "A page has at least one entry.")
    .max(500, "A page has at most 500 entries.")
    .default(100),
  cursor: z.string().min(1).max(500).optional(),
};

/** `next` is the cursor of the following page, null on the last. */
export type Page<T> = { data: T[]; next: string | null };

const positionIn = (cursor: string): string => {
  const position = Buffer.from(cursor, "base64url").toString("utf8");
  if (Buffer.from(position).toString("base64url") === cursor) return position;
  throw new AppError("invalid", "This is no cursor of ours: send `next` of the page before.", "cursor");
};

/**
 * One page of a list. `positionOf` is a text that no two entries share and that never changes: the list is in its order,
 * and goes on behind the cursor's, whether that entry is still there or not.
 */
export const pageOf = <T>(
  list: readonly T[],
  { limit, cursor }: { limit: number; cursor?: string },
  positionOf: (entry: T) => string,
): Page<T> => {
  const after = cursor === undefined ? undefined : positionIn(cursor);
  const placed = list
    .map((entry) => ({ entry, position: positionOf(entry) }))
    .filter(({ position }) => after === undefined || position > after)
    .sort((a, b) => (a.position < b.position ? -1 : 1));
  const page = placed.slice(0, limit);
  const last = page.at(-1);
  const next = last && placed.length > limit ? Buffer.from(last.position).toString("base64url") : null;
  return { data: page.map(({ entry }) => entry), next };
};
