import type { DataTable } from "@/components/charts/data-table";
import { cannotSay, formatCount, formatPercent } from "@/components/charts/format";
import { countCell, moneyCell, rateCell, textCell } from "@/components/charts/table-cells";
import type { Crowd } from "@/components/people/people-drawer";
import { formatMoney } from "@/lib/money/format-money";
import type { DecompositionAnswer, Factor } from "@/lib/reports/decomposition/definition";

/** A row of the waterfall; `start` and `end` are shares of the width that all rows have in common. */
export type WhyRow = {
  label: string;
  /** "1,204 → 1,100"; empty for the mix. */
  moved: string;
  /** A total is a place, not a piece. Tinted only where it is real. */
  kind: "total" | "up" | "down" | "chance" | "unknown";
  start: number;
  end: number;
  /** "↑ €120.00"; "—" where it cannot be said. */
  amount: string;
  /** The interval and what it means. */
  note: string | null;
};

export type Why = {
  /** What did most, in a sentence or two; null where nothing did anything. */
  sentence: string | null;
  rows: WhyRow[];
  summary: string;
  table: DataTable;
  /** Those behind what did most. */
  people: Crowd | null;
  notices: string[];
};

type Numbers = Pick<Factor, "factor" | "before" | "after">;

const valueText = ({ factor }: Numbers, value: number | null, currency: string): string => {
  if (value === null) return cannotSay;
  if (factor === "traffic") return formatCount(value);
  return factor === "step" ? formatPercent(value) : formatMoney(Math.round(value), currency);
};

const labelOf = ({ factor, label }: Factor, before: string): string => {
  if (factor === "step") return `${before} → ${label}`;
  return factor === "mix" ? "Mix of channels" : label;
};

const noteOf = ({ contribution, real }: Factor): string => {
  if (!contribution) return "Nobody got so far in one of the two periods, so it cannot be compared.";
  const { currency, low, high } = contribution;
  const interval = `95 % interval ${formatMoney(low, currency)} to ${formatMoney(high, currency)}`;
  return `${interval}: ${real ? "more than chance" : "may be chance"}.`;
};

const amountOf = ({ contribution }: Factor): string => {
  if (!contribution) return cannotSay;
  const { minor, currency } = contribution;
  const arrow = minor === 0 ? "" : minor > 0 ? "↑ " : "↓ ";
  return `${arrow}${formatMoney(Math.abs(minor), currency)}`;
};

const kindOf = ({ contribution, real }: Factor): WhyRow["kind"] => {
  if (!contribution) return "unknown";
  if (!real) return "chance";
  return contribution.minor > 0 ? "up" : "down";
};

/** The factors, each named after the way it leads on from. */
const labelled = ({ factors, unit }: DecompositionAnswer): { factor: Factor; label: string }[] => {
  let before = unit === "visitor" ? "Visitors" : "Sessions";
  return factors.map((factor) => {
    const label = labelOf(factor, before);
    if (factor.factor === "step") before = factor.label;
    return { factor, label };
  });
};

const tableOf = (answer: DecompositionAnswer): DataTable => ({
  columns: [
    { label: "What" },
    { label: "Before", numeric: true },
    { label: "After", numeric: true },
    { label: "Contribution", numeric: true },
    { label: "Contribution, low", numeric: true },
    { label: "Contribution, high", numeric: true },
  ],
  rows: [
    ...labelled(answer).map(({ factor, label }) => {
      const { contribution, before, after } = factor;
      const { currency } = answer.change;
      const value = (number: number | null) => {
        if (factor.factor === "step") return rateCell(number);
        if (factor.factor === "traffic") return countCell(number);
        return moneyCell(number === null ? [] : [{ currency, minor: Math.round(number) }]);
      };
      const money = (minor: number | undefined) =>
        moneyCell(minor === undefined ? [] : [{ currency, minor }]);
      return [
        textCell(label),
        value(before),
        value(after),
        money(contribution?.minor),
        money(contribution?.low),
        money(contribution?.high),
      ];
    }),
    [
      textCell("Revenue"),
      moneyCell([answer.before.revenue]),
      moneyCell([answer.after.revenue]),
      moneyCell([answer.change]),
      moneyCell([]),
      moneyCell([]),
    ],
  ],
});

/** Where each row begins and ends, in minor units: every piece where the one before it ended. */
const piecesOf = ({ before, after, factors }: DecompositionAnswer): { start: number; end: number }[] => {
  let at = before.revenue.minor;
  const pieces = factors.map(({ contribution }) => {
    const start = at;
    at += contribution?.minor ?? 0;
    return { start, end: at };
  });
  const total = (minor: number) => ({ start: minor, end: minor });
  return [total(before.revenue.minor), ...pieces, total(after.revenue.minor)];
};

/** Revenue before, what moved it, revenue after: a waterfall that adds up. The scale is of what moved, not from zero. */
export const prepareWhy = (answer: DecompositionAnswer): Why => {
  const { before, after, biggest, change } = answer;
  const pieces = piecesOf(answer);
  const ends = pieces.flatMap(({ start, end }) => [start, end]);
  const [lowest, highest] = [Math.min(...ends), Math.max(...ends)];
  const shareOf = (minor: number): number =>
    highest === lowest ? 0.5 : (minor - lowest) / (highest - lowest);
  const total = (label: string, minor: number) => ({
    label,
    moved: "",
    kind: "total" as const,
    amount: formatMoney(minor, change.currency),
    note: null,
  });
  const rows = [
    total("Previous period", before.revenue.minor),
    ...labelled(answer).map(({ factor, label }) => ({
      label,
      moved:
        factor.factor === "mix"
          ? ""
          : `${valueText(factor, factor.before, change.currency)} → ${valueText(factor, factor.after, change.currency)}`,
      kind: kindOf(factor),
      amount: amountOf(factor),
      note: noteOf(factor),
    })),
    total("This period", after.revenue.minor),
  ];
  return {
    sentence: biggest?.message ?? null,
    rows: rows.map((row, n) => ({
      ...row,
      start: shareOf(pieces[n]?.start ?? lowest),
      end: shareOf(pieces[n]?.end ?? lowest),
    })),
    summary: rows.map(({ label, amount }) => `${label}: ${amount}.`).join(" "),
    table: tableOf(answer),
    people: biggest && {
      of: biggest.people.of,
      title: `Behind it: ${biggest.label}`,
      description: biggest.message,
    },
    notices: (answer.warnings ?? []).map(({ message }) => message),
  };
};
