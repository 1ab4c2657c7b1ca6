import { z } from "zod";
import { ending, money, rate, tier, unit } from "./shared";

const converted = z
  .strictObject({ currency: z.string(), minor: z.number(), missing: z.array(z.string()) })
  .nullable();

export const goalNumbers = z.strictObject({
  key: z.string(),
  name: z.string(),
  tier,
  stage: z.string(),
  conversions: z.int(),
  converters: z.int(),
  rate,
  value: z.array(money),
  converted,
  gross: z
    .strictObject({ conversions: z.int(), converters: z.int(), value: z.array(money), converted })
    .optional(),
});

const numbers = { visitors: z.int(), sessions: z.int() };

const group = z.strictObject({
  value: z.string().nullable(),
  other: z.literal(true).optional(),
  ...numbers,
  goals: z.array(goalNumbers),
  previous: z.strictObject({ ...numbers, goals: z.array(goalNumbers) }).optional(),
});

export const conversionsAnswer = z.strictObject({
  unit,
  ...numbers,
  goals: z.array(z.strictObject({ ...goalNumbers.shape, previous: goalNumbers.optional() })),
  previous: z.strictObject({ from: z.string(), to: z.string(), ...numbers }).optional(),
  breakdown: z.array(group).optional(),
  ...ending,
});
