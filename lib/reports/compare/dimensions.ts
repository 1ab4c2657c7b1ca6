import type { Unit } from "../definition";
import { needsOfGroups } from "../unit-groups";
import type { Reversal } from "./definition";

type Dimension = Reversal["by"];

/** What segments may differ in so that the whole says the opposite of its parts. */
export const dimensionsOf = (unit: Unit): Dimension[] => [
  "device",
  "channel",
  unit === "session" ? "session.isFirst" : "visitor.isNew",
];

/** The columns that say what a unit is in these. */
export const columnsOfDimensions = (dimensions: readonly Dimension[]): Set<string> =>
  new Set(dimensions.flatMap((field) => needsOfGroups(field).columns));
