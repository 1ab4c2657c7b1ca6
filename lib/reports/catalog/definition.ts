import { z } from "zod";
import type { Computed } from "../definition";

/** What arrives? `properties` asks for properties and traits, too, which reads every column there is. */
export const catalogQuestion = z.strictObject({ properties: z.boolean().default(false) });
export type CatalogQuestion = z.input<typeof catalogQuestion>;

export type CatalogEntry = { name: string; count: number; lastSeen: string };

export const valueTypes = ["text", "number", "boolean", "list", "object", "null"] as const;
export type ValueType = (typeof valueTypes)[number];

/** A value as text, cut where it is long. */
export type CatalogValue = { value: string; count: number };

/** `types` has every type that values have, the most frequent first. */
export type CatalogTrait = {
  name: string;
  types: ValueType[];
  /** Visitors that have it. */
  count: number;
  top: CatalogValue[];
};

export type CatalogProperty = {
  name: string;
  types: ValueType[];
  /** Events that carry it. */
  count: number;
  lastSeen: string;
  top: CatalogValue[];
  /** The names of those events, the most frequent first. */
  events: string[];
};

/** All lists go by frequency and end after 200 entries; `top` after 10, `events` after 20. */
export type CatalogAnswer = {
  events: CatalogEntry[];
  pages: CatalogEntry[];
  properties?: CatalogProperty[];
  traits?: CatalogTrait[];
  computed: Computed;
};
