import { checkMatcher, rulesByKey } from "@/lib/goals/check-goal";
import { checkSegmentFilter, type Known } from "@/lib/segments/check-segment";
import type { SavedFunnel } from "./definition";

/**
 * Checks what a funnel's form alone cannot show: that its conditions can be used, and that the goals and segments it
 * names are there. Throws `invalid` with the place.
 */
export const checkSavedFunnel = ({ question }: SavedFunnel, known: Known): void => {
  const rules = rulesByKey(known.goals);
  for (const [i, step] of question.steps.entries()) checkMatcher(step, `question.steps.${i}`, rules);
  for (const [i, excluded] of question.exclude.entries())
    checkMatcher(excluded, `question.exclude.${i}`, rules);
  if (question.segment)
    checkSegmentFilter(question.segment, { rules, segments: known.segments }, "question.segment");
};
