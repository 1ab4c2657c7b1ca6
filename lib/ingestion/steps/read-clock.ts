import { oncePerProcess } from "@/lib/once-per-process";
import { type Draft, flag, type Receipt, type Step, shown } from "../draft";
import { parseTime } from "../parse-time";

const minute = 60_000;
const dayMs = 86_400_000;
const step = 5 * minute;
/** Requests of one device differ by their time on the way: it keeps its correction unless its clock really moved. */
const jitter = minute;
const oldestFromPages = 30 * dayMs;
const mostRemembered = 50_000;

const zoneless = /^\d{4}-\d{2}-\d{2}[T ][\d:.,]+$/;

const roundedShift = (skew: number): number => (Math.abs(skew) > step ? Math.round(skew / step) * step : 0);

/** How far a device's clock is corrected. Whole five minutes, so the order of its events survives. */
const shiftOf = ({ anonymousKey, userKey }: Draft, { scope, receivedAt, sentAt }: Receipt): number => {
  if (sentAt === null) return 0;
  const skew = receivedAt - sentAt;
  // A clock that is right within minutes never comes near a border, and is not worth remembering.
  if (Math.abs(skew) < step - jitter) return 0;
  const device = anonymousKey ?? userKey;
  if (device === null) return roundedShift(skew);
  const shifts = oncePerProcess("clock corrections", () => new Map<string, number>());
  const name = `${scope.projectId} ${device}`;
  const known = shifts.get(name);
  if (known !== undefined && Math.abs(skew - known) <= step + jitter) return known;
  if (shifts.size >= mostRemembered) shifts.clear();
  const shift = roundedShift(skew);
  shifts.set(name, shift);
  return shift;
};

/**
 * When it happened. A client whose clock is off by more than five minutes (known from `sentAt`) is corrected; what
 * still lies in the future happened now. A time nobody can read means now as well, except in a file, where every row
 * must say when. A public key reaches thirty days back, so nobody rewrites a project's history with it.
 */
export const readClock: Step = (draft, receipt) => {
  const { receivedAt, source } = receipt;
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
    if (given !== undefined) flag(draft, "bad_timestamp");
    return;
  }
  if (typeof given === "string" && zoneless.test(given)) flag(draft, "no_timezone");
  const shift = shiftOf(draft, receipt);
  draft.occurredAt = time + shift;
  if (shift !== 0) flag(draft, "clock_corrected");
  if (draft.occurredAt > receivedAt + step) {
    draft.occurredAt = receivedAt;
    flag(draft, "future_time");
  }
  if (draft.occurredAt !== time) draft.originalAt = time;
  if (source === "write" && draft.occurredAt < receivedAt - oldestFromPages)
    return {
      code: "too_old",
      path: "timestamp",
      message: "With a write key an event is at most thirty days old. Send it with a secret key.",
    };
};
