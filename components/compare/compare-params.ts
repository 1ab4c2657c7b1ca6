import { createLoader, parseAsString } from "nuqs/server";

/** What the comparison keeps in the address besides what every report does. */
export const compareParams = {
  segments: parseAsString,
  metric: parseAsString,
  base: parseAsString,
  steps: parseAsString,
  window: parseAsString,
};

export type CompareParams = Record<keyof typeof compareParams, string | null>;

export const loadCompareParams = createLoader(compareParams);
