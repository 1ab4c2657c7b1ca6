import { type GroupLabel, rankGroups } from "../breakdown-groups";
import type { FunnelTotals } from "./funnel-count";

/** What one part counted of each group, in the order of its labels. */
type GroupedCounts = { labels: readonly GroupLabel[]; groups: readonly FunnelTotals[] };

/** A row of the breakdown with what parts counted of it. */
type GroupRow = { label: GroupLabel; totals: FunnelTotals[] };

const sizesOf = ({ labels, groups }: GroupedCounts) =>
  new Map(labels.map(({ value }, row) => [value, groups[row]?.steps[0]?.reached ?? 0]));

/** The rows of a breakdown: those that the parts agreed on, else the largest of all that they counted. */
export const rowsOfGroups = (counts: readonly GroupedCounts[], limit: number): GroupRow[] => {
  const agreed = counts[0]?.labels ?? [];
  const labels = agreed.some(({ other }) => other) ? agreed : rankGroups(counts.map(sizesOf), limit);
  const rows = labels.map((label): GroupRow => ({ label, totals: [] }));
  const named = new Map(labels.flatMap(({ value, other }, row) => (other ? [] : [[value, row] as const])));
  for (const { labels: own, groups } of counts)
    for (const [place, { value, other }] of own.entries()) {
      const totals = groups[place];
      const row = (other ? undefined : named.get(value)) ?? labels.length - 1;
      if (totals) rows[row]?.totals.push(totals);
    }
  return rows;
};
