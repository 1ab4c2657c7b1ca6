import { Temporal } from "temporal-polyfill";

type Range = { from: number; to: number; asOf: number };

/**
 * The range to compare with (all in ms since 1970): shifted back by the smallest multiple of 7 local days that is at
 * least its length, at the same local times and weekdays, with `asOf` shifted alike so that both had equal time.
 */
export const previousRange = ({ from, to, asOf }: Range, timezone: string): Range => {
  const fromWall = wallTime(from, timezone);
  const lengthInDays = fromWall.until(wallTime(to, timezone), { largestUnit: "day" }).total("days");
  const days = 7 * Math.max(1, Math.ceil(lengthInDays / 7));
  const back = (at: number) =>
    wallTime(at, timezone).subtract({ days }).toZonedDateTime(timezone).epochMilliseconds;
  const previousFrom = back(from);
  const previousTo = back(to);
  // Within the hour in which clocks change, local times may run backwards: there the length is kept instead.
  return {
    from: previousFrom,
    to: previousTo > previousFrom ? previousTo : previousFrom + to - from,
    asOf: back(asOf),
  };
};

/** Local time; the first instant of a date is its midnight even where the clocks skip it, so days stay whole. */
const wallTime = (at: number, timezone: string): Temporal.PlainDateTime => {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  const startsDay = zoned.startOfDay().epochMilliseconds === at;
  return startsDay ? zoned.toPlainDate().toPlainDateTime() : zoned.toPlainDateTime();
};
