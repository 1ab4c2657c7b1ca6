import type { Journey } from "@/lib/journeys/scan";
import { columnOf } from "@/lib/matching/column";
import { firstCode } from "./unit-filter";

/**
 * The code by which a unit is grouped: a context field's first value among the unit's events; a property, which belongs
 * to single events, as the unit's first event has it.
 */
export const unitCode = (
  field: string,
  column: number,
  journey: Journey,
  first: number,
  end: number,
): number =>
  columnOf(field).startsWith("property.")
    ? (journey.columns[column]?.[first] ?? -1)
    : firstCode(journey, column, first, end);
