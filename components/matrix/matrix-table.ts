import type { DataTable, TableCell } from "@/components/charts/data-table";
import { cannotSay } from "@/components/charts/format";
import { countCell, moneyCell, rateCell, secondsCell, textCell } from "@/components/charts/table-cells";
import type { MatrixAnswer, MeanMoney } from "@/lib/reports/matrix/definition";
import { reasonText } from "./cell-words";
import { liftText } from "./lift-text";

const ratio = (value: number | null | undefined): TableCell =>
  value === null || value === undefined || !Number.isFinite(value)
    ? { text: cannotSay, raw: null }
    : { text: liftText(value), raw: Number(value.toPrecision(6)) };

const mean = (money: MeanMoney | null): TableCell =>
  moneyCell(money === null ? [] : [{ currency: money.currency, minor: Math.round(money.minor) }]);

/** The numbers behind the matrix, one row a micro and macro goal. */
export const matrixTable = ({ micros, macros, cells }: MatrixAnswer, windowWords: string): DataTable => {
  const nameOf = (goals: MatrixAnswer["micros"], key: string) =>
    goals.find((goal) => goal.key === key)?.name ?? key;
  const numeric = (label: string) => ({ label, numeric: true });
  return {
    columns: [
      { label: "Micro goal" },
      { label: "Macro goal" },
      numeric("Reached, visitors"),
      numeric(`Converted within ${windowWords}`),
      numeric("Open"),
      numeric("Rate"),
      numeric("Low"),
      numeric("High"),
      numeric("Rate without"),
      numeric("Lift"),
      numeric("Lift, low"),
      numeric("Lift, high"),
      numeric("Adjusted lift"),
      numeric("Adjusted, low"),
      numeric("Adjusted, high"),
      numeric("Done before, share"),
      numeric("Median time"),
      numeric("Earned a visitor"),
      numeric("Over baseline"),
      { label: "Verdict" },
    ],
    rows: cells.map((cell) => [
      textCell(nameOf(micros, cell.micro)),
      textCell(nameOf(macros, cell.macro)),
      countCell(cell.reached),
      countCell(cell.converted),
      countCell(cell.open),
      rateCell(cell.rate.rate),
      rateCell(cell.rate.low),
      rateCell(cell.rate.high),
      rateCell(cell.without.rate),
      ratio(cell.lift?.ratio),
      ratio(cell.lift?.low),
      ratio(cell.lift?.high),
      ratio(cell.adjusted.ratio),
      ratio(cell.adjusted.low),
      ratio(cell.adjusted.high),
      rateCell(cell.share),
      secondsCell(cell.medianSeconds),
      mean(cell.earned),
      mean(cell.earnedOverBaseline),
      textCell(reasonText(cell, nameOf(macros, cell.macro))),
    ]),
  };
};
