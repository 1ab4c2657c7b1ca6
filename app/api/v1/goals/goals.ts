import { goalUsers } from "@/lib/funnels/goal-users";
import { type Goal, goalDefinition } from "@/lib/goals/definition";
import { changeGoal, createGoal, deleteGoal, listGoals } from "@/lib/goals/store";
import type { Managed } from "@/lib/http/managed";

export const goals: Managed<Goal> = {
  what: "goal",
  path: "/api/v1/goals",
  definition: goalDefinition,
  list: listGoals,
  create: createGoal,
  change: changeGoal,
  remove: deleteGoal,
  about: async (scope, key) => ({ usedBy: await goalUsers(scope, key) }),
};
