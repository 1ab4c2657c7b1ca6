import { createLoader, parseAsString } from "nuqs/server";

/** What the funnel page keeps in the address besides what every report does. */
export const funnelParams = { steps: parseAsString, window: parseAsString, by: parseAsString };

export type FunnelParams = Record<keyof typeof funnelParams, string | null>;

export const loadFunnelParams = createLoader(funnelParams);
