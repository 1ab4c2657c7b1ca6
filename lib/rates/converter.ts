import { dayNumber, localDayReader } from "@/lib/calendar/local-day";
import { type Exchange, exchange } from "@/lib/money/exchange";
import { type CurrencyRate, oldestRateDays } from "./definition";

type DatedRate = { day: number; exchange: Exchange };

/** Turns an amount of an event at `at` (ms since 1970) into the project's currency; `null` where no rate holds. */
export type Converter = (minor: number, currency: string, at: number) => number | null;

/**
 * Converts with the rate of the event's day, or the latest one before it that is at most 31 days old. Days are those of
 * the timezone. An amount in `own` stays as it is.
 */
export const converterOf = (rates: readonly CurrencyRate[], own: string, timezone: string): Converter => {
  const byCurrency = new Map<string, DatedRate[]>();
  for (const { currency, day, rate } of rates) {
    const dated = byCurrency.get(currency) ?? [];
    byCurrency.set(currency, dated);
    dated.push({ day: dayNumber(day), exchange: exchange(currency, own, rate) });
  }
  for (const dated of byCurrency.values()) dated.sort((a, b) => b.day - a.day);
  const dayOf = localDayReader(timezone);
  const known = new Map<string, Map<number, Exchange | null>>();
  const find = (currency: string, day: number): Exchange | null => {
    const latest = byCurrency.get(currency)?.find((rate) => rate.day <= day);
    return latest && day - latest.day <= oldestRateDays ? latest.exchange : null;
  };
  return (minor, currency, at) => {
    if (currency === own) return minor;
    if (!byCurrency.has(currency)) return null;
    const day = dayOf(at);
    const days = known.get(currency) ?? new Map<number, Exchange | null>();
    known.set(currency, days);
    let found = days.get(day);
    if (found === undefined) {
      found = find(currency, day);
      days.set(day, found);
    }
    return found === null ? null : found(minor);
  };
};
