"use client";

import { ArrowRight, Plus, RotateCcw, SlidersHorizontal } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { maxSteps } from "./max-steps";
import { StepButton } from "./step-button";
import { kindOf, stepLabel } from "./step-choices";
import { stepMoves } from "./step-moves";
import { WindowPicker } from "./window-picker";
import { useWorkbench } from "./workbench-context";

const looks =
  "flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t bg-sunken/60 px-4 first:border-t-0 py-2.5";

/** The steps and the window, changed in place; the rest of a funnel is behind "More options". */
export const StepStrip = () => {
  const { pending, definition, change, go, catalog, isDefault, isOpen, setOpen, load } = useWorkbench();
  const { steps, windowMs } = definition;
  if (isOpen) return null;
  return (
    <div className={looks}>
      <ol aria-label="Steps" className="flex min-w-0 flex-wrap items-center gap-1.5">
        {steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may occur twice and its place is its name
          <li key={at} className="flex min-w-0 items-center gap-1.5">
            {at > 0 ? <ArrowRight aria-hidden className="size-3.5 shrink-0 text-subtle" /> : null}
            <StepButton
              variant="secondary"
              label={`Step ${at + 1}, ${kindOf(step)}: ${stepLabel(catalog, step)}. Change`}
              className={`min-w-0 max-w-56 shrink ${step.optional ? "border-dashed" : ""}`}
              catalog={catalog}
              onPick={(match) => change({ steps: steps.with(at, match) })}
              actions={stepMoves(steps, at, (changed) => change({ steps: changed }))}
            >
              <span className="truncate">{stepLabel(catalog, step)}</span>
              {step.optional ? <span className="font-normal text-subtle">optional</span> : null}
            </StepButton>
          </li>
        ))}
        {steps.length < maxSteps ? (
          <li>
            <StepButton
              variant="ghost"
              catalog={catalog}
              onPick={(match) => change({ steps: [...steps, match] })}
            >
              <Plus aria-hidden /> Add step
            </StepButton>
          </li>
        ) : null}
        {isDefault ? null : (
          <li>
            <Button
              size="sm"
              variant="ghost"
              onClick={() =>
                go({ funnel: null, steps: null, order: null, exclude: null, hold: null, at: null })
              }
            >
              <RotateCcw aria-hidden /> Back to your goals
            </Button>
          </li>
        )}
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        {pending ? <Spinner label="Working out the new answer" className="text-muted" /> : null}
        <WindowPicker windowMs={windowMs} onChange={(ms) => change({ windowMs: ms })} />
        <Button
          size="sm"
          variant="ghost"
          onPointerEnter={load}
          onFocus={load}
          onClick={() => setOpen(true)}
          className="h-9"
        >
          <SlidersHorizontal aria-hidden /> More options
        </Button>
      </div>
    </div>
  );
};
