import { currencyExponent } from "./currency-exponent";

const formats = new Map<string, Intl.NumberFormat>();

/**
 * Minor units as text for people: "€1,234.50", or "€1.2K" when `compact` (axes, tiles). The locale is "en" unless
 * given, never the machine's, so server and browser print the same.
 * Throws a RangeError for an unknown currency, as Intl does for an unknown locale.
 */
export const formatMoney = (
  minor: number,
  currency: string,
  { locale = "en", compact = false }: { locale?: string; compact?: boolean } = {},
): string => {
  const exponent = currencyExponent(currency);
  if (exponent === null) throw new RangeError(`Unknown currency: ${currency}`);
  return formatOf(locale, currency, compact, exponent).format(minor / 10 ** exponent);
};

const formatOf = (
  locale: string,
  currency: string,
  compact: boolean,
  exponent: number,
): Intl.NumberFormat => {
  const key = `${locale} ${currency} ${compact}`;
  const known = formats.get(key);
  if (known) return known;
  const digits: Intl.NumberFormatOptions = compact
    ? { notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 }
    : { minimumFractionDigits: exponent, maximumFractionDigits: exponent };
  const made = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    signDisplay: "negative",
    ...digits,
  });
  formats.set(key, made);
  return made;
};
