"use client";

import { createContext, use } from "react";
import type { StepCatalog } from "./step-choices";
import type { DefinitionControl } from "./use-definition";

type Workbench = DefinitionControl & {
  catalog: StepCatalog;
  isDefault: boolean;
  /** The builder stands beside the result. */
  isOpen: boolean;
  setOpen: (open: boolean) => void;
  /** Gets the builder before it is asked for. */
  load: () => void;
};

export const WorkbenchContext = createContext<Workbench | null>(null);

export const useWorkbench = (): Workbench => {
  const workbench = use(WorkbenchContext);
  if (!workbench) throw new Error("The parts of a funnel's editor belong inside a FunnelWorkbench.");
  return workbench;
};
