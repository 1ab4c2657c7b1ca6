"use client";

import { Check, Plus } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { ExclusionFields } from "./exclusion-fields";
import { orders } from "./funnel-definition";
import { HoldFields } from "./hold-fields";
import { maxSteps } from "./max-steps";
import { StepButton } from "./step-button";
import { StepCard } from "./step-card";
import { stepLabel } from "./step-choices";
import { WindowPicker } from "./window-picker";
import { useWorkbench } from "./workbench-context";

const orderWords = {
  ordered: "In this order, others may lie between",
  strict: "In this order, nothing else between",
  unordered: "In any order",
} as const;

/** Everything a funnel can ask, beside its answer. */
export const FunnelBuilder = () => {
  const { pending, definition, change, catalog, setOpen } = useWorkbench();
  const { steps, order, windowMs } = definition;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Panel
      aria-label="Funnel builder"
      className="lg:sticky lg:top-28 lg:max-h-[calc(100dvh-8rem)] lg:overflow-y-auto"
    >
      <header className="sticky top-0 z-10 flex items-center justify-between gap-2 rounded-t-md border-b bg-surface px-4 py-2.5">
        <h2 ref={heading} tabIndex={-1} className="font-medium focus-visible:outline-none">
          Build the funnel
        </h2>
        <span className="flex items-center gap-2">
          {pending ? <Spinner label="Working out the new answer" className="text-muted" /> : null}
          <Button size="sm" onClick={() => setOpen(false)}>
            <Check aria-hidden /> Done
          </Button>
        </span>
      </header>
      <div className="grid gap-5 p-4">
        <Part title="Steps">
          <ol aria-label="Steps" className="grid gap-2">
            {steps.map((step, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step may occur twice and its place is its name
              <StepCard key={`${at} ${stepLabel(catalog, step)}`} step={step} at={at} />
            ))}
          </ol>
          {steps.length < maxSteps ? (
            <div>
              <StepButton
                variant="ghost"
                catalog={catalog}
                onPick={(match) => change({ steps: [...steps, match] })}
              >
                <Plus aria-hidden /> Add step
              </StepButton>
            </div>
          ) : null}
        </Part>
        <Part title="Time" hint="From the first step to the last.">
          <WindowPicker windowMs={windowMs} onChange={(ms) => change({ windowMs: ms })} />
        </Part>
        <Part title="Order">
          <Select
            aria-label="Order"
            value={order}
            onChange={({ target }) =>
              change({ order: orders.find((one) => one === target.value) ?? "ordered" })
            }
          >
            {orders.map((one) => (
              <option key={one} value={one}>
                {orderWords[one]}
              </option>
            ))}
          </Select>
        </Part>
        {order === "unordered" ? null : (
          <Part
            title="Must not happen"
            hint="An attempt with such an event between two steps ends or is left out."
          >
            <ExclusionFields />
          </Part>
        )}
        <Part
          title="Hold constant"
          hint="All steps share the value that the first one has, say the same product."
        >
          <HoldFields />
        </Part>
      </div>
    </Panel>
  );
};

const Part = ({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) => (
  <section aria-label={title} className="grid gap-2">
    <div>
      <h3 className="font-medium text-sm">{title}</h3>
      {hint ? <p className="text-sm text-subtle">{hint}</p> : null}
    </div>
    {children}
  </section>
);
