import type { TimeseriesAnswer, TimeseriesPoint } from "@/lib/reports/timeseries/definition";
import { type Column, field, type GroupOfRow, ofGroup, type Table, tableOf, total } from "./columns";

type Row = TimeseriesPoint & GroupOfRow;

const rowsOf = (points: readonly TimeseriesPoint[], group: GroupOfRow): Row[] =>
  points.map((point) => ({ ...point, ...group }));

/** A row a bucket, group and period; a column a metric, in the order they were asked for. */
export const timeseriesTables = ({ points, breakdown = [], previous }: TimeseriesAnswer): Table[] => {
  const rows = [
    ...rowsOf(points, { ...total, period: "current" }),
    ...rowsOf(previous?.points ?? [], { ...total, period: "previous" }),
    ...breakdown.flatMap((group) => rowsOf(group.points, { ...ofGroup(group), period: "current" })),
  ];
  const metrics = points[0]?.values.map((_, place) => place) ?? [];
  const columns: Column<Row>[] = [
    field("period"),
    field("row"),
    field("group"),
    field("start"),
    field("complete"),
    ...metrics.map((place) => ({
      name: `metric_${place + 1}`,
      of: ({ values }: Row) => values[place],
    })),
  ];
  return [tableOf("points", rows, columns)];
};
