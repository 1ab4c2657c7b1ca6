import { formatCount, formatInterval, formatPercent } from "@/components/charts/format";
import { currencyExponent } from "@/lib/money/currency-exponent";
import { formatMoney } from "@/lib/money/format-money";

/** A narrow space that does not break, between a number and its sign. */
const thin = "\u202f";

/** How the values of a comparison are written: shares, or minor units of a currency. */
export type Quantity = {
  text: (value: number) => string;
  interval: (low: number, high: number) => string;
  /** A difference with its interval: "−1.9 points (−2.6 to −1.2)". */
  difference: (difference: { estimate: number; low: number; high: number }) => string;
  /** For a spreadsheet: shares, or major units. */
  raw: (value: number) => number;
};

const sign = (value: number): string => (value < 0 ? "−" : "+");
const signedWith = (value: number, digits: number): string =>
  `${sign(value)}${Math.abs(value).toFixed(digits)}`;

/** Enough digits that the smaller end of an interval is not all zeros, three at most. */
const digitsFor = (...values: number[]): number => {
  const smallest = Math.min(...values.filter((value) => value !== 0).map(Math.abs));
  return smallest >= 0.95 || !Number.isFinite(smallest) ? 1 : smallest >= 0.095 ? 2 : 3;
};

export const shares: Quantity = {
  text: formatPercent,
  interval: formatInterval,
  difference: ({ estimate, low, high }) => {
    const [middle, from, to] = [estimate * 100, low * 100, high * 100];
    const digits = Math.min(2, digitsFor(middle));
    return `${signedWith(middle, digits)} points (${signedWith(from, digits)} to ${signedWith(to, digits)})`;
  },
  raw: (value) => Number(value.toFixed(6)),
};

export const amountsOf = (currency: string): Quantity => {
  const money = (minor: number) => formatMoney(Math.round(minor), currency);
  const signed = (minor: number) => `${sign(minor)}${money(Math.abs(minor))}`;
  return {
    text: money,
    interval: (low, high) => `${money(low)} to ${money(high)}`,
    difference: ({ estimate, low, high }) => `${signed(estimate)} (${signed(low)} to ${signed(high)})`,
    raw: (value) => Number((value / 10 ** (currencyExponent(currency) ?? 2)).toFixed(4)),
  };
};

/** "p < 0.001", "p = 0.031", "p = 0.42". */
export const pText = (p: number): string =>
  p < 0.001 ? `p${thin}<${thin}0.001` : `p${thin}=${thin}${p.toFixed(p < 0.1 ? 3 : 2)}`;

/** About so many, with two digits that mean something: "3,100". */
export const aboutText = (count: number): string => {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return formatCount(Math.ceil(count / power) * power);
};
