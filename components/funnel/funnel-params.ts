import { createLoader, parseAsString } from "nuqs/server";

/**
 * What the funnel page keeps in the address besides what every report does. `funnel` names a saved one; where steps are
 * stated as well, they and what follows are a change of it that is not saved.
 */
export const funnelParams = {
  funnel: parseAsString,
  steps: parseAsString,
  window: parseAsString,
  order: parseAsString,
  exclude: parseAsString,
  hold: parseAsString,
  by: parseAsString,
  at: parseAsString,
};

export type FunnelParams = Record<keyof typeof funnelParams, string | null>;

export const loadFunnelParams = createLoader(funnelParams);
