import { z } from "zod";
import { segmentFilter, segmentKey } from "@/lib/matching/definition";

/** Whether refunds, cancellations and late values count. */
export const basis = z.enum(["net", "gross"]);
export type Basis = z.infer<typeof basis>;

/** An RFC 3339 time, or YYYY-MM-DD: the first instant of that day in the project's timezone. */
export const instant = z.string().max(40);

export const unit = z.enum(["visitor", "session"]);
export type Unit = z.infer<typeof unit>;

/** A filter, or the key of a saved segment. */
export const segment = z.union([segmentKey.transform((key) => ({ segment: key })), segmentFilter], {
  error: "A segment is a filter, or the key of a saved segment.",
});

/**
 * What every question may state. `from` is inclusive, `to` exclusive. `basis` says whether refunds and cancellations
 * count; `definedAt` picks the goals as they were defined then.
 */
export const commonQuestion = {
  from: instant,
  to: instant,
  unit: unit.default("visitor"),
  segment: segment.optional(),
  asOf: instant.optional(),
  definedAt: instant.optional(),
  basis: basis.default("net"),
  includeBots: z.boolean().default(false),
};

/** A rate with its division; `null` where nothing can be said. Interval: 95 % Wilson score. */
export type Rate = {
  part: number;
  whole: number;
  rate: number | null;
  low: number | null;
  high: number | null;
};

/** Integer minor units of one currency. */
export type Money = { currency: string; minor: number };

/** What it took to answer. `watermark`: the newest receipt the answer includes, RFC 3339, null without events. */
export type Computed = { journeys: number; events: number; ms: number; watermark: string | null };

export type Warning = { code: string; message: string };
