import { z } from "zod";
import { goalKey } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Money, type Rate, type Warning } from "../definition";

const goalKeys = z
  .array(goalKey)
  .max(32, "A matrix has at most 32 goals on a side.")
  .superRefine((keys, context) => {
    for (const [place, key] of keys.entries())
      if (keys.indexOf(key) < place)
        context.addIssue({ code: "custom", path: [place], message: `The goal ${key} is named twice.` });
  });

/**
 * Which small steps (micros) go together with the aims (macros), beyond what visitors without them do? Left out, `macros`
 * are all macro goals and `micros` all micro goals; stated, goals of either tier may stand on either side.
 */
export const matrixQuestion = z
  .strictObject({
    ...commonQuestion,
    unit: z
      .literal("visitor", { error: 'A matrix is about visitors: the unit is "visitor".' })
      .default("visitor"),
    macros: goalKeys.optional(),
    micros: goalKeys.optional(),
    windowMs: z
      .number()
      .int("A window is a whole number of milliseconds.")
      .min(1, "A window is at least a millisecond.")
      .max(366 * 86_400_000, "A window is at most 366 days."),
  })
  .superRefine(({ micros = [], macros = [] }, context) => {
    for (const [place, key] of micros.entries())
      if (macros.includes(key))
        context.addIssue({
          code: "custom",
          path: ["micros", place],
          message: `The goal ${key} is among the macros, too: a goal cannot lead to itself.`,
        });
  });
export type MatrixQuestion = z.input<typeof matrixQuestion>;
export type Question = z.output<typeof matrixQuestion>;

/** A goal that stands at a row or a column. */
export type MatrixGoal = { key: string; name: string; tier: "micro" | "macro"; stage: string };

/** Minor units a visitor with their 95 % interval: a mean, so not whole. */
export type MeanMoney = { currency: string; minor: number; low: number; high: number };

/**
 * The lift beyond the same visit: how much likelier the macro is within the window after the end of a session that holds
 * the first micro than after one before any, among sessions of one entry channel, device, and of new visitors or not.
 * Everything but counts is `null` where nothing can be said, `ratio` alone where nobody converted without.
 * `adjustedPValue` is Benjamini–Hochberg's over the whole matrix; `exposed` and `unexposed` are sessions of the strata used.
 */
export type AdjustedLift = {
  ratio: number | null;
  low: number | null;
  high: number | null;
  pValue: number | null;
  adjustedPValue: number | null;
  exposed: { part: number; whole: number };
  unexposed: { part: number; whole: number };
  strataUsed: number;
  strataSkipped: number;
};

export type MatrixVerdict = "useful" | "vanity" | "cannotTell";

/**
 * Why the verdict is what it is. `aboveOne`: useful. `noLift`: vanity, at most 1.1 times as likely. Cannot tell:
 * `notComparable` (no two groups to compare, or nobody converted), `tooFew` (a group of less than 30), `unclear`.
 */
export type VerdictReason = "aboveOne" | "noLift" | "notComparable" | "tooFew" | "unclear";

/** What is known of one micro and one macro goal. */
export type MatrixCell = {
  micro: string;
  macro: string;
  /** Visitors whose first micro has no macro before it; `open` of them still have time to convert. */
  reached: number;
  converted: number;
  open: number;
  /** `converted` of `reached − open`. */
  rate: Rate;
  /** Moments before micro and macro, one a session, and those after which the macro came; `withoutOpen` are too recent. */
  without: Rate;
  withoutOpen: number;
  /** rate ÷ without.rate; `ratio` is `null` where nobody converted without. */
  lift: { ratio: number | null; low: number; high: number } | null;
  difference: { estimate: number; low: number; high: number; pValue: number } | null;
  /** The part of all who reached the macro whom the micro preceded: `shareOf.rate`. */
  share: number | null;
  shareOf: Rate;
  medianSeconds: number | null;
  /** Other quantiles of the time from micro to macro. */
  seconds: { p25: number; p75: number; p90: number } | null;
  /** What the first macro of the converted was worth, every currency. */
  revenue: Money[];
  /** Currencies of which some amounts had no rate: they are left out of what follows. */
  notConverted: string[];
  /**
   * What a visitor who did the micro is worth, in the project's currency. `null` for a macro without value, fewer than
   * two visitors, or when nothing could be converted.
   */
  earned: MeanMoney | null;
  /** What goes beyond visitors without: (rate − without.rate) × mean value. `null` also below two converted. */
  earnedOverBaseline: MeanMoney | null;
  adjusted: AdjustedLift;
  verdict: MatrixVerdict;
  verdictReason: VerdictReason;
};

export type MatrixAnswer = {
  unit: "visitor";
  micros: MatrixGoal[];
  macros: MatrixGoal[];
  /** One a micro and macro, macro by macro. */
  cells: MatrixCell[];
  computed: Computed;
  warnings?: Warning[];
};
