import { windowLabel } from "@/components/funnel/window-text";
import type { FunnelStep } from "@/lib/reports/funnel/definition";

/** What segments are compared by. */
export type Metric =
  | { kind: "goal"; key: string; name: string }
  | { kind: "saved"; key: string; name: string }
  | { kind: "steps"; steps: FunnelStep[]; windowMs: number }
  | { kind: "revenue" };

/** What the address calls it. */
export const metricParam = (metric: Metric): string =>
  metric.kind === "goal"
    ? `goal:${metric.key}`
    : metric.kind === "saved"
      ? `funnel:${metric.key}`
      : metric.kind;

/** In the middle of a sentence: "the conversion rate to Purchase". */
export const metricWords = (metric: Metric): string => {
  switch (metric.kind) {
    case "goal":
      return `the conversion rate to ${metric.name}`;
    case "saved":
      return `the completion of the funnel ${metric.name}`;
    case "steps":
      return `the completion of ${metric.steps.length} steps within ${windowLabel(metric.windowMs)}`;
    case "revenue":
      return "revenue per visitor";
  }
};
