import { z } from "zod";
import { goalKey } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Money, segment, type Warning } from "../definition";
import { funnelQuestion } from "../funnel/definition";

/** A bar of a funnel: the visitors behind it, all or those of one row of its breakdown. */
const ofFunnel = z
  .strictObject({
    funnel: funnelQuestion,
    step: z.number().int().min(1, "Steps are counted from 1.").max(20),
    kind: z.enum(["reached", "dropped", "open"], {
      error: 'Those behind a step have "reached" it, "dropped" out before it, or are still "open".',
    }),
    /** The row of the breakdown; `null` is the one without a value, unless `other` or `notReached` is stated. */
    value: z.string().max(8192).nullable().optional(),
    other: z.literal(true).optional(),
    notReached: z.literal(true).optional(),
  })
  .superRefine(({ funnel, step, kind, value, other, notReached }, context) => {
    if (step > funnel.steps.length)
      context.addIssue({
        code: "custom",
        path: ["step"],
        message: `The funnel has ${funnel.steps.length} steps, so there is no step ${step}.`,
      });
    if (step === 1 && kind !== "reached")
      context.addIssue({
        code: "custom",
        path: ["kind"],
        message: 'The first step is where visitors enter: they have "reached" it.',
      });
    if (funnel.steps[step - 1]?.optional && kind !== "reached")
      context.addIssue({
        code: "custom",
        path: ["kind"],
        message: `Step ${step} is optional: nobody drops out or is open there. Ask for the next required step.`,
      });
    const isRow = value !== undefined || other || notReached;
    if (isRow && !funnel.breakdown)
      context.addIssue({
        code: "custom",
        path: ["value"],
        message: "A row is asked for, but the funnel has no breakdown.",
      });
  });

/** The converters of a goal, as conversions count them; `segment` keeps some of them. */
const ofGoal = z.strictObject({ ...commonQuestion, goal: goalKey });

/** The visitors with a unit in the range that the segment keeps. */
const ofSegment = z.strictObject({ ...commonQuestion, segment });

/** Who is behind a number? Ranges stand inside `of`. */
export const visitorsQuestion = z.strictObject({
  of: z.union([ofFunnel, ofGoal, ofSegment], {
    error:
      'State whose visitors: {"funnel": {…}, "step": 2, "kind": "dropped"}, {"goal": key, "from": …, "to": …} or {"segment": …, "from": …, "to": …}.',
  }),
  limit: z
    .number()
    .int()
    .min(1, "A page lists at least one visitor.")
    .max(200, "A page lists at most 200 visitors: go on with `cursor`.")
    .default(50),
  /** `next` of the answer before. */
  cursor: z.string().max(200).optional(),
});
export type VisitorsQuestion = z.input<typeof visitorsQuestion>;

/**
 * A visitor as known at `asOf`, over the whole history: `id` is the user's id where there is one, else the anonymous
 * one. Device and country are the latest known, the channel that of the first touch. `value`: what the macro
 * conversions were worth, net, by currency; where more than 32 goals have a value, `goals_left_out` names the others.
 */
export type ListedVisitor = {
  id: string;
  /** RFC 3339. */
  firstSeen: string;
  lastSeen: string;
  sessions: number;
  country: string | null;
  device: string | null;
  channel: string | null;
  value: Money[];
};

/** Latest activity first. `total` counts visitors, also where the question counts sessions. */
export type VisitorsAnswer = {
  total: number;
  visitors: ListedVisitor[];
  /** To ask for those that follow, `null` when there are none. */
  next: string | null;
  computed: Computed;
  warnings?: Warning[];
};
