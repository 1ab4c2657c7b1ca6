import { z } from "zod";
import { currencyExponent } from "@/lib/money/currency-exponent";

export const adCostDay = z.iso
  .date("Write the day as YYYY-MM-DD, like 2026-10-01.")
  .refine((day) => day >= "1990-01-01", { error: "Costs go back to 1990." });

const name = (what: string, most: number) =>
  z
    .string(`State the ${what} as text.`)
    .trim()
    .max(most, `A ${what} has at most ${most} characters.`)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), { error: `A ${what} has no invisible characters.` });

export const adCostSource = name("source", 100)
  .min(1, "State the source, as your links do in utm_source, like google.")
  .toLowerCase();
const medium = name("medium", 100).toLowerCase();
export const adCostCampaign = name("campaign", 255);

const currency = z
  .string("State the currency, like EUR.")
  .trim()
  .toUpperCase()
  .refine((code) => currencyExponent(code) !== null, {
    error: "A currency is its three-letter ISO 4217 code, like EUR.",
  });

const notMinor = "A cost is a whole number of minor units, like 1999 for 19.99 EUR.";
const count = (what: string) =>
  z
    .number(`${what} are a whole number.`)
    .int(`${what} are a whole number.`)
    .min(0, `${what} are not negative.`)
    .max(1e12, `${what} are at most 1,000,000,000,000.`)
    .nullable()
    .default(null);

/**
 * What advertising cost on a day of the project's timezone. Source and medium are in lower case, as `sourceOf` and
 * `mediumOf` say them of sessions; `medium` and `campaign` are "" where there is none.
 */
export const adCost = z.strictObject(
  {
    day: adCostDay,
    source: adCostSource,
    medium: medium.default(""),
    campaign: adCostCampaign.default(""),
    costMinor: z
      .number(notMinor)
      .int(notMinor)
      .min(0, "A cost is 0 or more.")
      .max(1e14, "A cost is at most 100,000,000,000,000 minor units."),
    currency,
    clicks: count("Clicks"),
    impressions: count("Impressions"),
  },
  "A cost is an object with a day, a source, costMinor and a currency.",
);
export type AdCost = z.output<typeof adCost>;

/** How many are taken at once over HTTP. */
export const mostAdCosts = 5_000;

/** Costs are the same when this is: what is sent again takes the place of what was there. */
export const adCostKey = ({ day, source, medium, campaign }: AdCost): string =>
  JSON.stringify([day, source, medium, campaign]);

/** What became of one that was sent. */
export type AdCostOutcome = "created" | "replaced" | "unchanged";

/** Something that is no cost, by its place from 0. */
export type RejectedAdCost = { index: number; code: string; message: string; path?: string };

/** What one source cost on a day, in one currency, over all its campaigns. */
export type SourceCost = {
  day: string;
  source: string;
  currency: string;
  costMinor: number;
  campaigns: number;
};

/** A line of a file that holds no cost, and why. */
export type BadLine = { line: number; message: string };

/** What became of a file of costs; `added` lines went into another line's cost. */
export type SavedCosts = Record<AdCostOutcome, number> & { added: number; rejected: BadLine[] };
