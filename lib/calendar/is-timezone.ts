import { Temporal } from "temporal-polyfill";

/**
 * Whether a name is a timezone that dates can be reckoned in: an IANA name ("Europe/Berlin", "UTC"), in any case.
 * Fixed offsets ("+02:00") are refused, since not every browser can show them.
 */
export const isTimezone = (name: string): boolean => {
  // Temporal would also take a date-time text that carries a zone.
  if (!/^[a-z][a-z0-9_+/-]*$/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};
