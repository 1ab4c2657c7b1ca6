"use client";

import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { type FunnelParams, funnelParams } from "./funnel-params";

type Funnel = {
  pending: boolean;
  /** What was asked last, while the answer to it is worked out; null when page and address agree. */
  asked: FunnelParams | null;
  set: (changes: Partial<FunnelParams>) => void;
};

/** Changes the funnel in the address; the server answers anew while the old answer stays in sight. */
export const useFunnelParams = (): Funnel => {
  const [pending, startTransition] = useTransition();
  const [params, set] = useQueryStates(funnelParams, { shallow: false, history: "push", startTransition });
  return { pending, asked: pending ? params : null, set: (changes) => void set(changes) };
};
