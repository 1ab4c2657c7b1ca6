"use server";

import { z } from "zod";
import { scopedAction } from "@/lib/auth/scoped-action";
import { unitField } from "@/lib/matching/definition";
import { instant } from "@/lib/reports/definition";
import { ask } from "@/lib/reports/engine";

/** The values of a field among the visitors of a range, most frequent first, for the filter editor. */
export const suggestValues = scopedAction(
  { role: "viewer", input: z.strictObject({ field: unitField, from: instant, to: instant }) },
  async ({ scope }, { field, from, to }) => {
    const answer = await ask(scope, {
      report: "conversions",
      question: { from, to, breakdown: { by: field, limit: 50 } },
    });
    return (answer.breakdown ?? []).flatMap(({ value, other, visitors }) =>
      other || value === null ? [] : [{ value, visitors }],
    );
  },
);
