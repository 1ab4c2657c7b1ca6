import type { Journey } from "@/lib/journeys/journey";
import type { GroupLabel } from "../breakdown-groups";
import type { UnitGroups } from "../unit-groups";
import { firstAtOrAfter } from "../units";
import { type Asked, keepsAt, type Opened, windowBefore } from "./in-flight";
import type { CellCounts } from "./tallies";

// Hot path: called for everybody in flight at a moment.

/** Visitors by group and cell at one moment. */
export type GroupCounts = { labels: readonly GroupLabel[]; counts: CellCounts[] };

/** The row of the visitor at the moment, by what they did in the window before. */
export const rowAt = (groups: UnitGroups, journey: Journey, moment: number, windowMs: number): number => {
  groups.open?.(journey);
  return groups.row(journey, firstAtOrAfter(journey, moment - windowMs + 1), firstAtOrAfter(journey, moment));
};

const countAt = (counts: CellCounts[], row: number, cell: number, cells: number): void => {
  counts[row] ??= new Float64Array(cells);
  const ofRow = counts[row];
  ofRow[cell] = (ofRow[cell] ?? 0) + 1;
};

/** Counts groups and segments of those who are in flight at one moment. */
export const groupCounter = (
  { question }: Asked,
  { moments, units, groupsAt }: Opened,
  { place, cells, labels }: { place: number; cells: number; labels: readonly GroupLabel[] | undefined },
) => {
  const { windowMs, segments = [] } = question;
  const moment = moments.at[place] ?? 0;
  const groups = groupsAt(place, labels);
  const tests = segments.map(({ filter }) => units.testOver(filter, windowBefore(moment, windowMs)));
  const ofGroups: CellCounts[] = [];
  const ofSegments: CellCounts[] = tests.map(() => new Float64Array(cells));
  return {
    add: (journey: Journey, cell: number): void => {
      if (groups) countAt(ofGroups, rowAt(groups, journey, moment, windowMs), cell, cells);
      for (let s = 0; s < tests.length; s++) {
        const test = tests[s];
        if (test && keepsAt(test, journey, moment, windowMs)) countAt(ofSegments, s, cell, cells);
      }
    },
    groups: (): GroupCounts => {
      const named = groups?.labels ?? [];
      return { labels: named, counts: named.map((_, row) => ofGroups[row] ?? new Float64Array(cells)) };
    },
    segments: ofSegments,
  };
};
