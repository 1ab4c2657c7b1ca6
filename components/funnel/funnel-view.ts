import { isField } from "@/components/filters/fields";
import type { Goal } from "@/lib/goals/definition";
import { stagesOf } from "@/lib/goals/definition";
import type { ContextField } from "@/lib/matching/definition";
import type { FunnelParams } from "./funnel-params";
import { readSteps, type Step, writeSteps } from "./step-text";
import { defaultWindow, windowMsOf } from "./window-text";

export type FunnelView = {
  steps: Step[];
  /** The steps are the project's own ladder, not those of the address. */
  isDefault: boolean;
  window: string;
  windowMs: number;
  by: ContextField | null;
  notices: string[];
};

const defaultBy = "device";
const longestName = { goal: 63, event: 200, page: 2048 } as const;

/** Gives the funnel's part of the address its meaning. */
export const readFunnelView = (params: FunnelParams, goals: readonly Goal[]): FunnelView => {
  const notices: string[] = [];
  const steps = params.steps === null ? [] : readAskedSteps(params.steps, goals, notices);
  const windowMs = windowMsOf(params.window ?? defaultWindow);
  if (windowMs === null) notices.push(`There is no window “${params.window}”. Steps may take 7 days in all.`);
  const by = params.by ?? defaultBy;
  if (by !== "none" && !isField(by)) notices.push(`There is no field “${by}” to break the funnel down by.`);
  const path = defaultSteps(goals);
  return {
    steps: steps.length > 0 ? steps : path,
    isDefault: steps.length === 0 || writeSteps(steps) === writeSteps(path),
    window: windowMs === null || params.window === null ? defaultWindow : params.window,
    windowMs: windowMs ?? 7 * 86_400_000,
    by: isField(by) ? by : null,
    notices,
  };
};

const readAskedSteps = (text: string, goals: readonly Goal[], notices: string[]): Step[] => {
  const { steps, unread } = readSteps(text);
  const fits = ({ kind, value }: Step) =>
    kind === "goal" ? goals.some((goal) => goal.key === value) : value.length <= longestName[kind];
  const known = steps.filter(fits);
  for (const step of steps.filter((step) => !fits(step)))
    notices.push(`There is no ${step.kind} “${step.value}”, so the funnel goes without that step.`);
  for (const entry of unread) notices.push(`“${entry}” is not a step, so the funnel goes without it.`);
  if (known.length === 0) notices.push("None of the steps is known here. Showing your goals in order.");
  return known;
};

/**
 * The project's goals as a path: one early step (those are alternatives, not a sequence), every step of the cart, and
 * the first aim.
 */
export const defaultSteps = (goals: readonly Goal[]): Step[] => {
  const inStage = (stage: string) => goals.filter((goal) => goal.stage === stage);
  const path = [
    ...[...inStage("engagement"), ...inStage("interaction")].slice(0, 1),
    ...inStage("cart"),
    ...stagesOf.macro.flatMap(inStage).slice(0, 1),
  ];
  return path.map((goal) => ({ kind: "goal", value: goal.key }));
};
