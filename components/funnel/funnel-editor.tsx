"use client";

import { ArrowLeft, ArrowRight, Plus, RotateCcw, X } from "lucide-react";
import { type ComponentProps, lazy, type ReactNode, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Spinner } from "@/components/ui/spinner";
import { kindLabels, type StepCatalog, stepLabel } from "./step-choices";
import { maxSteps, readSteps, type Step, writeSteps } from "./step-text";
import { useFunnelParams } from "./use-funnel-params";
import { WindowPicker } from "./window-picker";
import { defaultWindow } from "./window-text";

const load = () => import("./step-editor");
const StepEditor = lazy(() => load().then((module) => ({ default: module.StepEditor })));

/** The steps and the window, changed in place: each change is a new address and a new answer. */
export const FunnelEditor = ({
  steps: answered,
  isDefault,
  window,
  catalog,
}: {
  steps: readonly Step[];
  isDefault: boolean;
  window: string;
  catalog: StepCatalog;
}) => {
  const { pending, asked, set } = useFunnelParams();
  // A second change builds on the first, whose answer may still be on its way.
  const steps = asked?.steps ? readSteps(asked.steps).steps : answered;
  const change = (changed: readonly Step[]) => set({ steps: writeSteps(changed) });
  return (
    <div
      data-pending={pending || undefined}
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-y bg-sunken/60 first:border-t-0 px-4 py-2.5"
    >
      <ol aria-label="Steps" className="flex min-w-0 flex-wrap items-center gap-1.5">
        {steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may occur twice and its place is its name
          <li key={at} className="flex min-w-0 items-center gap-1.5">
            {at > 0 ? <ArrowRight aria-hidden className="size-3.5 shrink-0 text-subtle" /> : null}
            <StepButton
              variant="secondary"
              label={`Step ${at + 1}, ${kindLabels[step.kind].toLowerCase()}: ${stepLabel(catalog, step)}. Change`}
              className="min-w-0 max-w-56 shrink"
              catalog={catalog}
              onPick={(picked) => change(steps.with(at, picked))}
              actions={actionsOn(steps, at, change)}
            >
              <span className="truncate">{stepLabel(catalog, step)}</span>
            </StepButton>
          </li>
        ))}
        {steps.length < maxSteps ? (
          <li>
            <StepButton variant="ghost" catalog={catalog} onPick={(picked) => change([...steps, picked])}>
              <Plus aria-hidden /> Add step
            </StepButton>
          </li>
        ) : null}
        {isDefault ? null : (
          <li>
            <Button size="sm" variant="ghost" onClick={() => set({ steps: null })}>
              <RotateCcw aria-hidden /> Back to your goals
            </Button>
          </li>
        )}
      </ol>
      <div className="flex items-center gap-2">
        {pending ? <Spinner label="Working out the new answer" className="text-muted" /> : null}
        <WindowPicker
          window={asked ? (asked.window ?? defaultWindow) : window}
          onChange={(text) => set({ window: text })}
        />
      </div>
    </div>
  );
};

type StepAction = { label: string; icon: ReactNode; disabled: boolean; run: () => void };

const actionsOn = (
  steps: readonly Step[],
  at: number,
  change: (changed: readonly Step[]) => void,
): StepAction[] => {
  const move = (by: -1 | 1) => {
    const step = steps[at];
    if (step) change(steps.toSpliced(at, 1).toSpliced(at + by, 0, step));
  };
  return [
    { label: "Earlier", icon: <ArrowLeft aria-hidden />, disabled: at === 0, run: () => move(-1) },
    {
      label: "Later",
      icon: <ArrowRight aria-hidden />,
      disabled: at === steps.length - 1,
      run: () => move(1),
    },
    {
      label: "Remove",
      icon: <X aria-hidden />,
      disabled: steps.length === 1,
      run: () => change(steps.toSpliced(at, 1)),
    },
  ];
};

const StepButton = ({
  variant,
  label,
  className,
  catalog,
  onPick,
  actions,
  children,
}: {
  variant: ComponentProps<typeof Button>["variant"];
  label?: string;
  className?: string;
  catalog: StepCatalog;
  onPick: (step: Step) => void;
  actions?: StepAction[];
  children: ReactNode;
}) => (
  <Popover>
    <PopoverTrigger asChild>
      <Button size="sm" variant={variant} aria-label={label} className={className} onPointerEnter={load}>
        {children}
      </Button>
    </PopoverTrigger>
    <PopoverContent className="w-80" aria-label="Choose a step">
      <Suspense>
        <StepEditor catalog={catalog} onPick={onPick} actions={actions} />
      </Suspense>
    </PopoverContent>
  </Popover>
);
