import { z } from "zod";
import { ending, rate } from "./shared";

const counts = z.array(z.int().nullable());
const rates = z.array(rate.nullable());

export const retentionAnswer = z.strictObject({
  unit: z.literal("visitor"),
  timezone: z.string(),
  interval: z.enum(["day", "week", "month"]),
  mode: z.enum(["exact", "onOrAfter"]),
  total: z.int(),
  cohorts: z.array(
    z.strictObject({
      start: z.string(),
      end: z.string(),
      complete: z.boolean(),
      size: z.int(),
      returned: counts,
      soFar: counts,
      rates,
    }),
  ),
  average: rates,
  ...ending,
});
