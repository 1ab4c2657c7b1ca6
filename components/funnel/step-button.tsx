"use client";

import { type ComponentProps, lazy, type ReactNode, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Matcher } from "@/lib/matching/definition";
import type { StepCatalog } from "./step-choices";

const load = () => import("./step-editor");
const StepEditor = lazy(() => load().then((module) => ({ default: module.StepEditor })));

export type StepAction = { label: string; icon: ReactNode; disabled: boolean; run: () => void };

/** A button that opens the list of goals, events and pages to choose from. */
export const StepButton = ({
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
  onPick: (match: Matcher) => void;
  actions?: readonly StepAction[];
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
