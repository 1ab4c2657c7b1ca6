import { z } from "zod";
import { matcher } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Rate, type Warning } from "../definition";

/** Of the visitors who did something first, how many do something again, period after period? */
export const retentionQuestion = z.strictObject({
  ...commonQuestion,
  unit: z
    .literal("visitor", { error: 'Those who come back are visitors: the unit is "visitor".' })
    .default("visitor"),
  first: matcher,
  again: matcher,
  interval: z.enum(["day", "week", "month"]).default("week"),
  /** Period 0, the bucket of `first`, is one of them. */
  periods: z
    .number()
    .int("Periods are a whole number.")
    .min(1, "Ask for at least one period.")
    .max(60, "Ask for at most 60 periods.")
    .default(8),
  /** `onOrAfter`: in that period or in any later one. */
  mode: z.enum(["exact", "onOrAfter"]).default("exact"),
});
export type RetentionQuestion = z.input<typeof retentionQuestion>;
export type Question = z.output<typeof retentionQuestion>;

/** The visitors whose first `first` in the range lies in one bucket. Lists have an entry a period, from 0. */
export type RetentionCohort = {
  /** The bucket, `end` exclusive. */
  start: string;
  end: string;
  /** False where the range or the clock cuts the bucket, so that some of its visitors are missing. */
  complete: boolean;
  size: number;
  /** Visitors who came back; `null` while the period is not over. */
  returned: (number | null)[];
  /** Those who came back so far in a period that has begun and is not over; `null` in all others. */
  soFar: (number | null)[];
  rates: (Rate | null)[];
};

export type RetentionAnswer = {
  unit: "visitor";
  timezone: string;
  interval: "day" | "week" | "month";
  mode: "exact" | "onOrAfter";
  /** Visitors in all cohorts. */
  total: number;
  cohorts: RetentionCohort[];
  /** By period, of the visitors of all cohorts for which it is over; `null` where it is for none. */
  average: (Rate | null)[];
  computed: Computed;
  warnings?: Warning[];
};
