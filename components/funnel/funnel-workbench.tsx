"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { FunnelDefinition } from "./funnel-definition";
import type { StepCatalog } from "./step-choices";
import { useDefinition } from "./use-definition";
import { WorkbenchContext } from "./workbench-context";

const load = () => import("./funnel-builder");
const FunnelBuilder = lazy(() => load().then((module) => ({ default: module.FunnelBuilder })));

/** The result, and beside it the builder while somebody builds: every edit updates what stands next to it. */
export const FunnelWorkbench = ({
  definition,
  isDefault,
  catalog,
  children,
}: {
  /** What the answer on the page was asked with. */
  definition: FunnelDefinition;
  isDefault: boolean;
  catalog: StepCatalog;
  children: ReactNode;
}) => {
  const control = useDefinition(definition, isDefault);
  const [isOpen, setOpen] = useState(false);
  return (
    <WorkbenchContext value={{ ...control, catalog, isDefault, isOpen, setOpen, load: () => void load() }}>
      <div
        data-pending={control.pending || undefined}
        className={isOpen ? "grid items-start gap-5 lg:grid-cols-[21rem_minmax(0,1fr)]" : undefined}
      >
        {isOpen ? (
          <Suspense
            fallback={
              <Panel className="space-y-3 p-4">
                <Skeleton className="h-5 w-32" />
                <Skeleton className="h-64" />
              </Panel>
            }
          >
            <FunnelBuilder />
          </Suspense>
        ) : null}
        <div className="min-w-0">{children}</div>
      </div>
    </WorkbenchContext>
  );
};
