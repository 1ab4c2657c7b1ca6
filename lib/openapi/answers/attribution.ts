import { z } from "zod";
import { attributionModels, touchKeys } from "@/lib/reports/attribution/definition";
import { ending, money } from "./shared";

const converted = z.strictObject({ ...money.shape, missing: z.array(z.string()) });

const credit = { conversions: z.number(), revenue: z.array(money), converted: converted.nullable() };

export const attributionCredit = z.strictObject(credit);

export const attributionRow = z.strictObject({
  key: z.string().nullable(),
  other: z.literal(true).optional(),
  sessions: z.int(),
  ...credit,
  share: z.number().nullable(),
  removalEffect: z.number().nullable().optional(),
  error: z.number().nullable().optional(),
  cost: converted.nullable().optional(),
  costPerConversion: z.number().nullable().optional(),
  returnOnCost: z.number().nullable().optional(),
});

const model = z.enum(attributionModels);

const link = z.strictObject({
  key: z.string().nullable(),
  other: z.literal(true).optional(),
  untouched: z.literal(true).optional(),
  micro: z.string().nullable(),
  ...credit,
});

const micro = z.strictObject({
  micro: z.string().nullable(),
  weight: z.number().nullable(),
  explains: z.number().nullable(),
  ...credit,
});

export const attributionAnswer = z.strictObject({
  unit: z.literal("visitor"),
  goal: z.string(),
  model,
  by: z.enum(touchKeys),
  ...credit,
  rows: z.array(attributionRow),
  untouched: attributionCredit,
  byModel: z
    .array(z.strictObject({ model, rows: z.array(attributionRow), untouched: attributionCredit }))
    .optional(),
  stages: z.strictObject({ links: z.array(link), micros: z.array(micro) }).optional(),
  cost: converted.nullable().optional(),
  ...ending,
});
