import { type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import type { ConversionsCounts } from "./fold";
import type { UnitTotals } from "./unit-count";

/** A row of the breakdown with what parts counted of it, in the range and in the period before. */
export type Row = { label: GroupLabel; now: UnitTotals[]; before: UnitTotals[] };

const sizesOf = (counts: readonly ConversionsCounts[]): GroupSizes[] =>
  counts.map(
    ({ labels, groups }) => new Map(labels?.map(({ value }, row) => [value, groups?.[row]?.units ?? 0])),
  );

/** Hands what was counted of each label to the row that it belongs to. */
const distribute = (
  counts: readonly ConversionsCounts[],
  rowOf: (label: GroupLabel) => number,
  add: (row: number, totals: UnitTotals) => void,
): void => {
  for (const { labels = [], groups } of counts)
    for (const [place, label] of labels.entries()) {
      const totals = groups?.[place];
      if (totals) add(rowOf(label), totals);
    }
};

/** The rows of a breakdown: those that the parts agreed on, else the largest of all that they counted. */
export const rowsOf = (
  now: readonly ConversionsCounts[],
  before: readonly ConversionsCounts[],
  limit: number,
): Row[] => {
  const agreed = now[0]?.labels;
  const labels = agreed?.some(({ other }) => other)
    ? agreed
    : rankGroups(sizesOf(now), limit, sizesOf(before));
  const rows = labels.map((label): Row => ({ label, now: [], before: [] }));
  const named = new Map(labels.flatMap(({ value, other }, row) => (other ? [] : [[value, row] as const])));
  const rowOf = ({ value, other }: GroupLabel): number =>
    (other ? undefined : named.get(value)) ?? labels.length - 1;
  distribute(now, rowOf, (row, totals) => rows[row]?.now.push(totals));
  distribute(before, rowOf, (row, totals) => rows[row]?.before.push(totals));
  return rows;
};
