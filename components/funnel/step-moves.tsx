import { ArrowLeft, ArrowRight, X } from "lucide-react";
import type { FunnelStep } from "@/lib/reports/funnel/definition";
import type { StepAction } from "./step-button";

/** The steps with one of them at another place. */
export const movedStep = (steps: readonly FunnelStep[], at: number, by: -1 | 1): FunnelStep[] => {
  const step = steps[at];
  return step ? steps.toSpliced(at, 1).toSpliced(at + by, 0, step) : [...steps];
};

/** What can be done with a step besides choosing another one for it. */
export const stepMoves = (
  steps: readonly FunnelStep[],
  at: number,
  change: (changed: FunnelStep[]) => void,
): StepAction[] => [
  {
    label: "Earlier",
    icon: <ArrowLeft aria-hidden />,
    disabled: at === 0,
    run: () => change(movedStep(steps, at, -1)),
  },
  {
    label: "Later",
    icon: <ArrowRight aria-hidden />,
    disabled: at === steps.length - 1,
    run: () => change(movedStep(steps, at, 1)),
  },
  {
    label: "Remove",
    icon: <X aria-hidden />,
    disabled: steps.length === 1,
    run: () => change(steps.toSpliced(at, 1)),
  },
];
