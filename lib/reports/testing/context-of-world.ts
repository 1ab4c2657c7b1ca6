import { type ReportContext, rulesOf } from "../report";
import type { World } from "./world";

/** What a question about a world is judged by: adjustments in the order in which the store hands them over. */
export const contextOfWorld = ({
  goals,
  project,
  now,
  segments = new Map(),
  rates = [],
  adjustments = [],
}: World): ReportContext => ({
  goals,
  project,
  now,
  segments,
  funnels: new Map(),
  rates,
  adjustments: [...adjustments].sort((a, b) => a.occurredAt - b.occurredAt),
  rules: rulesOf(goals),
});
