import { z } from "zod";
import { funnelQuestion } from "@/lib/reports/funnel/definition";

export const funnelKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    "A funnel's key has lower-case letters, digits and dashes, like product-to-purchase.",
  );

const { unit, segment, steps, order, windowMs, exclude, holdConstant, breakdown } = funnelQuestion.shape;

/** What is asked of a funnel whenever: a funnel question without its range and what goes with one. */
export const savedQuestion = z
  .strictObject({ unit, segment, steps, order, windowMs, exclude, holdConstant, breakdown })
  .superRefine((question, context) => {
    const asked = funnelQuestion.safeParse({ ...question, from: "2000-01-01", to: "2000-01-02" });
    for (const { path, message } of asked.error?.issues ?? [])
      context.addIssue({ code: "custom", path: [...path], message });
  });

/** A saved funnel as the API and the editor state it. */
export const funnelDefinition = z.strictObject({
  key: funnelKey,
  name: z.string().trim().min(1, "Give the funnel a name.").max(120),
  question: savedQuestion,
});
export type SavedFunnel = z.infer<typeof funnelDefinition>;
