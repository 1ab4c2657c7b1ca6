import { z } from "zod";
import { goalKey, matcher } from "@/lib/matching/definition";

export const stagesOf = {
  micro: ["engagement", "interaction", "cart"],
  macro: ["sale", "subscription", "lead"],
} as const;
export const tiers = ["micro", "macro"] as const;
export type Tier = (typeof tiers)[number];

const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, "A currency is its three-letter ISO 4217 code, like EUR.");
const propertyPath = z
  .string()
  .regex(/^property\.[^.\s\p{Cc}][^\s\p{Cc}]*$/u, "Write the property as property.name.");

export const goalCounting = z.union(
  [z.enum(["every", "session", "visitor"]), z.strictObject({ key: propertyPath })],
  { error: 'Counting is "every", "session", "visitor" or {"key": "property.order_id"}.' },
);

export const goalValue = z.union(
  [
    z.strictObject({ none: z.literal(true) }),
    z.strictObject({
      fixed: z.strictObject({ minor: z.number().int().min(0).max(1e14), currency: currencyCode }),
    }),
    z.strictObject({ property: propertyPath, currency: propertyPath.optional() }),
  ],
  {
    error:
      'A value is {"none": true}, {"fixed": {"minor": 500, "currency": "EUR"}} or {"property": "property.revenue", "currency": "property.currency"}.',
  },
);

/** A goal as the API, the command line and the editor state it. */
export const goalDefinition = z
  .strictObject({
    key: goalKey,
    name: z.string().trim().min(1, "Give the goal a name.").max(120),
    tier: z.enum(tiers),
    stage: z.enum([...stagesOf.micro, ...stagesOf.macro]),
    match: matcher,
    counting: goalCounting.default("every"),
    value: goalValue.default({ none: true }),
  })
  .refine((goal) => (stagesOf[goal.tier] as readonly string[]).includes(goal.stage), {
    path: ["stage"],
    error: (issue) => {
      const { tier } = issue.input as { tier: Tier };
      return `A ${tier} goal's stage is one of: ${stagesOf[tier].join(", ")}.`;
    },
  });

export type Goal = z.infer<typeof goalDefinition>;
export type GoalValue = z.infer<typeof goalValue>;
export type GoalCounting = z.infer<typeof goalCounting>;
