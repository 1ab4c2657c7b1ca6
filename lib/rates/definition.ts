import { z } from "zod";
import { currencyExponent } from "@/lib/money/currency-exponent";

const currency = z
  .string()
  .trim()
  .toUpperCase()
  .refine((code) => currencyExponent(code) !== null, {
    error: "A currency is its three-letter ISO 4217 code, like USD.",
  });

/** What one unit of a currency was worth on a day of the project's timezone, in units of the project's currency. */
export const currencyRate = z.strictObject({
  day: z.iso
    .date("Write the day as YYYY-MM-DD, like 2026-10-01.")
    .refine((day) => day >= "1990-01-01", { error: "Rates go back to 1990." }),
  currency,
  /** Plain decimal text, so that it is exact. */
  rate: z
    .string()
    .trim()
    .regex(/^\d{1,9}(\.\d{1,12})?$/, "Write the rate as a plain number, like 0.92.")
    .refine((rate) => /[1-9]/.test(rate), { error: "A rate is more than 0." }),
});
export type CurrencyRate = z.infer<typeof currencyRate>;

/** How long a rate stands in for days without one. */
export const oldestRateDays = 31;

/** A line of a file that holds no rate, and why. */
export type BadLine = { line: number; message: string };
