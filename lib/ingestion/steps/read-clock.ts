import { type Step, shown } from "../draft";
import { parseTime } from "../parse-time";

const minute = 60_000;

/**
 * When it happened. A client whose clock is off by more than five minutes (known from `sentAt`) is shifted by whole
 * five minutes, so the order of its events survives; what still lies in the future happened now. A time nobody can
 * read means now as well, except in a file, where every row must say when.
 */
export const readClock: Step = (draft, { receivedAt, sentAt, source }) => {
  const given = draft.raw.timestamp ?? draft.raw.originalTimestamp;
  const time = parseTime(given);
  if (time === null) {
    if (source === "import")
      return {
        code: "bad_timestamp",
        path: "timestamp",
        message: `This is not a time from 2000 on: ${shown(given)}. Write 2026-11-01T09:30:00Z.`,
      };
    draft.occurredAt = receivedAt;
    return;
  }
  const skew = sentAt === null ? 0 : receivedAt - sentAt;
  const shift = Math.abs(skew) > 5 * minute ? Math.round(skew / (5 * minute)) * 5 * minute : 0;
  const at = time + shift;
  draft.occurredAt = at > receivedAt + 5 * minute ? receivedAt : at;
};
