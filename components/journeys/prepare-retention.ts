import type { DataTable, TableCell } from "@/components/charts/data-table";
import { cannotSay, divisionText, formatCount, formatPercent, formatRate } from "@/components/charts/format";
import { countCell, rateCell, textCell } from "@/components/charts/table-cells";
import type { Rate } from "@/lib/reports/definition";
import type { RetentionAnswer, RetentionCohort } from "@/lib/reports/retention/definition";

export type RetentionCell = {
  text: string;
  note: string | null;
  /** `open`: not over yet; `none`: nothing can be said. */
  kind: "rate" | "open" | "none";
  /** How dark, 0 to 1: the part of the largest rate after period 0. */
  strength: number;
};

export type RetentionRow = { label: string; size: string; note: string | null; cells: RetentionCell[] };

export type RetentionPicture = {
  periods: string[];
  average: RetentionRow;
  cohorts: RetentionRow[];
  sentence: string;
  table: DataTable;
  isEmpty: boolean;
};

const words = { day: "Day", week: "Week", month: "Month" } as const;

const cohortLabel = ({ interval, timezone }: RetentionAnswer) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...(interval === "month" ? {} : { day: "numeric" }),
    month: "short",
    year: "numeric",
    timeZone: timezone,
  });
  return ({ start }: RetentionCohort): string => format.format(new Date(start));
};

/** Everything that the table of retention shows. */
export const prepareRetention = (answer: RetentionAnswer): RetentionPicture => {
  const { cohorts, average, interval, mode, total } = answer;
  const labelOf = cohortLabel(answer);
  const word = words[interval];
  const periods = average.map((_rate, period) => `${word} ${period}`);
  const shares = [...cohorts.flatMap(({ rates }) => rates.slice(1)), ...average.slice(1)];
  const most = Math.max(0.000_001, ...shares.map((rate) => rate?.rate ?? 0));
  const cellOf = (rate: Rate | null, soFar: number | null, size: number): RetentionCell => {
    if (rate?.rate !== null && rate !== null)
      return {
        text: formatPercent(rate.rate),
        note: divisionText(rate, "visitors"),
        kind: "rate",
        strength: Math.min(1, rate.rate / most),
      };
    if (soFar === null || size === 0) return { text: "", note: null, kind: "none", strength: 0 };
    return {
      text: formatPercent(soFar / size),
      note: `${formatCount(soFar)} of ${formatCount(size)} visitors so far: the ${interval} is not over.`,
      kind: "open",
      strength: 0,
    };
  };
  const rows = cohorts.map(
    (cohort): RetentionRow => ({
      label: labelOf(cohort),
      size: formatCount(cohort.size),
      note: cohort.complete ? null : `Not a whole ${interval}: the range or today cuts it.`,
      cells: cohort.rates.map((rate, period) => cellOf(rate, cohort.soFar[period] ?? null, cohort.size)),
    }),
  );
  return {
    periods,
    average: {
      label: "Average",
      size: formatCount(total),
      note: null,
      cells: average.map((rate) => cellOf(rate, null, 0)),
    },
    cohorts: rows,
    sentence: sentenceOf(answer),
    table: {
      columns: [
        { label: `${word} of the first` },
        { label: "Visitors", numeric: true },
        ...periods.flatMap((label) => [
          { label, numeric: true },
          { label: `${label}, rate`, numeric: true },
        ]),
      ],
      rows: cohorts.map((cohort): TableCell[] => [
        textCell(labelOf(cohort)),
        countCell(cohort.size),
        ...cohort.rates.flatMap((rate, period) => [countCell(cohort.returned[period]), rateCell(rate?.rate)]),
      ]),
    },
    isEmpty: total === 0 || (mode === "exact" && cohorts.length === 0),
  };
};

const sentenceOf = ({ total, average, interval, mode }: RetentionAnswer): string => {
  const next = average[1] ?? null;
  const count = `${formatCount(total)} visitors in all.`;
  if (formatRate(next) === cannotSay) return `${count} No ${interval} after the first is over yet.`;
  const when = mode === "exact" ? `in the ${interval} after` : `in the ${interval} after or later`;
  return `${count} ${formatRate(next)} came back ${when} their first.`;
};
