import { localDate } from "./local-date";

const slotMs = 900_000;
const dayMs = 86_400_000;

/** The number of a date, `YYYY-MM-DD`: days since 1970-01-01. */
export const dayNumber = (date: string): number => Date.parse(date) / dayMs;

/**
 * Reads on which local date instants (ms since 1970) fall, as `dayNumber` counts them. A quarter of an hour that lies in
 * one date is looked up once, so it may be asked for every event.
 */
export const localDayReader = (timezone: string): ((at: number) => number) => {
  const dayOf = (at: number): number => dayNumber(localDate(at, timezone));
  const known = new Map<number, number | undefined>();
  return (at) => {
    const slot = Math.floor(at / slotMs);
    let day = known.get(slot);
    if (day === undefined && !known.has(slot)) {
      const [first, last] = [dayOf(slot * slotMs), dayOf(slot * slotMs + slotMs - 1)];
      day = first === last ? first : undefined;
      known.set(slot, day);
    }
    return day ?? dayOf(at);
  };
};
