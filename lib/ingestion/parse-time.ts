const rfc3339 =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);

const inRange = (at: number): number | null => (at >= earliest && at < latest ? Math.floor(at) : null);

const epoch = (digits: string): number | null => {
  const value = Number(digits);
  if (digits.length === 10) return inRange(value * 1000);
  if (digits.length === 13) return inRange(value);
  if (digits.length === 16) return inRange(value / 1e3);
  if (digits.length === 19) return inRange(value / 1e6);
  return null;
};

const twoDigits = (text: string, at: number): number =>
  (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;

const common = /^20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** The form that `toISOString` writes, read without taking the text apart; null for days and hours that do not exist. */
const parseCommon = (text: string): number | null => {
  const year = 2000 + twoDigits(text, 2);
  const month = twoDigits(text, 5) - 1;
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  // The last days of a month are left to the careful way.
  if (month < 0 || month > 11 || day < 1 || day > 28 || hour > 23) return null;
  const ms = (text.charCodeAt(20) - 48) * 100 + twoDigits(text, 21);
  return Date.UTC(year, month, day, hour, twoDigits(text, 14), twoDigits(text, 17), ms);
};

/**
 * A time as senders write it: RFC 3339 (a missing zone means UTC; a leap second counts as the last instant of its
 * minute) or epoch seconds, milli-, micro- or nanoseconds. Answers ms since 1970, `null` for anything else, for days
 * that do not exist and for times outside 2000–2100.
 */
export const parseTime = (value: unknown): number | null => {
  if (typeof value === "number") return Number.isFinite(value) ? epoch(String(Math.trunc(value))) : null;
  if (typeof value !== "string" || value.length > 64) return null;
  if (value.length === 24 && common.test(value)) {
    const at = parseCommon(value);
    if (at !== null) return at;
  }
  if (/^\d{10,19}$/.test(value)) return epoch(value);
  const match = rfc3339.exec(value.trim());
  if (!match) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
  const leap = second === "60";
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    leap ? 59 : Number(second),
    leap ? 999 : Number(fraction.slice(0, 3).padEnd(3, "0")),
  );
  const back = new Date(at);
  const real =
    back.getUTCMonth() === Number(month) - 1 &&
    back.getUTCDate() === Number(day) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) <= 60;
  if (!real) return null;
  const offset = /^([+-])([01]\d|2[0-3]):?([0-5]\d)$/.exec(zone);
  if (!offset && /^[+-]/.test(zone)) return null;
  const shift = offset
    ? (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000
    : 0;
  return inRange(at - shift);
};
