import { z } from "zod";
import { ending, money, rate, ratio, tier } from "./shared";

const goal = z.strictObject({ key: z.string(), name: z.string(), tier, stage: z.string() });

const meanMoney = z.strictObject({
  currency: z.string(),
  minor: z.number(),
  low: z.number(),
  high: z.number(),
});

const group = z.strictObject({ part: z.int(), whole: z.int() });

const adjusted = z.strictObject({
  ratio: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  pValue: z.number().nullable(),
  adjustedPValue: z.number().nullable(),
  exposed: group,
  unexposed: group,
  strataUsed: z.int(),
  strataSkipped: z.int(),
});

const cell = z.strictObject({
  micro: z.string(),
  macro: z.string(),
  reached: z.int(),
  converted: z.int(),
  open: z.int(),
  rate,
  without: rate,
  withoutOpen: z.int(),
  lift: ratio.nullable(),
  difference: z
    .strictObject({ estimate: z.number(), low: z.number(), high: z.number(), pValue: z.number() })
    .nullable(),
  share: z.number().nullable(),
  shareOf: rate,
  medianSeconds: z.number().nullable(),
  seconds: z.strictObject({ p25: z.number(), p75: z.number(), p90: z.number() }).nullable(),
  revenue: z.array(money),
  notConverted: z.array(z.string()),
  earned: meanMoney.nullable(),
  earnedOverBaseline: meanMoney.nullable(),
  adjusted,
  verdict: z.enum(["useful", "vanity", "cannotTell"]),
  verdictReason: z.enum(["aboveOne", "noLift", "notComparable", "tooFew", "unclear"]),
});

export const matrixAnswer = z.strictObject({
  unit: z.literal("visitor"),
  micros: z.array(goal),
  macros: z.array(goal),
  cells: z.array(cell),
  ...ending,
});
