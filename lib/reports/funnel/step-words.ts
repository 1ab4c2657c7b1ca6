import type { Goal } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";
import type { Question } from "./definition";

/** What a row of the answer is called. */
export type StepWords = { label: string; tier?: "micro" | "macro" };

const labelOf = (step: Matcher, goals: readonly Goal[]): string => {
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

const tierOf = (step: Matcher, goals: readonly Goal[]): "micro" | "macro" | undefined =>
  "goal" in step ? goals.find((goal) => goal.key === step.goal)?.tier : undefined;

/** The rows of a funnel: its steps, or of an unordered one so many of them, whichever they are. */
export const wordsOf = (
  { steps, order }: Pick<Question, "steps" | "order">,
  goals: readonly Goal[],
): StepWords[] =>
  steps.map((step, row) => {
    if (order === "unordered" && steps.length > 1)
      return { label: row + 1 === steps.length ? `all ${row + 1}` : `any ${row + 1} of ${steps.length}` };
    const tier = tierOf(step, goals);
    return { label: labelOf(step, goals), ...(tier ? { tier } : {}) };
  });
