import { z } from "zod";
import { currencyExponent } from "@/lib/money/currency-exponent";

const id = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, "An id has 1 to 200 characters, none of them invisible.");

/** Orders are known by text; numbers are taken as theirs. */
export const orderId = z.union([id, z.number().int().transform(String)], {
  error: "State the order's id, as text of at most 200 characters.",
});

const occurredAt = z.iso
  .datetime({ offset: true, error: "A time is RFC 3339 with its offset, like 2026-11-01T09:30:00Z." })
  .refine((text) => text >= "1990" && text < "2100", { error: "Adjustments lie between 1990 and 2100." });

const amountMinor = z
  .number("An amount is a whole number of minor units, like 1999 for 19.99 EUR.")
  .int("An amount is a whole number of minor units, like 1999 for 19.99 EUR.")
  .min(0, "An amount is 0 or more: a refund is subtracted as it stands.")
  .max(1e14, "An amount is at most 100,000,000,000,000 minor units.");

const currency = z
  .string("State the currency, like EUR.")
  .trim()
  .toUpperCase()
  .refine((code) => currencyExponent(code) !== null, {
    error: "A currency is its three-letter ISO 4217 code, like EUR.",
  });

/** `adjustmentId` is the sender's own: what has the same is the same adjustment. */
const common = { orderId, occurredAt, adjustmentId: id.optional() };

/**
 * What became of an order. A `refund` takes off its value, a `value` takes the place of it, a `cancellation` takes away
 * the conversion.
 */
export const newAdjustment = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ ...common, type: z.literal("refund"), amountMinor, currency }),
    z.strictObject({ ...common, type: z.literal("value"), amountMinor, currency }),
    z.strictObject({ ...common, type: z.literal("cancellation"), currency: currency.optional() }),
  ],
  { error: 'An adjustment\'s type is "refund", "cancellation" or "value".' },
);
export type NewAdjustment = z.output<typeof newAdjustment>;

/** How many are taken at once. */
export const mostAdjustments = 1_000;

/** What reports go by, `occurredAt` in ms since 1970. */
export type Adjustment = { orderId: string; occurredAt: number } & (
  | { type: "refund" | "value"; amountMinor: number; currency: string }
  | { type: "cancellation" }
);

/** An adjustment as it is listed; times are RFC 3339. A cancellation has no amount. */
export type ListedAdjustment = {
  orderId: string;
  type: "refund" | "cancellation" | "value";
  amountMinor: number | null;
  currency: string | null;
  occurredAt: string;
  adjustmentId: string | null;
  receivedAt: string;
};

/** Something that is no adjustment, by its place from 0, or by its line in a file. */
export type RejectedAdjustment = { index: number; code: string; message: string; path?: string };

/** What became of some adjustments. A duplicate was taken before and changes nothing; places count from 0. */
export type AdjustmentsTaken = {
  accepted: number;
  duplicates: number;
  duplicateIndexes: number[];
  rejected: RejectedAdjustment[];
};
