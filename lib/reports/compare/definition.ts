import { z } from "zod";
import { goalKey } from "@/lib/matching/definition";
import {
  type Computed,
  commonQuestion,
  type Money,
  type Rate,
  segment,
  type Unit,
  type Warning,
} from "../definition";
import { checkFunnel } from "../funnel/check-funnel";
import { funnelQuestion } from "../funnel/definition";

const { steps, order, windowMs, exclude, holdConstant } = funnelQuestion.shape;
const funnelSteps = z
  .strictObject({ steps, order, windowMs, exclude, holdConstant, segment: segment.optional() })
  .superRefine(checkFunnel);

const funnelMetric = z.union([z.strictObject({ key: z.string().min(1).max(63) }), funnelSteps], {
  error: 'A funnel is {"key": …} of a saved one, or {"steps": […], "windowMs": …}.',
});

/**
 * What is compared: a goal's conversion rate, a funnel's completion, or what a visitor is worth. The segment of a funnel
 * narrows all sides; the unit is the comparison's.
 */
const metric = z.union(
  [
    z.strictObject({ goal: goalKey }),
    z.strictObject({ funnel: funnelMetric }),
    z.strictObject({ revenuePerVisitor: z.literal(true) }),
  ],
  {
    error:
      'A metric is {"goal": key}, {"funnel": {"key": …}}, {"funnel": {"steps": […], "windowMs": …}} or {"revenuePerVisitor": true}.',
  },
);

/** Whom one side of a comparison consists of; without a filter everyone. */
const comparedSegment = z.strictObject({
  name: z.string().trim().min(1, "A segment needs a name.").max(80),
  filter: z
    .union([z.strictObject({}).transform(() => undefined), segment], {
      error: "A segment is a filter, the key of a saved segment, or {} for everyone.",
    })
    .optional(),
});

/** Do these segments really differ? */
export const compareQuestion = z
  .strictObject({
    ...commonQuestion,
    metric,
    segments: z
      .array(comparedSegment)
      .min(2, "A comparison needs at least two segments.")
      .max(6, "A comparison has at most six segments."),
    correction: z.literal("bh", { error: 'The correction is "bh" (Benjamini–Hochberg).' }).default("bh"),
  })
  .superRefine(({ segments, metric, unit }, context) => {
    for (const [place, { name }] of segments.entries())
      if (segments.findIndex((one) => one.name === name) < place)
        context.addIssue({
          code: "custom",
          path: ["segments", place, "name"],
          message: `Two segments are called ${name}. Give each a name of its own.`,
        });
    if ("revenuePerVisitor" in metric && unit === "session")
      context.addIssue({
        code: "custom",
        path: ["unit"],
        message: 'Revenue per visitor counts visitors: ask with the unit "visitor".',
      });
  });
export type CompareQuestion = z.input<typeof compareQuestion>;

/**
 * A segment's part ÷ whole with its 95 % interval. Of a goal: converters ÷ units. Of a funnel: completed ÷ entered,
 * both of attempts whose window is over; `open` are the others. Of revenue: minor units of `currency` ÷ visitors, so
 * that `rate`, `low` and `high` are a mean with its t interval; other currencies at the rate of the event's day.
 */
export type ComparedSegment = Rate & { name: string; open?: number; currency?: string };

/**
 * What can be said of b beside a. `higher` and `lower`: b's rate is, by the adjusted p-value at 5 %. `cannotTell`: the
 * difference may be chance. `tooFew`: a side has fewer than 30. `sameUnits`: one lies wholly inside the other.
 */
export type CompareVerdict = "higher" | "lower" | "cannotTell" | "tooFew" | "sameUnits";

/** One side of a pair without the units that are in both. */
export type Side = { part: number; whole: number };

/**
 * Two segments by their places, without the `shared` units that are in both: `sides` are what was compared. `difference`
 * is b − a, `ratio` b ÷ a. `neededPerGroup`: units a side for 80 % power at this difference.
 */
export type ComparedPair = {
  a: number;
  b: number;
  shared: number;
  sides: { a: Side; b: Side };
  difference: { estimate: number; low: number; high: number } | null;
  ratio: { ratio: number | null; low: number; high: number } | null;
  pValue: number | null;
  adjustedPValue: number | null;
  verdict: CompareVerdict;
  neededPerGroup: number | null;
};

/** The numbers behind a reversal: a and b overall and within each value of `by`. */
export type Reversal = {
  a: number;
  b: number;
  by: "device" | "channel" | "visitor.isNew" | "session.isFirst";
  strata: { value: string | null; a: Rate; b: Rate }[];
};

/** `reversal` with code `simpson`; `amounts` with code `not_converted`: revenue that is not in the numbers. */
export type CompareWarning = Warning & { reversal?: Reversal; amounts?: Money[] };

export type CompareAnswer = {
  unit: Unit;
  segments: ComparedSegment[];
  /** Every two segments once, a before b. */
  pairs: ComparedPair[];
  computed: Computed;
  warnings?: CompareWarning[];
};
