import { z } from "zod";
import { eventField, type Matcher, matcherWith } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Money, type Rate, type Warning } from "../definition";
import { checkFunnel } from "./check-funnel";

const longestWindowMs = 366 * 86_400_000;

const windowMs = z
  .number()
  .int("A window is a whole number of milliseconds.")
  .min(1, "A window lasts at least one millisecond.")
  .max(longestWindowMs, "A window lasts at most 366 days.");

/** A matcher; `withinMs` counts from the required step before. */
export type FunnelStep = Matcher & { optional?: boolean; withinMs?: number };

const funnelStep: z.ZodType<FunnelStep, FunnelStep> = matcherWith({
  optional: z.boolean().optional(),
  withinMs: windowMs.optional(),
});

const stepNumber = z.number().int("Steps are counted from 1: 1, 2, 3 …");

/** What must not happen between two steps, counted from 1: the attempt ends there, or does not count at all. */
export type Exclusion = Matcher & { after: number; before: number; mode?: "end" | "discard" };

const exclusion: z.ZodType<Exclusion, Exclusion> = matcherWith(
  { after: stepNumber, before: stepNumber, mode: z.enum(["end", "discard"]).optional() },
  'An exclusion is a matcher between two steps, like {"event": …, "after": 1, "before": 2}, with an optional "mode": "end" or "discard".',
);

const breakdownAt = z.union(
  [z.enum(["entry", "last", "first"]), z.strictObject({ step: z.number().int().min(1).max(20) })],
  {
    error: 'A breakdown is taken at "entry", "last", "first" or {"step": 2}.',
  },
);

/**
 * How far do visitors get along these steps, within the window? `strict`: without any other event between. `unordered`:
 * in any order. With `holdConstant` all steps share the values that these fields have at entry.
 */
export const funnelQuestion = z
  .strictObject({
    ...commonQuestion,
    steps: z
      .array(funnelStep)
      .min(1, "A funnel needs at least one step.")
      .max(20, "A funnel has at most 20 steps."),
    order: z
      .enum(["ordered", "strict", "unordered"], {
        error: 'The order is "ordered", "strict" or "unordered".',
      })
      .default("ordered"),
    windowMs,
    exclude: z.array(exclusion).default([]),
    holdConstant: z.array(eventField).max(3, "At most 3 fields are held constant.").default([]),
    breakdown: z
      .strictObject({
        by: eventField,
        at: breakdownAt.default("entry"),
        limit: z.number().int().min(1).max(100).default(8),
      })
      .optional(),
    previous: z.boolean().default(false),
    /** How long it took, as histograms. */
    distribution: z.boolean().default(false),
    trend: z.strictObject({ interval: z.enum(["hour", "day", "week", "month"]) }).optional(),
  })
  .superRefine(checkFunnel);
export type FunnelQuestion = z.input<typeof funnelQuestion>;
/** As parsed. */
export type Question = z.output<typeof funnelQuestion>;

export type Seconds = { mean: number; median: number; p90: number };

/** `counts[i]` attempts took at most `bounds[i]` seconds, and longer than the bound before. */
export type Distribution = { bounds: number[]; counts: number[] };

/**
 * "Previous" is the required step before. Of an unordered funnel, step k stands for any k of its steps; times and money
 * are those of the k-th to come.
 */
export type FunnelStepNumbers = {
  label: string;
  tier?: "micro" | "macro";
  /** An optional step may be skipped: nobody drops out or is open there. */
  optional?: true;
  reached: number;
  /** Reached the step before and can no longer reach this one. Absent on the first step and on optional ones. */
  dropped?: number;
  /** Reached the step before and still may reach this one. */
  open: number;
  fromPrevious: Rate | null;
  fromEntry: Rate;
  /** Share that will have reached the step when every window is over (Kaplan–Meier). */
  matured?: { rate: number; low: number; high: number } | null;
  secondsFromPrevious: Seconds | null;
  secondsFromEntry: Seconds | null;
  /** Times from the step before, if asked for. */
  distribution?: Distribution;
  revenue: Money[];
  /** What the drop costs: dropped × completed ÷ reached × mean value of the last required step. */
  leak?: Money | null;
};

/** How the attempts that began in a bucket ended. */
export type FunnelPoint = {
  start: string;
  /** False while attempts of the bucket may still begin or go on at `asOf`. */
  complete: boolean;
  entered: number;
  /** All required steps. */
  reached: number;
  /** May still reach all of them. */
  open: number;
  rate: Rate;
};

type Counted = {
  entered: number;
  steps: FunnelStepNumbers[];
  /** Times from entry to the last required step, if asked for. */
  distribution?: Distribution;
};

/** `other`: values beyond the limit. `notReached`: units that did not reach the step the breakdown is taken at. */
export type FunnelGroup = Counted & { value: string | null; other?: true; notReached?: true };

/** `trend`: by the entry's bucket in the project's timezone. */
export type FunnelNumbers = Counted & { unit: "visitor" | "session"; trend?: FunnelPoint[] };

export type FunnelAnswer = FunnelNumbers & {
  breakdown?: FunnelGroup[];
  previous?: FunnelNumbers & { from: string; to: string };
  computed: Computed;
  warnings?: Warning[];
};
