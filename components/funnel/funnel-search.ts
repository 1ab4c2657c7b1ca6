import { createSerializer } from "nuqs/server";
import { escapeValue } from "@/components/filters/url-list";
import type { FunnelDefinition } from "./funnel-definition";
import { type FunnelParams, funnelParams } from "./funnel-params";
import type { At } from "./funnel-view";
import { writeExclusions, writeSteps } from "./step-text";
import { defaultWindowMs, windowTextOf } from "./window-text";

const serialize = createSerializer(funnelParams);

/** What the address says of a definition; what goes without saying is null. */
export const paramsOf = ({ steps, order, windowMs, exclude, holdConstant }: FunnelDefinition) => ({
  steps: steps.length === 0 ? null : writeSteps(steps),
  window: windowMs === defaultWindowMs ? null : windowTextOf(windowMs),
  order: order === "ordered" ? null : order,
  exclude: writeExclusions(exclude),
  hold: holdConstant.length === 0 ? null : holdConstant.map(escapeValue).join("~"),
});

export const atText = (at: At): string => (typeof at === "object" ? String(at.step) : at);

/** The query text of a page with these parts of the funnel changed; `search` is what it has now, with its "?". */
export const funnelSearch = (search: string, changes: Partial<FunnelParams>): string => {
  const people = new URLSearchParams(search);
  // Who is behind a number of the funnel before means nothing to the next one.
  people.delete("people");
  return serialize(`?${people}`, changes) || "?";
};
