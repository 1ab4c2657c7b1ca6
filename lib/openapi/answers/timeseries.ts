import { z } from "zod";
import { ending, unit } from "./shared";

const points = z.array(
  z.strictObject({
    start: z.string(),
    complete: z.boolean(),
    values: z.array(z.number().nullable()),
  }),
);

export const timeseriesAnswer = z.strictObject({
  unit,
  timezone: z.string(),
  points,
  breakdown: z
    .array(z.strictObject({ value: z.string().nullable(), other: z.literal(true).optional(), points }))
    .optional(),
  previous: z.strictObject({ from: z.string(), to: z.string(), points }).optional(),
  ...ending,
});
