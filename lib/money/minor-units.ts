import { currencyExponent } from "./currency-exponent";
import { divideHalfToEven } from "./half-to-even";

const limit = 1e12;
const acceptedText = /^-?\d{1,12}(\.\d{1,6})?$/;

/**
 * An amount as integer minor units of its currency (cents of EUR, whole JPY, fils of KWD), rounded half to even from
 * the shortest decimal text, so 1.005 is exactly what was written. Strings are plain decimals of at most 12 digits
 * and 6 decimals. `null` for any other text, an unknown currency, a number that is not finite or beyond 10¹², and a
 * result that is not a safe integer.
 */
export const minorUnits = (amount: number | string, currency: string): number | null => {
  const exponent = currencyExponent(currency);
  if (exponent === null) return null;
  const exact = typeof amount === "number" ? exactMinor(amount, exponent) : null;
  if (exact !== null) return exact;
  const text = decimalText(amount);
  if (text === null) return null;
  const minor = Number(scaleHalfToEven(text, exponent));
  return Number.isSafeInteger(minor) ? minor : null;
};

/**
 * What a number comes to that has no more decimals than its currency: nearly all have. Up to 15 digits a decimal and its
 * double are one to one, so a double that is the quotient was written so.
 */
const exactMinor = (amount: number, exponent: number): number | null => {
  const scale = 10 ** exponent;
  const minor = Math.round(amount * scale);
  const isExact = Math.abs(amount) <= limit && Math.abs(minor) < 1e15 && minor / scale === amount;
  // No negative zero.
  return isExact ? minor + 0 : null;
};

const decimalText = (amount: number | string): string | null => {
  if (typeof amount === "string") return acceptedText.test(amount) ? amount : null;
  if (!(Math.abs(amount) <= limit)) return null;
  const text = String(amount);
  // Below 10⁻⁶ numbers print with an exponent; at four decimals or fewer they all round to 0.
  return text.includes("e") ? "0" : text;
};

const scaleHalfToEven = (text: string, exponent: number): bigint => {
  const negative = text.startsWith("-");
  const [whole = "", decimals = ""] = text.slice(negative ? 1 : 0).split(".");
  const digits = BigInt(whole + decimals.padEnd(exponent, "0"));
  const dropped = Math.max(0, decimals.length - exponent);
  const magnitude = divideHalfToEven(digits, 10n ** BigInt(dropped));
  return negative ? -magnitude : magnitude;
};
