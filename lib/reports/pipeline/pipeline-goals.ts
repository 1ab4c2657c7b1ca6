import { type Goal, stagesOf } from "@/lib/goals/definition";
import { askedGoal, type ReportContext } from "../report";
import type { Question } from "./definition";

/** The small steps from the first to the furthest, and the aim, absent where it was deleted. */
export type PipelineGoals = { micros: readonly Goal[]; macro: Goal | undefined };

const stages: readonly string[] = [...stagesOf.micro, ...stagesOf.macro];

/**
 * The goals a pipeline is about: the micros that are named, else all micro goals, in the order of their stages and
 * within a stage as they are listed. Throws `invalid` with a path for one that never was; deleted ones are left out.
 */
export const pipelineGoals = (question: Question, context: ReportContext): PipelineGoals => {
  const macro = askedGoal(question.macro, "macro", context);
  const micros =
    question.micros?.flatMap((key, place) => askedGoal(key, `micros.${place}`, context) ?? []) ??
    context.goals.filter((goal) => goal.tier === "micro" && goal !== macro);
  const order = (goal: Goal): number => stages.indexOf(goal.stage);
  return { micros: [...micros].sort((a, b) => order(a) - order(b)), macro };
};
