"use client";

import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { type CompareParams, compareParams } from "./compare-params";

type Compare = {
  pending: boolean;
  /** What was asked last, while the answer to it is worked out; null when page and address agree. */
  asked: CompareParams | null;
  set: (changes: Partial<CompareParams>) => void;
};

/** Changes the comparison in the address; the server answers anew while the old answer stays in sight. */
export const useCompareParams = (): Compare => {
  const [pending, startTransition] = useTransition();
  const [params, set] = useQueryStates(compareParams, { shallow: false, history: "push", startTransition });
  return { pending, asked: pending ? params : null, set: (changes) => void set(changes) };
};
