import { checkMatcher } from "@/lib/goals/check-goal";
import { checkSegmentFilter, type Known } from "@/lib/segments/check-segment";
import type { SavedFunnel } from "./definition";

/**
 * Checks what a funnel's form alone cannot show: that its conditions can be used, and that the goals and segments it
 * names are there. Throws `invalid` with the place.
 */
export const checkSavedFunnel = ({ question }: SavedFunnel, known: Known): void => {
  const goals = new Map(known.goals.map((goal) => [goal.key, goal]));
  for (const [i, step] of question.steps.entries()) checkMatcher(step, `question.steps.${i}`, goals);
  for (const [i, excluded] of question.exclude.entries())
    checkMatcher(excluded, `question.exclude.${i}`, goals);
  if (question.segment) checkSegmentFilter(question.segment, known, "question.segment");
};
