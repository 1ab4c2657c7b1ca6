import type { PropertyKind } from "@/lib/journeys/property-kinds";
import { contextFields } from "@/lib/matching/definition";

/** A column of a file that stands for a field of events. */
export type ValueColumn = { name: string; kind: PropertyKind };

/** Kept of events beside what filters and breakdowns name. */
const alsoKept = ["query", "clickId", "sessionId"];

/**
 * The columns of values: the event's name, its context as the catalogue of fields names it, and its properties.
 */
export const valueColumns = (properties: ReadonlyMap<string, PropertyKind>): ValueColumn[] => [
  ...["name", ...contextFields, ...alsoKept].map((name) => ({ name, kind: "text" }) as const),
  ...[...properties].map(([name, kind]) => ({ name, kind })),
];
