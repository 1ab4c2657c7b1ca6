import { z } from "zod";
import { valueTypes } from "@/lib/reports/catalog/definition";
import { computed } from "./shared";

const entry = z.strictObject({ name: z.string(), count: z.int(), lastSeen: z.string() });

const trait = z.strictObject({
  name: z.string(),
  types: z.array(z.enum(valueTypes)),
  count: z.int(),
  top: z.array(z.strictObject({ value: z.string(), count: z.int() })),
});

export const catalogAnswer = z.strictObject({
  events: z.array(entry),
  pages: z.array(entry),
  properties: z
    .array(z.strictObject({ ...trait.shape, lastSeen: z.string(), events: z.array(z.string()) }))
    .optional(),
  traits: z.array(trait).optional(),
  computed,
});
