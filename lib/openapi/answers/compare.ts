import { z } from "zod";
import { computed, interval, money, rate, ratio, unit, warning } from "./shared";

const side = z.strictObject({ part: z.number(), whole: z.int() });

const pair = z.strictObject({
  a: z.int(),
  b: z.int(),
  shared: z.int(),
  sides: z.strictObject({ a: side, b: side }),
  difference: interval.nullable(),
  ratio: ratio.nullable(),
  pValue: z.number().nullable(),
  adjustedPValue: z.number().nullable(),
  verdict: z.enum(["higher", "lower", "cannotTell", "tooFew", "sameUnits"]),
  neededPerGroup: z.number().nullable(),
});

const reversal = z.strictObject({
  a: z.int(),
  b: z.int(),
  by: z.enum(["device", "channel", "visitor.isNew", "session.isFirst"]),
  strata: z.array(z.strictObject({ value: z.string().nullable(), a: rate, b: rate })),
});

export const compareAnswer = z.strictObject({
  unit,
  segments: z.array(
    z.strictObject({
      ...rate.shape,
      name: z.string(),
      open: z.int().optional(),
      currency: z.string().optional(),
    }),
  ),
  pairs: z.array(pair),
  computed,
  warnings: z
    .array(
      z.strictObject({
        ...warning.shape,
        reversal: reversal.optional(),
        amounts: z.array(money).optional(),
      }),
    )
    .optional(),
});
