import { csvFields } from "@/lib/csv-fields";
import { isAppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import { type BadLine, type CurrencyRate, currencyRate } from "./definition";

const delimiters = [",", ";", "\t"];

const isHeader = (fields: readonly string[]): boolean => fields[0]?.toLowerCase() === "day";

/** One line as a rate, or what is wrong with it. */
const rateOf = (fields: readonly string[] | null, own: string): CurrencyRate | string => {
  if (fields?.length !== 3) return "A line is day,currency,rate, like 2026-10-01,USD,0.92.";
  const [day, currency, rate] = fields;
  try {
    const parsed = parseInput(currencyRate, { day, currency, rate });
    if (parsed.currency !== own) return parsed;
    return `${own} is the project's own currency: its rate is always 1.`;
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
};

/**
 * Reads rates from CSV: `day,currency,rate`, with that header or without one. Lines that hold no rate are named with the
 * reason, the others are kept. `own` is the project's currency.
 */
export const parseRates = (text: string, own: string): { rates: CurrencyRate[]; bad: BadLine[] } => {
  const rates: CurrencyRate[] = [];
  const bad: BadLine[] = [];
  for (const [place, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === "") continue;
    const fields = csvFields(line, delimiters);
    if (place === 0 && fields && isHeader(fields)) continue;
    const read = rateOf(fields, own);
    if (typeof read === "string") bad.push({ line: place + 1, message: read });
    else rates.push(read);
  }
  return { rates, bad };
};
