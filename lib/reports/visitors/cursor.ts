import { AppError } from "@/lib/errors";

/** Where a list of visitors goes on: after who was last seen then, ms since 1970, and has this number. */
export type Cursor = { lastSeen: number; visitor: number };

const wellFormed = /^(-?\d{1,16})\.(\d{1,10})$/;

export const writeCursor = ({ lastSeen, visitor }: Cursor): string =>
  Buffer.from(`${lastSeen}.${visitor}`).toString("base64url");

/** Throws `invalid` for a text that no answer gave. */
export const readCursor = (text: string): Cursor => {
  const [, lastSeen, visitor] = wellFormed.exec(Buffer.from(text, "base64url").toString()) ?? [];
  if (lastSeen === undefined || visitor === undefined)
    throw new AppError("invalid", "That is not where a list goes on: pass on `next` as it came.", "cursor");
  return { lastSeen: Number(lastSeen), visitor: Number(visitor) };
};

/** Latest activity first, ties by number. */
export const inListOrder = (a: Cursor, b: Cursor): number => b.lastSeen - a.lastSeen || a.visitor - b.visitor;
