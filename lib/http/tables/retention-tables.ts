import type { Rate } from "@/lib/reports/definition";
import type { RetentionAnswer } from "@/lib/reports/retention/definition";
import { type Column, field, rate, type Table, tableOf } from "./columns";

type Cell = {
  start: string;
  complete: boolean;
  size: number;
  period: number;
  returned: number | null | undefined;
  soFar: number | null | undefined;
  rate: Rate | null | undefined;
};
type Average = { period: number; rate: Rate | null };

/** `cohorts`: a row a cohort and period; `average`: a row a period. */
export const retentionTables = ({ cohorts, average }: RetentionAnswer): Table[] => {
  const cells = cohorts.flatMap(({ start, complete, size, returned, soFar, rates }) =>
    returned.map(
      (visitors, period): Cell => ({
        start,
        complete,
        size,
        period,
        returned: visitors,
        soFar: soFar[period],
        rate: rates[period],
      }),
    ),
  );
  const ofCell: Column<Cell>[] = [
    field("start"),
    field("complete"),
    field("size"),
    field("period"),
    field("returned"),
    field("soFar"),
    ...rate<Cell>("rate", (cell) => cell.rate),
  ];
  const ofAverage: Column<Average>[] = [field("period"), ...rate<Average>("rate", (row) => row.rate)];
  const averages = average.map((one, period): Average => ({ period, rate: one }));
  return [tableOf("cohorts", cells, ofCell), tableOf("average", averages, ofAverage)];
};
