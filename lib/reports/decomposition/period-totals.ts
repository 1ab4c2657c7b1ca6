import type { GroupLabel } from "../breakdown-groups";
import type { GroupCounts } from "./contributions";
import { type DecompositionPartial, type PeriodCounts, rankedGroups } from "./fold";

type Unattended = { minor: number; squares: number };

/** What all parts counted in one period, group by group. */
export type PeriodTotals = GroupCounts & {
  units: number;
  /** How many got at least to each step, 0 being all units. */
  reached: number[];
  /** Minor units of converters, and of what is unattended. */
  earned: number;
  unattended: Unattended;
};

/** How many of a group, or of all groups together, got at least to each step, 0 being all units. */
export const reachedIn = ({ exact, steps }: GroupCounts, group?: number): number[] => {
  const reached = new Array<number>(steps + 1).fill(0);
  const [first, end] =
    group === undefined ? [0, exact.length] : [group * (steps + 1), (group + 1) * (steps + 1)];
  for (let i = first; i < end; i++)
    for (let k = 0; k <= i % (steps + 1); k++) reached[k] = (reached[k] ?? 0) + (exact[i] ?? 0);
  return reached;
};

const sumOf = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

const sizesIn = ({ labels, exact }: PeriodCounts, steps: number): Map<string | null, number> =>
  new Map(
    labels.map(({ value }, row) => [
      value,
      sumOf(exact.subarray(row * (steps + 1), (row + 1) * (steps + 1))),
    ]),
  );

const addUp = (
  parts: readonly PeriodCounts[],
  labels: readonly GroupLabel[],
  rowOf: (label: GroupLabel) => number,
  steps: number,
): PeriodTotals => {
  const exact = new Float64Array(labels.length * (steps + 1));
  const revenue = new Float64Array(labels.length);
  const squares = new Float64Array(labels.length);
  for (const part of parts)
    for (const [place, label] of part.labels.entries()) {
      const row = rowOf(label);
      if (row < 0) continue;
      for (let k = 0; k <= steps; k++) {
        const cell = row * (steps + 1) + k;
        exact[cell] = (exact[cell] ?? 0) + (part.exact[place * (steps + 1) + k] ?? 0);
      }
      revenue[row] = (revenue[row] ?? 0) + (part.revenue[place] ?? 0);
      squares[row] = (squares[row] ?? 0) + (part.squares[place] ?? 0);
    }
  const counts = { steps, exact, revenue, squares };
  return {
    ...counts,
    units: sumOf(exact),
    reached: reachedIn(counts),
    earned: sumOf(revenue),
    unattended: {
      minor: sumOf(parts.map(({ unattended }) => unattended.minor)),
      squares: sumOf(parts.map(({ unattended }) => unattended.squares)),
    },
  };
};

/** Both periods over the same groups: those that the parts agreed on, else the largest of all that they counted. */
export const totalsOf = (
  partials: readonly DecompositionPartial[],
  { steps, limit }: { steps: number; limit: number },
): { labels: GroupLabel[]; before: PeriodTotals; after: PeriodTotals } => {
  const before = partials.map((partial) => partial.before);
  const after = partials.map((partial) => partial.after);
  const both = [...before, ...after];
  const agreed = both.find(({ labels }) => labels.some(({ other }) => other))?.labels;
  const labels = agreed
    ? [...agreed]
    : rankedGroups(
        both.map((part) => sizesIn(part, steps)),
        limit,
      );
  const rest = labels.findIndex(({ other }) => other);
  const named = new Map(labels.flatMap(({ value, other }, row) => (other ? [] : [[value, row] as const])));
  const rowOf = ({ value, other }: GroupLabel): number => (other ? rest : (named.get(value) ?? rest));
  return {
    labels,
    before: addUp(before, labels, rowOf, steps),
    after: addUp(after, labels, rowOf, steps),
  };
};
