import { eventFieldLabel } from "./event-field-label";
import type { FunnelDefinition } from "./funnel-definition";
import { type StepCatalog, stepLabel } from "./step-choices";
import { windowLabel } from "./window-text";

const orderWords = {
  ordered: "All steps in this order",
  strict: "All steps in this order with nothing else between",
  unordered: "All steps in any order",
} as const;

/** What the funnel asks, in a sentence: "All steps in this order, within 7 days of the first." */
export const funnelInWords = (
  { order, windowMs, exclude, holdConstant, steps }: FunnelDefinition,
  unit: "visitor" | "session",
  catalog: Pick<StepCatalog, "goals">,
): string => {
  const parts = [
    orderWords[order],
    unit === "session" ? "in one session" : "",
    // A session is over sooner than most windows, but a window may be shorter still.
    unit === "session" && windowMs >= 86_400_000 ? "" : `within ${windowLabel(windowMs)} of the first`,
    holdConstant.length > 0 ? `with the same ${holdConstant.map(eventFieldLabel).join(" and ")}` : "",
    ...exclude.map(
      (one) =>
        `without ${stepLabel(catalog, one)} between ${one.after} and ${one.before}${one.mode === "discard" ? ", or left out" : ""}`,
    ),
    ...steps.flatMap(({ withinMs }, i) =>
      withinMs === undefined ? [] : [`step ${i + 1} within ${windowLabel(withinMs)} of the one before`],
    ),
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
};
