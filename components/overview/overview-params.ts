import { createLoader, parseAsString } from "nuqs/server";

/** What the overview keeps in the address besides what every report does. */
export const overviewParams = { aim: parseAsString, lines: parseAsString, src: parseAsString };

export type OverviewParams = Record<keyof typeof overviewParams, string | null>;

export const loadOverviewParams = createLoader(overviewParams);
