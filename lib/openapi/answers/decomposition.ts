import { z } from "zod";
import { visitorsQuestion } from "@/lib/reports/visitors/definition";
import { ending, money, rate, tier, unit } from "./shared";

const contribution = z.strictObject({
  currency: z.string(),
  minor: z.int(),
  low: z.int(),
  high: z.int(),
});

const group = z.strictObject({ value: z.string().nullable(), other: z.literal(true).optional() });

const factorName = z.enum(["traffic", "mix", "step", "orderValue", "unattended"]);

const numbers = {
  factor: factorName,
  step: z.int().optional(),
  label: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
};

const factor = z.strictObject({
  ...numbers,
  contribution: contribution.nullable(),
  real: z.boolean(),
  groups: z.array(z.strictObject({ ...group.shape, contribution })),
});

const period = z.strictObject({
  from: z.string(),
  to: z.string(),
  asOf: z.string(),
  units: z.int(),
  revenue: money,
});
const ofGroup = z.strictObject({ units: z.int(), reached: z.array(z.int()), revenue: money });

export const decompositionAnswer = z.strictObject({
  unit,
  before: period,
  after: period,
  change: money,
  steps: z.array(z.strictObject({ label: z.string(), tier: tier.optional(), before: rate, after: rate })),
  factors: z.array(factor),
  biggest: z
    .strictObject({
      ...numbers,
      direction: z.enum(["up", "down"]),
      contribution,
      real: z.boolean(),
      group: group.optional(),
      message: z.string(),
      people: visitorsQuestion,
    })
    .nullable(),
  groups: z.array(z.strictObject({ ...group.shape, before: ofGroup, after: ofGroup })),
  ...ending,
});
