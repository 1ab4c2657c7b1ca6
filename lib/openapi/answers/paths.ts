import { z } from "zod";
import { ending, rate, unit } from "./shared";

const kind = z.enum(["event", "page", "goal"]);

export const pathsAnswer = z.strictObject({
  unit,
  by: kind,
  direction: z.enum(["forward", "backward"]),
  total: z.int(),
  share: rate,
  nodes: z.array(
    z.strictObject({
      id: z.string(),
      depth: z.int(),
      kind,
      value: z.string().nullable(),
      label: z.string(),
      other: z.literal(true).optional(),
      visitors: z.int(),
      dropped: z.int(),
      beyond: z.int(),
    }),
  ),
  links: z.array(z.strictObject({ source: z.string(), target: z.string(), visitors: z.int() })),
  dropped: z.array(z.strictObject({ depth: z.int(), visitors: z.int() })),
  ...ending,
});
