const dayMs = 86_400_000;

/** Whether a text is a date that exists, as `YYYY-MM-DD`. */
export const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

/** The date `days` later. Dates carry no zone here, and the browser has no Temporal: UTC days do the sums. */
export const shiftDate = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** How many days lie from one date (inclusive) to another (exclusive). */
export const daysFrom = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);

const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const formatWithYear = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** "26 Oct – 22 Nov 2026", from a range whose last day is `to` minus one; one date when it is a single day. */
export const dateRangeText = (from: string, to: string): string => {
  const last = shiftDate(to, -1);
  const [a, b] = [new Date(`${from}T00:00:00Z`), new Date(`${last}T00:00:00Z`)];
  if (from === last) return formatWithYear.format(b);
  const sameYear = from.slice(0, 4) === last.slice(0, 4);
  return `${(sameYear ? format : formatWithYear).format(a)} – ${formatWithYear.format(b)}`;
};

/** "22 Nov 2026". */
export const dateText = (date: string): string => formatWithYear.format(new Date(`${date}T00:00:00Z`));
