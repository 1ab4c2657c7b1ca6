import { z } from "zod";
import { ending, money, rate, tier, unit } from "./shared";

const seconds = z.strictObject({ mean: z.number(), median: z.number(), p90: z.number() });
const distribution = z.strictObject({ bounds: z.array(z.number()), counts: z.array(z.int()) });

export const funnelStepNumbers = z.strictObject({
  label: z.string(),
  tier: tier.optional(),
  optional: z.literal(true).optional(),
  reached: z.int(),
  dropped: z.int().optional(),
  open: z.int(),
  fromPrevious: rate.nullable(),
  fromEntry: rate,
  matured: z.strictObject({ rate: z.number(), low: z.number(), high: z.number() }).nullable().optional(),
  secondsFromPrevious: seconds.nullable(),
  secondsFromEntry: seconds.nullable(),
  distribution: distribution.optional(),
  revenue: z.array(money),
  leak: money.nullable().optional(),
});

const point = z.strictObject({
  start: z.string(),
  complete: z.boolean(),
  entered: z.int(),
  reached: z.int(),
  open: z.int(),
  rate,
});

const counted = {
  entered: z.int(),
  steps: z.array(funnelStepNumbers),
  distribution: distribution.optional(),
};
const numbers = { ...counted, unit, trend: z.array(point).optional() };

export const funnelAnswer = z.strictObject({
  ...numbers,
  breakdown: z
    .array(
      z.strictObject({
        ...counted,
        value: z.string().nullable(),
        other: z.literal(true).optional(),
        notReached: z.literal(true).optional(),
      }),
    )
    .optional(),
  previous: z.strictObject({ ...numbers, from: z.string(), to: z.string() }).optional(),
  ...ending,
});
