import { Temporal } from "temporal-polyfill";
import { startOfDate } from "./local-date";

const calendarDate = /^\d{4}-\d\d-\d\d$/;
const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i;

/**
 * The instant a text names, in ms since 1970: RFC 3339 with an offset (finer than a millisecond is cut), or
 * `YYYY-MM-DD` for the first instant of that date in the timezone. `null` for anything else. The timezone must be
 * one that `isTimezone` accepts.
 */
export const parseInstant = (text: string, timezone: string): number | null => {
  if (calendarDate.test(text)) return orNull(() => startOfDate(text, timezone));
  const parts = rfc3339.exec(text);
  if (parts === null) return null;
  const [, seconds, fraction = "0", offset] = parts;
  // RFC 3339 allows any number of decimals, Temporal nine.
  return orNull(() => Temporal.Instant.from(`${seconds}.${fraction.slice(0, 9)}${offset}`).epochMilliseconds);
};

/** Temporal's way to say that a well-formed text names no real date, time or offset. */
const orNull = (read: () => number): number | null => {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};
