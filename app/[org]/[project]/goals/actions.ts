"use server";

import { z } from "zod";
import { type GoalPreview, goalPreview } from "@/components/goals/goal-preview";
import { scopedAction } from "@/lib/auth/scoped-action";
import { goalDefinition } from "@/lib/goals/definition";
import { createGoal, deleteGoal, saveGoals } from "@/lib/goals/store";
import { goalKey } from "@/lib/matching/definition";
import { previewGoal } from "@/lib/reports/engine";

/** What a goal would have counted in the last 28 days, saved or not. */
export const previewRule = scopedAction(
  { role: "viewer", input: goalDefinition },
  async ({ scope }, goal): Promise<GoalPreview> => goalPreview(await previewGoal(scope, goal)),
);

export const addGoal = scopedAction({ role: "admin", input: goalDefinition }, ({ scope }, goal) =>
  createGoal(scope, goal),
);

export const changeGoal = scopedAction({ role: "admin", input: goalDefinition }, ({ scope }, goal) =>
  saveGoals(scope, [goal]),
);

export const removeGoal = scopedAction(
  { role: "admin", input: z.strictObject({ key: goalKey }) },
  ({ scope }, { key }) => deleteGoal(scope, { key }),
);
