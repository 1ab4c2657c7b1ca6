import type { DataTable } from "@/components/charts/data-table";
import { cannotSay, divisionText, formatCount, formatRate, unitNoun } from "@/components/charts/format";
import { countCell, moneyCell, rateCell, textCell } from "@/components/charts/table-cells";
import type { FieldFilter } from "@/components/filters/field-filter";
import { isField } from "@/components/filters/fields";
import { formatMoney } from "@/lib/money/format-money";
import type { Money } from "@/lib/reports/definition";
import type { FunnelAnswer, FunnelGroup } from "@/lib/reports/funnel/definition";
import { eventFieldLabel } from "./event-field-label";
import type { PieceRow } from "./funnel-pieces";
import type { Explained } from "./prepare-funnel";

export type BreakdownRow = {
  label: string;
  /** The row as the people behind it are asked for. */
  row: PieceRow;
  /** Keeps only this group; null where no filter can, and `whyNot` says why. */
  filter: FieldFilter | null;
  whyNot: string | null;
  entered: string;
  /**
   * From the previous step, for each step after the first, and how many that are; `isLowest` marks the worst of a
   * column. Who dropped or is open is null where nobody is.
   */
  steps: (Explained & { isLowest: boolean; reached: string; dropped: string | null; open: string | null })[];
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
export const prepareBreakdown = (answer: FunnelAnswer, by: string): Breakdown => {
  const noun = unitNoun(answer.unit);
  const groups = (answer.breakdown ?? []).toSorted(
    (a, b) => isGathered(a) - isGathered(b) || leakMinor(b) - leakMinor(a) || b.entered - a.entered,
  );
  const highest = Math.max(1e-9, ...groups.map((group) => wholeOf(group)?.high ?? 0));
  const hasLeak = groups.some((group) => leakMinor(group) > 0);
  const lowest = answer.steps.map((_, i) => lowestIn(groups, i));
  return {
    field: eventFieldLabel(by),
    unit: noun,
    stepLabels: answer.steps.slice(1).map((step) => step.label),
    hasLeak,
    rows: groups.map((group) => rowOf(group, by, noun, highest, lowest)),
    table: tableOf(answer, groups, eventFieldLabel(by), noun, hasLeak),
  };
};

const rowOf = (
  group: FunnelGroup,
  by: string,
  noun: string,
  highest: number,
  lowest: readonly (FunnelGroup | null)[],
): BreakdownRow => {
  const whole = wholeOf(group);
  const leak = leakOf(group);
  return {
    label: labelOf(group),
    row: rowOfGroup(group),
    filter: filterOf(group, by),
    whyNot: whyNoFilter(group, by),
    entered: formatCount(group.entered),
    steps: group.steps.slice(1).map((step, i) => ({
      text: formatRate(step.fromPrevious),
      note: step.fromPrevious ? divisionText(step.fromPrevious, noun) : null,
      isLowest: lowest[i + 1] === group,
      reached: formatCount(step.reached),
      dropped: step.dropped ? formatCount(step.dropped) : null,
      open: step.open > 0 ? formatCount(step.open) : null,
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

const labelOf = (group: FunnelGroup): string => {
  if (group.other) return "Other";
  return group.notReached ? "Not there yet" : (group.value ?? "Not set");
};

/** What stands for several values, or for none at all, comes last. */
const isGathered = (group: FunnelGroup): number => (group.notReached ? 2 : group.other ? 1 : 0);

const rowOfGroup = (group: FunnelGroup): PieceRow => {
  if (group.other) return "other";
  if (group.notReached) return "notReached";
  return group.value === null ? "none" : { value: group.value };
};

const whyNoFilter = (group: FunnelGroup, field: string): string | null => {
  if (group.other) return "All smaller groups together: no single filter keeps only them.";
  if (group.notReached) return "They did not get to the step at which the value is taken.";
  return isField(field)
    ? null
    : "A property belongs to single events, so it cannot keep whole visitors. Put a condition on a step instead.";
};

const filterOf = (group: FunnelGroup, field: string): FieldFilter | null => {
  if (whyNoFilter(group, field) !== null) return null;
  return group.value === null ? { field, op: "notExists" } : { field, op: "is", values: [group.value] };
};

/** From entry to the last required step. */
const wholeOf = (group: FunnelGroup) => group.steps.findLast((step) => !step.optional)?.fromEntry;

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
    return rate && rate.whole >= fewest && rate.low !== null && rate.high !== null && isGathered(group) === 0
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
    rateCell(wholeOf(group)?.rate),
    ...(hasLeak ? [moneyCell(leakOf(group) ? [leakOf(group)].filter((leak) => leak !== null) : [])] : []),
  ]),
});
