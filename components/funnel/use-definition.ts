"use client";

import { usePathname, useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { type FunnelDefinition, repairFunnel } from "./funnel-definition";
import type { FunnelParams } from "./funnel-params";
import { funnelSearch, paramsOf } from "./funnel-search";

export type DefinitionControl = {
  pending: boolean;
  /** What was asked last: an edit shows at once, while the answer to it is worked out. */
  definition: FunnelDefinition;
  change: (parts: Partial<FunnelDefinition>) => void;
  /** Changes the address without another definition. */
  go: (params: Partial<FunnelParams>) => void;
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Edits of the funnel in the address: each is a new address and a new answer, a second one builds on the first. */
export const useDefinition = (answered: FunnelDefinition, isDefault: boolean): DefinitionControl => {
  const router = useRouter();
  const pathname = usePathname();
  const [pending, startTransition] = useTransition();
  const [definition, setDefinition] = useOptimistic(answered);
  const push = (params: Partial<FunnelParams>) =>
    router.push(`${pathname}${funnelSearch(location.search, params)}`, { scroll: false });
  return {
    pending,
    definition,
    go: (params) => startTransition(() => push(params)),
    change: (parts) => {
      const { definition: next } = repairFunnel({ ...definition, ...parts });
      if (same(next, definition)) return;
      startTransition(() => {
        setDefinition(next);
        const params = paramsOf(next);
        // The ladder follows the goals as long as nobody chooses other steps.
        push(isDefault && same(next.steps, answered.steps) ? { ...params, steps: null } : params);
      });
    },
  };
};
