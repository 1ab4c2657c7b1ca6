import { type Change, changeOf } from "@/components/charts/change";
import type { DataTable } from "@/components/charts/data-table";
import { cannotSay, divisionText, formatCount, formatRate, unitNoun } from "@/components/charts/format";
import { countCell, moneyCell, moneyText, rateCell, textCell } from "@/components/charts/table-cells";
import type { FieldFilter } from "@/components/filters/field-filter";
import type { Goal } from "@/lib/goals/definition";
import type { ConversionsAnswer, ConversionsGroup } from "@/lib/reports/conversions/definition";
import { type SourceName, sourceFields } from "./source-fields";

export type SourceRow = {
  label: string;
  /** Keeps only this row's visitors; null where no filter can, and `whyNot` says why. */
  filter: FieldFilter | null;
  whyNot: string | null;
  units: string;
  /** "1,204 in the previous period". */
  unitsNote: string | null;
  /** The rate to the aim, and its interval on the scale of all rows. */
  rate: { text: string; note: string; known: boolean; rate: number; low: number; high: number };
  change: Change | null;
  revenue: string;
  revenueNote: string | null;
};

export type Sources = {
  name: SourceName;
  field: string;
  unit: string;
  aim: string;
  hasValue: boolean;
  comparesPrevious: boolean;
  rows: SourceRow[];
  table: DataTable;
};

type Input = { answer: ConversionsAnswer; name: SourceName; aim: Goal };

/** Where visitors come from and how many of each row reach the aim; the largest first, what is gathered last. */
export const prepareSources = ({ answer, name, aim }: Input): Sources => {
  const { field, label } = sourceFields[name];
  const groups = answer.breakdown ?? [];
  const comparesPrevious = answer.previous !== undefined;
  const hasValue = !("none" in aim.value);
  const goalOf = (group: ConversionsGroup) => group.goals.find(({ key }) => key === aim.key);
  const highest = Math.max(1e-9, ...groups.map((group) => goalOf(group)?.rate.high ?? 0));
  const rows = groups
    .toSorted((a, b) => Number(a.other ?? false) - Number(b.other ?? false))
    .map((group) => ({ group, goal: goalOf(group) }));
  const noun = unitNoun(answer.unit);
  return {
    name,
    field: label,
    unit: noun,
    aim: aim.name,
    hasValue,
    comparesPrevious,
    rows: rows.map(({ group, goal }): SourceRow => {
      const before = group.previous?.goals.find(({ key }) => key === aim.key);
      const rate = goal?.rate;
      return {
        label: labelOf(group, name),
        filter: filterOf(group, field),
        whyNot: group.other ? "All smaller rows together: no single filter keeps only them." : null,
        units: formatCount(unitsOf(group, answer.unit)),
        unitsNote: group.previous
          ? `${formatCount(unitsOf(group.previous, answer.unit))} in the previous period.`
          : null,
        rate: {
          text: formatRate(rate ?? null),
          note: rate ? divisionText(rate, noun) : "",
          known: rate?.rate != null,
          rate: (rate?.rate ?? 0) / highest,
          low: (rate?.low ?? 0) / highest,
          high: (rate?.high ?? 0) / highest,
        },
        change: comparesPrevious && rate ? changeOf(rate, before?.rate, aim.name) : null,
        revenue: goal && goal.value.length > 0 ? moneyText(goal.value) : cannotSay,
        revenueNote:
          before && before.value.length > 0 ? `${moneyText(before.value)} in the previous period.` : null,
      };
    }),
    table: {
      columns: [
        { label },
        { label: noun, numeric: true },
        ...(comparesPrevious ? [{ label: `${noun}, previous period`, numeric: true }] : []),
        { label: `${aim.name}, ${noun}`, numeric: true },
        { label: "Rate", numeric: true },
        { label: "Rate, low", numeric: true },
        { label: "Rate, high", numeric: true },
        ...(comparesPrevious ? [{ label: "Rate, previous period", numeric: true }] : []),
        ...(hasValue ? [{ label: "Net revenue", numeric: true }] : []),
      ],
      rows: rows.map(({ group, goal }) => [
        textCell(labelOf(group, name)),
        countCell(unitsOf(group, answer.unit)),
        ...(comparesPrevious ? [countCell(group.previous && unitsOf(group.previous, answer.unit))] : []),
        countCell(goal?.rate.part),
        rateCell(goal?.rate.rate),
        rateCell(goal?.rate.low),
        rateCell(goal?.rate.high),
        ...(comparesPrevious
          ? [rateCell(group.previous?.goals.find(({ key }) => key === aim.key)?.rate.rate)]
          : []),
        ...(hasValue ? [moneyCell(goal?.value)] : []),
      ]),
    },
  };
};

const unitsOf = (
  { visitors, sessions }: { visitors: number; sessions: number },
  unit: "visitor" | "session",
): number => (unit === "session" ? sessions : visitors);

/** What it means that nothing is there. */
const nothing: Record<SourceName, string> = {
  channel: "(none)",
  source: "(no utm source)",
  campaign: "(no campaign)",
  landing: "(no page seen)",
  country: "(not known)",
  device: "(not known)",
};

const labelOf = (group: ConversionsGroup, name: SourceName): string =>
  group.other ? "Other" : (group.value ?? nothing[name]);

const filterOf = (group: ConversionsGroup, field: string): FieldFilter | null => {
  if (group.other) return null;
  return group.value === null ? { field, op: "notExists" } : { field, op: "is", values: [group.value] };
};
