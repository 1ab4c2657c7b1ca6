import { type Goal, stagesOf } from "@/lib/goals/definition";

/**
 * The project's goals as a path to one of them: one early step (those are alternatives, not a sequence), every step of
 * the cart, and the aim.
 */
export const pathTo = (aim: Goal | undefined, goals: readonly Goal[]): Goal[] => {
  const inStage = (stage: string) => goals.filter((goal) => goal.stage === stage);
  return [
    ...[...inStage("engagement"), ...inStage("interaction")].slice(0, 1),
    ...inStage("cart"),
    ...(aim ? [aim] : []),
  ];
};

/** The macro goal that a project is most about. */
export const firstAim = (goals: readonly Goal[]): Goal | undefined =>
  stagesOf.macro.flatMap((stage) => goals.filter((goal) => goal.stage === stage))[0];
