import type { Goal } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";

/** What a step is called where it has no name of its own. */
export const labelOf = (step: Matcher, goals: readonly Goal[]): string => {
  if ("event" in step) return step.event;
  if ("page" in step) return step.page;
  if ("goal" in step) return goals.find((goal) => goal.key === step.goal)?.name ?? step.goal;
  if ("any" in step) return step.any.map((part) => labelOf(part, goals)).join(" or ");
  const { scrollPercent, seconds, page } = step.engaged;
  const parts = [
    scrollPercent === undefined ? "" : `${scrollPercent} % scrolled`,
    seconds === undefined ? "" : `${seconds} s engaged`,
    page ?? "",
  ];
  return parts.filter(Boolean).join(", ");
};

/** The tier of the goal that a step names. */
export const tierOf = (step: Matcher, goals: readonly Goal[]): "micro" | "macro" | undefined =>
  "goal" in step ? goals.find((goal) => goal.key === step.goal)?.tier : undefined;
