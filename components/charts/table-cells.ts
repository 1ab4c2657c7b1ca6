import { currencyExponent } from "@/lib/money/currency-exponent";
import { formatMoney } from "@/lib/money/format-money";
import type { Money } from "@/lib/reports/definition";
import type { TableCell } from "./data-table";
import { cannotSay, formatCount, formatDuration, formatPercent } from "./format";

const nothing: TableCell = { text: cannotSay, raw: null };

export const textCell = (text: string): TableCell => ({ text, raw: text });

export const countCell = (count: number | null | undefined): TableCell =>
  count === null || count === undefined ? nothing : { text: formatCount(count), raw: count };

/** A share of 1. The spreadsheet gets the share with six digits. */
export const rateCell = (rate: number | null | undefined): TableCell =>
  rate === null || rate === undefined ? nothing : { text: formatPercent(rate), raw: Number(rate.toFixed(6)) };

export const secondsCell = (seconds: number | null | undefined): TableCell =>
  seconds === null || seconds === undefined
    ? nothing
    : { text: formatDuration(seconds), raw: Math.round(seconds) };

/** Amounts of one currency or several. The spreadsheet gets major units when there is one. */
export const moneyCell = (amounts: readonly Money[] | null | undefined): TableCell => {
  const [only, ...others] = amounts ?? [];
  if (only === undefined) return nothing;
  if (others.length > 0) {
    const text = moneyText([only, ...others]);
    return { text, raw: text };
  }
  return { text: moneyText([only]), raw: majorUnits(only) };
};

/** "€1,234.50 + $20.00": currencies are listed, never added. */
export const moneyText = (amounts: readonly Money[]): string =>
  amounts.map(({ minor, currency }) => formatMoney(minor, currency)).join(" + ");

const majorUnits = ({ minor, currency }: Money): number =>
  Number(`${minor}e-${currencyExponent(currency) ?? 2}`);
