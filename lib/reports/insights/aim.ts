import type { Goal } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";
import { earningGoals } from "../macro-revenue";
import { askedGoal, type ReportContext } from "../report";
import type { Question } from "./definition";
import { most } from "./question-list";

/** The macro, and the goals of the cart on the way to it, in order. */
export type Aim = { macro: Goal; steps: readonly Goal[] };

/** `undefined` where there is no macro goal, or it was deleted. Throws `invalid` for a goal that never was. */
export const aimOf = ({ macro: key }: Pick<Question, "macro">, context: ReportContext): Aim | undefined => {
  const { goals } = context;
  const macro =
    key === undefined
      ? (earningGoals(goals)[0] ?? goals.find(({ tier }) => tier === "macro"))
      : askedGoal(key, "macro", context);
  if (!macro) return undefined;
  return {
    macro,
    steps: goals.filter((goal) => goal.stage === "cart" && goal !== macro).slice(0, most.steps),
  };
};

/** Bit k is step k, the one after the last the macro. */
export const matchersOf = ({ macro, steps }: Aim): Matcher[] =>
  [...steps, macro].map(({ key }) => ({ goal: key }));
