import { z } from "zod";

/** Schemas of what is in several answers; a test holds them equal to the types of the reports. */
const count = z.int();

export const rate = z.strictObject({
  part: z.number(),
  whole: count,
  rate: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

export const money = z.strictObject({ currency: z.string(), minor: z.number() });

export const interval = z.strictObject({ estimate: z.number(), low: z.number(), high: z.number() });

export const ratio = z.strictObject({ ratio: z.number().nullable(), low: z.number(), high: z.number() });

export const computed = z.strictObject({
  journeys: count,
  events: count,
  ms: z.number(),
  watermark: z.string().nullable(),
});

export const warning = z.strictObject({ code: z.string(), message: z.string() });

export const unit = z.enum(["visitor", "session"]);
export const tier = z.enum(["micro", "macro"]);

/** What every answer ends with. */
export const ending = { computed, warnings: z.array(warning).optional() };
