"use server";

import { z } from "zod";
import { scopedAction } from "@/lib/auth/scoped-action";
import { missing } from "@/lib/errors";
import { listGoals } from "@/lib/goals/store";
import { goalKey, segmentFilter } from "@/lib/matching/definition";
import { instant, unit } from "@/lib/reports/definition";
import { askSources } from "./ask-sources";
import { sourceNames } from "./source-fields";

/** One way to tell visitors apart. The table asks by itself, so that the rest of the page need not be asked again. */
export const listSources = scopedAction(
  {
    role: "viewer",
    input: z.strictObject({
      from: instant,
      to: instant,
      unit,
      segment: segmentFilter.optional(),
      previous: z.boolean(),
      aim: goalKey,
      name: z.enum(sourceNames),
    }),
  },
  async ({ scope }, { aim: key, name, ...question }) => {
    const goals = await listGoals(scope);
    return askSources(scope, question, name, goals.find((goal) => goal.key === key) ?? missing("goal"));
  },
);
