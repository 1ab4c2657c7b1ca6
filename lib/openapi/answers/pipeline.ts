import { z } from "zod";
import { ending, interval, money, rate } from "./shared";

const foreseenMoney = z.strictObject({
  currency: z.string(),
  minor: z.number(),
  low: z.number(),
  high: z.number(),
});

export const pipelineExpected = z.strictObject({
  conversions: interval.nullable(),
  value: foreseenMoney.nullable(),
});

const numbers = { visitors: z.int(), expected: pipelineExpected };
const group = { ...numbers, before: z.strictObject(numbers) };

const realised = z.strictObject({
  conversions: z.int(),
  value: money.nullable(),
  complete: z.boolean(),
});

const week = z.strictObject({
  asOf: z.string(),
  visitors: z.int(),
  predicted: interval.nullable(),
  realised: z.int(),
  inside: z.boolean().nullable(),
  value: z.strictObject({
    predicted: foreseenMoney.nullable(),
    realised: money.nullable(),
    inside: z.boolean().nullable(),
  }),
});

export const pipelineBackTest = z.strictObject({
  weeks: z.array(week),
  covered: z.strictObject({ part: z.int(), whole: z.int() }),
  total: z.strictObject({ predicted: interval, realised: z.int(), inside: z.boolean() }).nullable(),
  deciles: z.array(z.strictObject({ visitors: z.int(), predicted: z.number(), realised: rate })),
  brier: z.strictObject({ score: z.number(), ofOneRate: z.number() }).nullable(),
});

export const pipelineAnswer = z.strictObject({
  asOf: z.string(),
  macro: z.string(),
  windowMs: z.int(),
  ...numbers,
  before: z.strictObject({ asOf: z.string(), ...numbers, realised }),
  change: z.strictObject({
    visitors: z.int(),
    conversions: z.number().nullable(),
    value: money.nullable(),
  }),
  steps: z.array(z.strictObject({ micro: z.string(), name: z.string(), visitors: z.int(), rate })),
  rows: z
    .array(z.strictObject({ value: z.string().nullable(), other: z.literal(true).optional(), ...group }))
    .optional(),
  segments: z.array(z.strictObject({ name: z.string(), ...group })).optional(),
  backTest: pipelineBackTest.optional(),
  ...ending,
});
