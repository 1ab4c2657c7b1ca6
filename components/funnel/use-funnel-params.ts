"use client";

import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { type FunnelParams, funnelParams } from "./funnel-params";

/** Changes the funnel in the address; the server answers anew while the old answer stays in sight. */
export const useFunnelParams = (): { pending: boolean; set: (changes: Partial<FunnelParams>) => void } => {
  const [pending, startTransition] = useTransition();
  const [, set] = useQueryStates(funnelParams, { shallow: false, history: "push", startTransition });
  return { pending, set: (changes) => void set(changes) };
};
