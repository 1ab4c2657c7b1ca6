import { type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import type { PipelineNumbers, PipelineRow, Question } from "./definition";
import type { PipelinePartial } from "./fold";
import type { GroupCounts } from "./group-counts";
import { sumOf } from "./model";
import { addCellCounts, type CellCounts } from "./tallies";

type Groups = { now: GroupCounts[]; before: GroupCounts[] };

const sizesOf = (groups: readonly GroupCounts[]): GroupSizes[] =>
  groups.map(
    ({ labels, counts }) =>
      new Map(labels.map(({ value }, row) => [value, sumOf(counts[row] ?? new Float64Array(0))])),
  );

/** What all parts counted of the groups that belong to each row. */
const gather = (groups: readonly GroupCounts[], labels: readonly GroupLabel[]): CellCounts[][] => {
  const rows = labels.map((): CellCounts[] => []);
  const named = new Map(labels.flatMap(({ value, other }, row) => (other ? [] : [[value, row] as const])));
  for (const { labels: counted, counts } of groups)
    for (const [place, { value, other }] of counted.entries()) {
      const row = (other ? undefined : named.get(value)) ?? labels.length - 1;
      const ofPlace = counts[place];
      if (ofPlace) rows[row]?.push(ofPlace);
    }
  return rows;
};

/** Numbers of visitors by cell, now and a week before. */
export type NumbersAt = {
  now: (visitors: CellCounts) => PipelineNumbers;
  before: (visitors: CellCounts) => PipelineNumbers;
};

/** The rows of `by`: those that the parts agreed on, else the largest of all that they counted. */
export const rowsOf = (
  partials: readonly PipelinePartial[],
  { limit }: Question,
  cells: number,
  numbers: NumbersAt,
): PipelineRow[] => {
  const groups: Groups = {
    now: partials.flatMap((partial) => partial.groups?.[0] ?? []),
    before: partials.flatMap((partial) => partial.groups?.[1] ?? []),
  };
  const agreed = groups.now[0]?.labels;
  const labels = agreed?.some(({ other }) => other)
    ? agreed
    : rankGroups(sizesOf(groups.now), limit, sizesOf(groups.before));
  const now = gather(groups.now, labels);
  const before = gather(groups.before, labels);
  return labels.map((label, row) => ({
    ...label,
    ...numbers.now(addCellCounts(cells, now[row] ?? [])),
    before: numbers.before(addCellCounts(cells, before[row] ?? [])),
  }));
};
