import { AppError } from "@/lib/errors";

/** Where a journey goes on: before the session whose first event is this one. `at` in ms since 1970. */
export type Cursor = { at: number; seq: number };

const wellFormed = /^(-?\d{1,16})\.(\d{1,16})$/;

export const writeCursor = ({ at, seq }: Cursor): string => Buffer.from(`${at}.${seq}`).toString("base64url");

/** Throws `invalid` for a text that no answer gave. */
export const readCursor = (text: string): Cursor => {
  const [, at, seq] = wellFormed.exec(Buffer.from(text, "base64url").toString()) ?? [];
  if (at === undefined || seq === undefined)
    throw new AppError(
      "invalid",
      "That is not where a journey goes on: pass on `next` as it came.",
      "cursor",
    );
  return { at: Number(at), seq: Number(seq) };
};
