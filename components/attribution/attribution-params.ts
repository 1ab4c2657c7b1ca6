import { createLoader, parseAsString } from "nuqs/server";

/** What attribution keeps in the address besides what every report does. */
export const attributionParams = {
  goal: parseAsString,
  model: parseAsString,
  by: parseAsString,
  lookback: parseAsString,
  sort: parseAsString,
};

export type AttributionParams = Record<keyof typeof attributionParams, string | null>;

export const loadAttributionParams = createLoader(attributionParams);
