import { useEffect, useState } from "react";
import { previewRule } from "@/app/[org]/[project]/goals/actions";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { Goal } from "@/lib/goals/definition";
import type { GoalPreview } from "./goal-preview";

export type PreviewState = {
  /** The last answer; it stays while a newer one is on its way. */
  numbers: GoalPreview | null;
  asking: boolean;
  problem: string | null;
};

const pauseMs = 350;

/** Asks what the goal would have counted, a moment after the last change. `null`: the goal is not finished. */
export const useGoalPreview = (
  slugs: ProjectSlugs,
  goal: Goal | null,
  start: GoalPreview | null,
): PreviewState => {
  const [state, setState] = useState<PreviewState>({ numbers: start, asking: false, problem: null });
  const question = goal && JSON.stringify({ ...goal, key: "preview", name: "Preview" });
  const { org, project } = slugs;
  useEffect(() => {
    if (question === null) return setState({ numbers: null, asking: false, problem: null });
    let wanted = true;
    setState(({ numbers }) => ({ numbers, asking: true, problem: null }));
    const timer = setTimeout(async () => {
      const answer = await previewRule({ org, project }, JSON.parse(question));
      if (!wanted) return;
      setState(
        answer.ok
          ? { numbers: answer.data, asking: false, problem: null }
          : { numbers: null, asking: false, problem: answer.error.message },
      );
    }, pauseMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [question, org, project]);
  return state;
};
