import { z } from "zod";
import { eventField, matcher } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Money, type Rate, type Warning } from "../definition";

const breakdownAt = z.union(
  [z.enum(["entry", "last", "first"]), z.strictObject({ step: z.number().int().min(1).max(20) })],
  {
    error: 'A breakdown is taken at "entry", "last", "first" or {"step": 2}.',
  },
);

/** How far do visitors get along these steps, in this order, within the window? */
export const funnelQuestion = z
  .strictObject({
    ...commonQuestion,
    steps: z
      .array(matcher)
      .min(1, "A funnel needs at least one step.")
      .max(20, "A funnel has at most 20 steps."),
    order: z.literal("ordered", { error: 'The order is "ordered".' }).default("ordered"),
    windowMs: z
      .number()
      .int("A window is a whole number of milliseconds.")
      .min(1)
      .max(366 * 86_400_000),
    breakdown: z
      .strictObject({
        by: eventField,
        at: breakdownAt.default("entry"),
        limit: z.number().int().min(1).max(100).default(8),
      })
      .optional(),
    previous: z.boolean().default(false),
  })
  .superRefine((question, context) => {
    const at = question.breakdown?.at;
    if (typeof at === "object" && at.step > question.steps.length)
      context.addIssue({
        code: "custom",
        path: ["breakdown", "at", "step"],
        message: `The funnel has ${question.steps.length} steps, so there is no step ${at.step}.`,
      });
  });
export type FunnelQuestion = z.input<typeof funnelQuestion>;

export type Seconds = { mean: number; median: number; p90: number };

export type FunnelStepNumbers = {
  label: string;
  tier?: "micro" | "macro";
  reached: number;
  /** Reached the step before and can no longer reach this one. Absent on the first step. */
  dropped?: number;
  /** Reached the step before and still may reach this one. */
  open: number;
  fromPrevious: Rate | null;
  fromEntry: Rate;
  /** Share that will have reached the step when every window is over (Kaplan–Meier). */
  matured?: { rate: number; low: number; high: number } | null;
  secondsFromPrevious: Seconds | null;
  secondsFromEntry: Seconds | null;
  revenue: Money[];
  /** What the drop costs: dropped × completed ÷ reached × mean value of the last step. */
  leak?: Money | null;
};

/** `other`: values beyond the limit. `notReached`: units that did not reach the step the breakdown is taken at. */
export type FunnelGroup = {
  value: string | null;
  other?: true;
  notReached?: true;
  entered: number;
  steps: FunnelStepNumbers[];
};

export type FunnelNumbers = { unit: "visitor" | "session"; entered: number; steps: FunnelStepNumbers[] };

export type FunnelAnswer = FunnelNumbers & {
  breakdown?: FunnelGroup[];
  previous?: FunnelNumbers & { from: string; to: string };
  computed: Computed;
  warnings?: Warning[];
};
