import { z } from "zod";
import { goalKey } from "@/lib/matching/definition";
import { groupField } from "../conversions/definition";
import { type Computed, commonQuestion, type Money, type Rate, segment, type Warning } from "../definition";

const { asOf, definedAt, basis, includeBots } = commonQuestion;

/** The longest window, ms. */
const longestWindowMs = 90 * 86_400_000;

const microKeys = z
  .array(goalKey)
  .min(1, "Name a micro goal at least, or leave micros out for all of them.")
  .max(31, "A pipeline has at most 31 micro goals.")
  .superRefine((keys, context) => {
    for (const [place, key] of keys.entries())
      if (keys.indexOf(key) < place)
        context.addIssue({ code: "custom", path: [place], message: `The goal ${key} is named twice.` });
  });

/**
 * Who is on the way at `asOf`: took a small step within the window and did not reach the macro goal since? How many of
 * them will, what is that worth, and how well was the same foreseen in the weeks before? `by` and segments are judged by
 * what visitors did in the window. Left out, `micros` are all micro goals.
 */
export const pipelineQuestion = z
  .strictObject({
    asOf,
    macro: goalKey,
    micros: microKeys.optional(),
    windowMs: z
      .number()
      .int("A window is a whole number of milliseconds.")
      .min(1, "A window is at least a millisecond.")
      .max(longestWindowMs, "A window is at most 90 days.")
      .default(14 * 86_400_000),
    by: groupField.optional(),
    limit: z.number().int().min(1).max(100).default(8),
    segments: z
      .array(z.strictObject({ name: z.string().trim().min(1).max(120), filter: segment }))
      .min(1)
      .max(6, "A pipeline tells at most 6 segments apart.")
      .optional(),
    segment: segment.optional(),
    backTest: z.boolean().default(true),
    trainingWeeks: z
      .number()
      .int("Weeks are a whole number.")
      .min(2, "It takes 2 weeks at least to learn from.")
      .max(52, "It learns from at most 52 weeks.")
      .default(12),
    definedAt,
    basis,
    includeBots,
  })
  .superRefine(({ micros = [], macro }, context) => {
    const place = micros.indexOf(macro);
    if (place >= 0)
      context.addIssue({
        code: "custom",
        path: ["micros", place],
        message: `The goal ${macro} is the macro, too: a goal cannot lead to itself.`,
      });
  });
export type PipelineQuestion = z.input<typeof pipelineQuestion>;
export type Question = z.output<typeof pipelineQuestion>;

/** A number to come with its 95 % prediction interval: a mean, so not whole; the ends are. */
export type Foreseen = { estimate: number; low: number; high: number };

/** Minor units to come with their 95 % prediction interval: not whole. */
export type ForeseenMoney = { currency: string; minor: number; low: number; high: number };

/** What visitors will still bring; `null` where nothing can be said, `value` alone for a macro without value. */
export type Expected = { conversions: Foreseen | null; value: ForeseenMoney | null };

export type PipelineNumbers = { visitors: number; expected: Expected };

/**
 * What became of those who were in flight: how many converted by now, and what that brought in the project's currency.
 * `complete` once all of their windows are over.
 */
export type Realised = { conversions: number; value: Money | null; complete: boolean };

/** Numbers of now, and as the answer a week ago had them. */
export type PipelineGroup = PipelineNumbers & { before: PipelineNumbers };
export type PipelineRow = PipelineGroup & { value: string | null; other?: true };
export type PipelineSegment = PipelineGroup & { name: string };

/** Visitors whose furthest step this is; of such visitors in the weeks learned from, those who converted. */
export type PipelineStep = { micro: string; name: string; visitors: number; rate: Rate };

/** A week foreseen with what was known then, and what came. `inside`: within the interval; `null` where nothing was foreseen. */
export type BackTestWeek = {
  asOf: string;
  visitors: number;
  predicted: Foreseen | null;
  realised: number;
  inside: boolean | null;
  value: { predicted: ForeseenMoney | null; realised: Money | null; inside: boolean | null };
};

/** Visitors of about equal chances: the mean chance foreseen, and the part that converted with its 95 % interval. */
export type CalibrationDecile = { visitors: number; predicted: number; realised: Rate };

export type BackTest = {
  /** The oldest first. */
  weeks: BackTestWeek[];
  /** How many weeks that were foreseen came out within their interval. */
  covered: { part: number; whole: number };
  /** All weeks that were foreseen together. */
  total: { predicted: Foreseen; realised: number; inside: boolean } | null;
  /** From the least likely to the likeliest. */
  deciles: CalibrationDecile[];
  /** The mean squared error of the chances (Brier 1950), and that of one chance for all; 0 is perfect. */
  brier: { score: number; ofOneRate: number } | null;
};

export type PipelineAnswer = {
  asOf: string;
  macro: string;
  windowMs: number;
  visitors: number;
  expected: Expected;
  /** As it stood a week before, at the same time of the day, foreseen with what was known then. */
  before: PipelineNumbers & { asOf: string; realised: Realised };
  /** Now less before. */
  change: { visitors: number; conversions: number | null; value: Money | null };
  /** The furthest first. */
  steps: PipelineStep[];
  /** Only where the question states `by`. */
  rows?: PipelineRow[];
  segments?: PipelineSegment[];
  backTest?: BackTest;
  computed: Computed;
  warnings?: Warning[];
};
