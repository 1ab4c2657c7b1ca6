import { z } from "zod";
import { ending, money } from "./shared";

export const visitorsAnswer = z.strictObject({
  total: z.int(),
  visitors: z.array(
    z.strictObject({
      id: z.string(),
      firstSeen: z.string(),
      lastSeen: z.string(),
      sessions: z.int(),
      country: z.string().nullable(),
      device: z.string().nullable(),
      channel: z.string().nullable(),
      value: z.array(money),
    }),
  ),
  next: z.string().nullable(),
  ...ending,
});
