import { z } from "zod";
import type { Computed } from "../definition";

/** What arrives: event names and pages, for editors and for whoever explores the API. */
export const catalogQuestion = z.strictObject({});

export type CatalogEntry = { name: string; count: number; lastSeen: string };

export type CatalogAnswer = {
  events: CatalogEntry[];
  pages: CatalogEntry[];
  computed: Computed;
};
