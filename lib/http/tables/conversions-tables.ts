import type { ConversionsAnswer, GoalNumbers } from "@/lib/reports/conversions/definition";
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

type Row = GoalNumbers & GroupOfRow;

const rowsOf = (goals: readonly (GoalNumbers & { previous?: GoalNumbers })[], group: GroupOfRow): Row[] =>
  goals.flatMap(({ previous, ...goal }) => [
    { ...goal, ...group, period: "current" },
    ...(previous ? [{ ...previous, ...group, period: "previous" }] : []),
  ]);

/** A row a goal, group and period. */
export const conversionsTables = ({ goals, breakdown = [] }: ConversionsAnswer): Table[] => {
  const rows = [
    ...rowsOf(goals, total),
    ...breakdown.flatMap((group) => [
      ...rowsOf(group.goals, ofGroup(group)),
      ...(group.previous?.goals ?? []).map((goal) => ({ ...goal, ...ofGroup(group), period: "previous" })),
    ]),
  ];
  const gross: Column<Row>[] = [
    ...parts("gross", ["conversions", "converters"], (row: Row) => row.gross),
    ...money<Row>("gross_value", rows, (row) => row.gross?.value),
    ...parts("gross_converted", ["currency", "minor"], (row: Row) => row.gross?.converted),
  ];
  const columns: Column<Row>[] = [
    field("period"),
    field("row"),
    field("group"),
    field("key"),
    field("name"),
    field("tier"),
    field("stage"),
    field("conversions"),
    field("converters"),
    ...rate<Row>("rate", (row) => row.rate),
    ...money<Row>("value", rows, (row) => row.value),
    ...parts("converted", ["currency", "minor"], (row: Row) => row.converted),
    { name: "converted_missing", of: (row) => row.converted?.missing.join(" ") },
    ...(rows.some((row) => row.gross) ? gross : []),
  ];
  return [tableOf("goals", rows, columns)];
};
