import { addDays, localDate, startOfDate } from "./local-date";

/**
 * The last `days` local dates, today (the date of `now`) included: from the first instant of the earliest to that of
 * tomorrow, in ms since 1970.
 */
export const lastDays = (days: number, now: number, timezone: string): { from: number; to: number } => {
  const today = localDate(now, timezone);
  return {
    from: startOfDate(addDays(today, 1 - days), timezone),
    to: startOfDate(addDays(today, 1), timezone),
  };
};
