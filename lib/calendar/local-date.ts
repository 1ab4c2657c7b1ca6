import { Temporal } from "temporal-polyfill";

/** The local date (`YYYY-MM-DD`) on which an instant (ms since 1970) falls. */
export const localDate = (at: number, timezone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate().toString();

/**
 * The first instant of a local date, in ms since 1970: 01:00 where the clocks skip midnight, the start of the next
 * day for a date that a zone skipped. Throws a RangeError for a date that is in no calendar or an unknown timezone.
 */
export const startOfDate = (date: string | Temporal.PlainDate, timezone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime(timezone).epochMilliseconds;

/** The date `days` later (earlier when negative), as `YYYY-MM-DD`. */
export const addDays = (date: string, days: number): string =>
  Temporal.PlainDate.from(date).add({ days }).toString();
