import { z } from "zod";
import { segmentFilter, segmentKey } from "@/lib/matching/definition";

/** A saved segment as the API and the editor state it: which whole visitors or sessions are kept. */
export const segmentDefinition = z.strictObject({
  key: segmentKey,
  name: z.string().trim().min(1, "Give the segment a name.").max(120),
  filter: segmentFilter,
});
export type Segment = z.infer<typeof segmentDefinition>;
