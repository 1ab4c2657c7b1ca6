import type { ProjectScope } from "@/db/scope";
import type { AdCostOutcome, SavedCosts } from "./definition";
import { type CsvDefaults, readCsvCosts } from "./read-csv";
import { saveAdCosts } from "./store";

/** How many of each kind. */
export const countOutcomes = (outcomes: readonly AdCostOutcome[]): Record<AdCostOutcome, number> => {
  const counts = { created: 0, replaced: 0, unchanged: 0 };
  for (const outcome of outcomes) counts[outcome]++;
  return counts;
};

/** Reads costs from CSV as `readCsvCosts` does and keeps the good ones. */
export const saveCsvCosts = async (
  scope: ProjectScope,
  text: string,
  defaults: CsvDefaults,
): Promise<SavedCosts> => {
  const { costs, added, bad } = readCsvCosts(text, defaults);
  return { ...countOutcomes(await saveAdCosts(scope, costs)), added, rejected: bad };
};
