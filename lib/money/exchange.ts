import { currencyExponent } from "./currency-exponent";
import { divideHalfToEven } from "./half-to-even";

/** Converts minor units; `null` where the result is no safe integer. */
export type Exchange = (minor: number) => number | null;

const largestExact = 10n ** 22n;

/**
 * Turns minor units of `from` into those of `to`, at 1 `from` = `rate` `to` with the rate as a plain decimal text: exact
 * to the last digit, then rounded half to even. Throws a RangeError for an unknown currency.
 */
export const exchange = (from: string, to: string, rate: string): Exchange => {
  const [exponentFrom, exponentTo] = [currencyExponent(from), currencyExponent(to)];
  if (exponentFrom === null || exponentTo === null)
    throw new RangeError(`Unknown currency: ${exponentFrom === null ? from : to}`);
  const [whole = "", decimals = ""] = rate.split(".");
  const shift = exponentTo - exponentFrom - decimals.length;
  const factor = BigInt(whole + decimals) * 10n ** BigInt(Math.max(0, shift));
  const divisor = 10n ** BigInt(Math.max(0, -shift));
  const exactly = (minor: number): number | null => {
    const size = Number(divideHalfToEven(BigInt(Math.abs(minor)) * factor, divisor));
    if (!Number.isSafeInteger(size)) return null;
    return minor < 0 && size > 0 ? -size : size;
  };
  if (divisor > largestExact || factor > Number.MAX_SAFE_INTEGER) return exactly;
  const [times, by] = [Number(factor), Number(divisor)];
  return (minor) => {
    const product = Math.abs(minor) * times;
    if (!Number.isSafeInteger(product)) return exactly(minor);
    // Both the rest and the difference are exact, so this is the division of whole numbers.
    const rest = product % by;
    const quotient = (product - rest) / by;
    const up = 2 * rest > by || (2 * rest === by && quotient % 2 === 1);
    const size = up ? quotient + 1 : quotient;
    return minor < 0 && size > 0 ? -size : size;
  };
};
