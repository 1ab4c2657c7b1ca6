import type { FunnelAnswer, FunnelPoint, FunnelStepNumbers } from "@/lib/reports/funnel/definition";
import {
  type Column,
  field,
  type GroupOfRow,
  money,
  ofGroup,
  parts,
  rate,
  type Table,
  tableOf,
  total,
} from "./columns";

type Row = FunnelStepNumbers & GroupOfRow & { step: number; entered: number };
type Steps = { entered: number; steps: readonly FunnelStepNumbers[] };

const rowsOf = ({ entered, steps }: Steps, group: GroupOfRow): Row[] =>
  steps.map((step, place) => ({ ...step, ...group, step: place + 1, entered }));

const stepsTable = ({ breakdown = [], previous, ...whole }: FunnelAnswer): Table => {
  const rows = [
    ...rowsOf(whole, { ...total, period: "current" }),
    ...(previous ? rowsOf(previous, { ...total, period: "previous" }) : []),
    ...breakdown.flatMap((group) => rowsOf(group, { ...ofGroup(group), period: "current" })),
  ];
  const seconds = ["mean", "median", "p90"] as const;
  const columns: Column<Row>[] = [
    field("period"),
    field("row"),
    field("group"),
    field("step"),
    field("label"),
    field("tier"),
    field("optional"),
    field("entered"),
    field("reached"),
    field("dropped"),
    field("open"),
    ...rate<Row>("from_previous", (row) => row.fromPrevious),
    ...rate<Row>("from_entry", (row) => row.fromEntry),
    ...parts("matured", ["rate", "low", "high"], (row: Row) => row.matured),
    ...parts("seconds_from_previous", seconds, (row: Row) => row.secondsFromPrevious),
    ...parts("seconds_from_entry", seconds, (row: Row) => row.secondsFromEntry),
    ...money<Row>("revenue", rows, (row) => row.revenue),
    ...money<Row>("leak", rows, (row) => (row.leak ? [row.leak] : [])),
  ];
  return tableOf("steps", rows, columns);
};

type Point = FunnelPoint & { period: string };

const trendTable = ({ trend = [], previous }: FunnelAnswer): Table => {
  const rows: Point[] = [
    ...trend.map((point) => ({ ...point, period: "current" })),
    ...(previous?.trend ?? []).map((point) => ({ ...point, period: "previous" })),
  ];
  const columns: Column<Point>[] = [
    field("period"),
    field("start"),
    field("complete"),
    field("entered"),
    field("reached"),
    field("open"),
    ...rate<Point>("rate", (row) => row.rate),
  ];
  return tableOf("trend", rows, columns);
};

/** `steps`: a row a step, group and period; `trend`: a row a bucket and period. */
export const funnelTables = (answer: FunnelAnswer): Table[] => [stepsTable(answer), trendTable(answer)];
