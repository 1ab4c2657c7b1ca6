import type { MatrixAnswer, MatrixCell } from "@/lib/reports/matrix/definition";
import { type Column, field, money, parts, rate, type Table, tableOf } from "./columns";

/** A row a micro and macro goal. */
export const matrixTables = ({ cells }: MatrixAnswer): Table[] => {
  const meanMoney = ["currency", "minor", "low", "high"] as const;
  const columns: Column<MatrixCell>[] = [
    field("micro"),
    field("macro"),
    field("reached"),
    field("converted"),
    field("open"),
    ...rate<MatrixCell>("rate", (cell) => cell.rate),
    ...rate<MatrixCell>("without", (cell) => cell.without),
    field("withoutOpen"),
    ...parts("lift", ["ratio", "low", "high"], (cell: MatrixCell) => cell.lift),
    ...parts("difference", ["estimate", "low", "high", "pValue"], (cell: MatrixCell) => cell.difference),
    ...rate<MatrixCell>("share", (cell) => cell.shareOf),
    field("medianSeconds"),
    ...parts("seconds", ["p25", "p75", "p90"], (cell: MatrixCell) => cell.seconds),
    ...money<MatrixCell>("revenue", cells, (cell) => cell.revenue),
    { name: "not_converted", of: (cell) => cell.notConverted.join(" ") },
    ...parts("earned", meanMoney, (cell: MatrixCell) => cell.earned),
    ...parts("earned_over_baseline", meanMoney, (cell: MatrixCell) => cell.earnedOverBaseline),
    ...parts(
      "adjusted",
      ["ratio", "low", "high", "pValue", "adjustedPValue", "strataUsed", "strataSkipped"],
      (cell: MatrixCell) => cell.adjusted,
    ),
    ...parts("adjusted_exposed", ["part", "whole"], (cell: MatrixCell) => cell.adjusted.exposed),
    ...parts("adjusted_unexposed", ["part", "whole"], (cell: MatrixCell) => cell.adjusted.unexposed),
    field("verdict"),
    field("verdictReason"),
  ];
  return [tableOf("cells", cells, columns)];
};
