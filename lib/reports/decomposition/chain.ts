import { AppError } from "@/lib/errors";
import { checkMatcher } from "@/lib/goals/check-goal";
import type { Goal } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";
import { wordsOf } from "../funnel/step-words";
import { earningGoals } from "../macro-revenue";
import { askedGoal, type ReportContext } from "../report";
import type { DecompositionStep, Question } from "./definition";

const mostSteps = 5;

/** The way from a visit to what earns: small steps, and goals of which any is the aim. */
export type Chain = { steps: readonly Matcher[]; macros: readonly Goal[] };

const statedMacros = (keys: readonly string[], context: ReportContext): Goal[] =>
  keys.flatMap((key, place) => {
    const goal = askedGoal(key, `macros.${place}`, context);
    if (goal && "none" in goal.value)
      throw new AppError(
        "invalid",
        `The goal ${goal.name} has no value, so it earns nothing. Give it a value, or leave it out.`,
        `macros.${place}`,
      );
    return goal ?? [];
  });

/** Throws `invalid` with a path for a goal that never was or has no value, and for a step that cannot be used. */
export const chainOf = (question: Question, context: ReportContext): Chain => {
  const { goals, rules } = context;
  for (const [place, step] of (question.steps ?? []).entries()) checkMatcher(step, `steps.${place}`, rules);
  const macros = question.macros ? statedMacros(question.macros, context) : earningGoals(goals);
  const usual = goals.filter((goal) => goal.stage === "cart" && !macros.includes(goal)).slice(0, mostSteps);
  return { steps: question.steps ?? usual.map(({ key }) => ({ goal: key })), macros };
};

/** What a walk looks for: the small steps, then the goals, with all that holds for goals by key. */
export const matchersOf = ({ steps, macros }: Chain): Matcher[] => [
  ...steps,
  ...macros.map(({ key }) => ({ goal: key })),
];

/** What the steps are called, the aim last. */
export const chainWords = (
  { steps, macros }: Chain,
  goals: readonly Goal[],
): Pick<DecompositionStep, "label" | "tier">[] => [
  ...wordsOf({ steps: [...steps], order: "ordered" }, goals),
  { label: macros.map(({ name }) => name).join(" or "), tier: "macro" },
];
