"use client";

import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { type ReportParams, reportParams } from "./report-params";

type Report = {
  pending: boolean;
  /** What was asked last, while the answer to it is worked out; null when page and address agree. */
  asked: ReportParams | null;
  set: (changes: Partial<ReportParams>) => void;
};

/** Changes what the address asks for; the server answers anew while the old answer stays in sight. */
export const useReportParams = (): Report => {
  const [pending, startTransition] = useTransition();
  const [params, set] = useQueryStates(reportParams, { shallow: false, history: "push", startTransition });
  return { pending, asked: pending ? params : null, set: (changes) => void set(changes) };
};
