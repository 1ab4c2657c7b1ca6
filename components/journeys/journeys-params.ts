import { createLoader, createSerializer, parseAsString } from "nuqs/server";

/** What the journeys keep in the address besides what every report does. */
export const journeysParams = {
  view: parseAsString,
  start: parseAsString,
  end: parseAsString,
  by: parseAsString,
  depth: parseAsString,
  first: parseAsString,
  again: parseAsString,
  interval: parseAsString,
  mode: parseAsString,
};

export type JourneysParams = Record<keyof typeof journeysParams, string | null>;

export const loadJourneysParams = createLoader(journeysParams);

/** The query text `search` ("?range=7d") with these parts changed. */
export const journeysSearch: (search: string, changes: Partial<JourneysParams>) => string =
  createSerializer(journeysParams);
