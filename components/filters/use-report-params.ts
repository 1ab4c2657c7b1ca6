"use client";

import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { type ReportParams, reportParams } from "./report-params";

/** Changes what the address asks for; the server answers anew while the old answer stays in sight. */
export const useReportParams = (): { pending: boolean; set: (changes: Partial<ReportParams>) => void } => {
  const [pending, startTransition] = useTransition();
  const [, set] = useQueryStates(reportParams, { shallow: false, history: "push", startTransition });
  return { pending, set: (changes) => void set(changes) };
};
