import { z } from "zod";
import { goalKey, matcher } from "@/lib/matching/definition";
import type { GroupLabel } from "../breakdown-groups";
import { groupField } from "../conversions/definition";
import { type Computed, commonQuestion, instant, type Money, type Rate, type Warning } from "../definition";
import type { visitorsQuestion } from "../visitors/definition";

/**
 * Why did macro revenue change between two periods? `macros` are the goals that earn, by default all macro goals with a
 * value; `steps` lead to them, by default the micro goals of the stage cart, along the way. The units of `by`'s groups are
 * the mix. `compareTo` is the previous period unless stated.
 */
export const decompositionQuestion = z.strictObject({
  ...commonQuestion,
  macros: z
    .array(goalKey)
    .min(1, "Name a goal, or leave it out to ask about all that earn.")
    .max(8, "A decomposition is about at most 8 goals.")
    .superRefine((keys, context) => {
      for (const [place, key] of keys.entries())
        if (keys.indexOf(key) < place)
          context.addIssue({ code: "custom", path: [place], message: `The goal ${key} is named twice.` });
    })
    .optional(),
  steps: z.array(matcher).max(5, "At most 5 small steps lie between a visit and the aim.").optional(),
  by: groupField.default("channel"),
  limit: z.number().int().min(1).max(20, "At most 20 groups are told apart.").default(8),
  compareTo: z.strictObject({ from: instant, to: instant }).optional(),
});
export type DecompositionQuestion = z.input<typeof decompositionQuestion>;
export type Question = z.output<typeof decompositionQuestion>;

/** Minor units with their 95 % interval. */
export type Contribution = Money & { low: number; high: number };

/** `unattended`: what visitors earn who only have passive events, such as renewals; it has no steps and is no visit. */
export type FactorName = "traffic" | "mix" | "step" | "orderValue" | "unattended";

/**
 * What one thing contributed to the change. `before` and `after` are its own numbers: units, a rate, minor units (of a
 * converter; in all, if unattended); both `null` for the mix, and where nobody got so far. `contribution` is `null` where
 * it cannot be said in one of the periods: then the change is none of its own. `real`: more than chance, of all factors
 * looked at together. The groups' contributions add up to the factor's.
 */
export type Factor = {
  factor: FactorName;
  /** Of `steps`, counted from 1. */
  step?: number;
  label: string;
  before: number | null;
  after: number | null;
  contribution: Contribution | null;
  real: boolean;
  groups: (GroupLabel & { contribution: Contribution })[];
};

/** A step with those who got at least so far, of those who got at least to the one before. The last is the aim. */
export type DecompositionStep = { label: string; tier?: "micro" | "macro"; before: Rate; after: Rate };

/** What happened at `asOf` or later is not counted: while a period runs, the other is cut as well. */
export type DecompositionPeriod = {
  from: string;
  to: string;
  asOf: string;
  units: number;
  revenue: Money;
};

/** `reached`: how many got at least to each step. Revenue without what is unattended. */
type GroupPeriod = { units: number; reached: number[]; revenue: Money };

/**
 * The factor that did most in the direction of the change, of those that are real if there are any; `group` where one
 * group makes up at least half of it (never of traffic). `people` asks for those behind it.
 */
export type BiggestDriver = {
  factor: FactorName;
  step?: number;
  label: string;
  direction: "up" | "down";
  before: number | null;
  after: number | null;
  contribution: Contribution;
  real: boolean;
  group?: GroupLabel;
  /** One sentence. */
  message: string;
  people: z.output<typeof visitorsQuestion>;
};

export type DecompositionAnswer = {
  unit: "visitor" | "session";
  before: DecompositionPeriod;
  after: DecompositionPeriod;
  change: Money;
  steps: DecompositionStep[];
  /** Their contributions add up to the change. */
  factors: Factor[];
  biggest: BiggestDriver | null;
  groups: (GroupLabel & { before: GroupPeriod; after: GroupPeriod })[];
  computed: Computed;
  warnings?: Warning[];
};
