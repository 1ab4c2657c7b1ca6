import { z } from "zod";
import { goalKey } from "@/lib/matching/definition";
import { groupField } from "../conversions/definition";
import { type Computed, commonQuestion, type Warning } from "../definition";

const metric = z.union(
  [
    z.strictObject({ goal: goalKey, count: z.enum(["conversions", "converters", "rate", "value"]) }),
    z.strictObject({ event: z.string().min(1).max(200) }),
    z.strictObject({ visitors: z.literal(true) }),
    z.strictObject({ sessions: z.literal(true) }),
  ],
  {
    error:
      'A metric is {"goal": key, "count": "conversions|converters|rate|value"}, {"event": name}, {"visitors": true} or {"sessions": true}.',
  },
);

/** How does it change over time, in the project's timezone? */
export const timeseriesQuestion = z.strictObject({
  ...commonQuestion,
  interval: z.enum(["hour", "day", "week", "month"]).default("day"),
  metrics: z.array(metric).min(1).max(20),
  breakdown: z.strictObject({ by: groupField, limit: z.number().int().min(1).max(50).default(8) }).optional(),
  previous: z.boolean().default(false),
});
export type TimeseriesQuestion = z.input<typeof timeseriesQuestion>;
export type TimeseriesMetric = z.infer<typeof metric>;

export type TimeseriesPoint = {
  start: string;
  /** False while the bucket is still running at `asOf`. */
  complete: boolean;
  /**
   * One number a metric; `null` where a rate has no denominator. Values are minor units of the project's currency, those
   * of others converted at the rate of the event's day.
   */
  values: (number | null)[];
};

export type TimeseriesAnswer = {
  unit: "visitor" | "session";
  timezone: string;
  points: TimeseriesPoint[];
  /** The largest values over the whole range, those without one, and all others. */
  breakdown?: { value: string | null; other?: true; points: TimeseriesPoint[] }[];
  /** The period before. */
  previous?: { from: string; to: string; points: TimeseriesPoint[] };
  computed: Computed;
  warnings?: Warning[];
};
