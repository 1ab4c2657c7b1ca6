import { type Goal, goalDefinition } from "@/lib/goals/definition";

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The goal with the rule or counting that an address proposes; undefined for what would make no goal of it. */
export const patchedGoal = (goal: Goal, text: string): Goal | undefined => {
  const patch = parsed(text);
  if (typeof patch !== "object" || patch === null) return undefined;
  const { match = goal.match, counting = goal.counting }: { match?: unknown; counting?: unknown } = patch;
  return goalDefinition.safeParse({ ...goal, match, counting }).data;
};
