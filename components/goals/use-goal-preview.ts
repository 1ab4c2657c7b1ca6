import { useCallback } from "react";
import { previewRule } from "@/app/[org]/[project]/goals/actions";
import { type LatestAnswer, useLatestAnswer } from "@/components/ui/use-latest-answer";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { Goal } from "@/lib/goals/definition";
import type { GoalPreview } from "./goal-preview";

/** Asks what the goal would have counted, a moment after the last change. `null`: the goal is not finished. */
export const useGoalPreview = (
  { org, project }: ProjectSlugs,
  goal: Goal | null,
  start: GoalPreview | null,
): LatestAnswer<GoalPreview> => {
  const question = goal && JSON.stringify({ ...goal, key: "preview", name: "Preview" });
  const ask = useCallback((text: string) => previewRule({ org, project }, JSON.parse(text)), [org, project]);
  return useLatestAnswer(question, ask, start);
};
