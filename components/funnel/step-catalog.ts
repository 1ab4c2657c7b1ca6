import type { Goal } from "@/lib/goals/definition";
import type { CatalogAnswer } from "@/lib/reports/catalog/definition";
import type { StepCatalog } from "./step-choices";

/** What steps can be chosen from: the project's goals, and what has arrived. */
export const stepCatalog = (catalog: CatalogAnswer, goals: readonly Goal[]): StepCatalog => ({
  goals: goals.map(({ key, name, tier }) => ({ key, name, tier })),
  events: catalog.events.map((event) => event.name),
  pages: catalog.pages.map((page) => page.name),
});
