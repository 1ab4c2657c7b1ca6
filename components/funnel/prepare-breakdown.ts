import type { DataTable } from "@/components/charts/data-table";
import { cannotSay, divisionText, formatCount, formatRate, unitNoun } from "@/components/charts/format";
import { countCell, moneyCell, rateCell, textCell } from "@/components/charts/table-cells";
import type { FieldFilter } from "@/components/filters/field-filter";
import { fieldLabels } from "@/components/filters/fields";
import type { ContextField } from "@/lib/matching/definition";
import { formatMoney } from "@/lib/money/format-money";
import type { Money } from "@/lib/reports/definition";
import type { FunnelAnswer, FunnelGroup } from "@/lib/reports/funnel/definition";
import type { Explained } from "./prepare-funnel";

export type BreakdownRow = {
  label: string;
  /** Keeps only this group; null for what is gathered under "Other". */
  filter: FieldFilter | null;
  entered: string;
  /** From the previous step, for each step after the first; `isLowest` marks the worst of a column. */
  steps: (Explained & { isLowest: boolean })[];
  /** From entry to the last step, and its interval on the scale of all rows. */
  whole: Explained & { rate: number; low: number; high: number; known: boolean };
  leak: string;
};

export type Breakdown = {
  field: string;
  unit: string;
  stepLabels: string[];
  rows: BreakdownRow[];
  hasLeak: boolean;
  table: DataTable;
};

/** Groups of a funnel by a field, the one that loses most first. */
export const prepareBreakdown = (answer: FunnelAnswer, by: ContextField): Breakdown => {
  const noun = unitNoun(answer.unit);
  const groups = (answer.breakdown ?? []).toSorted(
    (a, b) =>
      Number(a.other ?? false) - Number(b.other ?? false) ||
      leakMinor(b) - leakMinor(a) ||
      b.entered - a.entered,
  );
  const highest = Math.max(1e-9, ...groups.map((group) => group.steps.at(-1)?.fromEntry.high ?? 0));
  const hasLeak = groups.some((group) => leakMinor(group) > 0);
  const lowest = answer.steps.map((_, i) => lowestIn(groups, i));
  return {
    field: fieldLabels[by],
    unit: noun,
    stepLabels: answer.steps.slice(1).map((step) => step.label),
    hasLeak,
    rows: groups.map((group) => rowOf(group, by, noun, highest, lowest)),
    table: tableOf(answer, groups, fieldLabels[by], noun, hasLeak),
  };
};

const rowOf = (
  group: FunnelGroup,
  by: ContextField,
  noun: string,
  highest: number,
  lowest: readonly (FunnelGroup | null)[],
): BreakdownRow => {
  const whole = group.steps.at(-1)?.fromEntry;
  const leak = leakOf(group);
  return {
    label: labelOf(group),
    filter: filterOf(group, by),
    entered: formatCount(group.entered),
    steps: group.steps.slice(1).map((step, i) => ({
      text: formatRate(step.fromPrevious),
      note: step.fromPrevious ? divisionText(step.fromPrevious, noun) : null,
      isLowest: lowest[i + 1] === group,
    })),
    whole: {
      text: formatRate(whole ?? null),
      note: whole ? divisionText(whole, noun) : null,
      rate: (whole?.rate ?? 0) / highest,
      low: (whole?.low ?? 0) / highest,
      high: (whole?.high ?? 0) / highest,
      known: whole?.rate != null,
    },
    leak: leak ? formatMoney(leak.minor, leak.currency, { compact: true }) : cannotSay,
  };
};

const labelOf = (group: FunnelGroup): string => (group.other ? "Other" : (group.value ?? "Not set"));

const filterOf = (group: FunnelGroup, field: ContextField): FieldFilter | null => {
  if (group.other) return null;
  return group.value === null ? { field, op: "notExists" } : { field, op: "is", values: [group.value] };
};

/** The leaks of all steps: each stands for other visitors, so they add up. */
const leakOf = (group: FunnelGroup): Money | null => {
  const leaks = group.steps.flatMap((step) => step.leak ?? []);
  const [first] = leaks;
  return first ? { currency: first.currency, minor: leaks.reduce((sum, leak) => sum + leak.minor, 0) } : null;
};

const leakMinor = (group: FunnelGroup): number => leakOf(group)?.minor ?? 0;

const fewest = 30;

/** Only where the interval of the group lies below that of the best one, and both have enough to say so. */
const lowestIn = (groups: readonly FunnelGroup[], step: number): FunnelGroup | null => {
  const rated = groups.flatMap((group) => {
    const rate = group.steps[step]?.fromPrevious;
    return rate && rate.whole >= fewest && rate.low !== null && rate.high !== null && !group.other
      ? [{ group, low: rate.low, high: rate.high, rate: rate.rate ?? 0 }]
      : [];
  });
  if (rated.length < 2) return null;
  const worst = rated.reduce((a, b) => (b.rate < a.rate ? b : a));
  const best = rated.reduce((a, b) => (b.rate > a.rate ? b : a));
  return worst.high < best.low ? worst.group : null;
};

const tableOf = (
  answer: FunnelAnswer,
  groups: readonly FunnelGroup[],
  field: string,
  noun: string,
  hasLeak: boolean,
): DataTable => ({
  columns: [
    { label: field },
    ...answer.steps.flatMap((step, i) => [
      { label: i === 0 ? `Entered, ${noun}` : `${step.label}, ${noun}`, numeric: true },
      ...(i === 0 ? [] : [{ label: `${step.label}, from previous`, numeric: true }]),
    ]),
    { label: "From entry", numeric: true },
    ...(hasLeak ? [{ label: "Leak", numeric: true }] : []),
  ],
  rows: groups.map((group) => [
    textCell(labelOf(group)),
    ...group.steps.flatMap((step, i) => [
      countCell(step.reached),
      ...(i === 0 ? [] : [rateCell(step.fromPrevious?.rate)]),
    ]),
    rateCell(group.steps.at(-1)?.fromEntry.rate),
    ...(hasLeak ? [moneyCell(leakOf(group) ? [leakOf(group)].filter((leak) => leak !== null) : [])] : []),
  ]),
});
