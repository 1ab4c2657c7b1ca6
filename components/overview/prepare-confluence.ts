import type { DataTable } from "@/components/charts/data-table";
import {
  cannotSay,
  divisionText,
  formatCount,
  formatDuration,
  formatRate,
  unitNoun,
} from "@/components/charts/format";
import {
  countCell,
  moneyCell,
  moneyText,
  rateCell,
  secondsCell,
  textCell,
} from "@/components/charts/table-cells";
import { windowLabel } from "@/components/funnel/window-text";
import { moneyInterval, reasonText, signedMoney } from "@/components/matrix/cell-words";
import { liftInterval, liftText } from "@/components/matrix/lift-text";
import type { Goal } from "@/lib/goals/definition";
import { formatMoney } from "@/lib/money/format-money";
import type { GoalNumbers } from "@/lib/reports/conversions/definition";
import type { MatrixAnswer, MatrixCell, MeanMoney } from "@/lib/reports/matrix/definition";
import { type ConfluenceShape, layoutConfluence } from "./layout-confluence";

export type Stream = {
  key: string;
  name: string;
  /** "4,120 visitors". */
  reach: string;
  rate: string;
  median: string | null;
  /** "€5.13 per visitor": what a visitor who took the step was worth. */
  earned: string | null;
  /** Everything about the stream, label and value, for the line under the picture. */
  details: { label: string; value: string }[];
  /** What comparable visits say of it. */
  verdict: string;
  /** One sentence, for screen readers. */
  sentence: string;
  /** Shares of the widest stream, for the bars on small screens. */
  bar: { reached: number; converted: number; open: number };
};

export type Confluence = {
  macroName: string;
  /** "within 7 days". */
  windowText: string;
  /** In the order of the picture: longest median time to the macro goal first. */
  streams: Stream[];
  /** The stream whose visitors are worth most beyond those without it: told of while none is pointed at. */
  best: number;
  shape: ConfluenceShape;
  river: { name: string; count: string; value: string | null };
  /** How many small steps are only in the table. */
  left: number;
  hasOpen: boolean;
  /** Nobody's time is over yet. */
  isTooEarly: boolean;
  table: DataTable;
};

const maxStreams = 8;

type Input = {
  macro: Goal;
  /** Absent where sessions are counted: streams and river are visitors. */
  macroNumbers: GoalNumbers | undefined;
  matrix: MatrixAnswer;
  windowMs: number;
};

type Row = { key: string; name: string; cell: MatrixCell };

/** The ladder from micro goals to one macro goal. A micro goal that nobody reached stands in the table only. */
export const prepareConfluence = ({ macro, macroNumbers, matrix, windowMs }: Input): Confluence => {
  const rows = matrix.micros.flatMap(({ key, name }): Row[] => {
    const cell = matrix.cells.find((one) => one.micro === key && one.macro === macro.key);
    return cell ? [{ key, name, cell }] : [];
  });
  const drawn = rows
    .filter(({ cell }) => cell.reached > 0)
    .toSorted((a, b) => b.cell.converted - a.cell.converted || b.cell.reached - a.cell.reached)
    .slice(0, maxStreams)
    .toSorted((a, b) => medianOf(b) - medianOf(a));
  const widest = Math.max(1, ...drawn.map(({ cell }) => cell.reached));
  const converters = macroNumbers?.converters ?? rows[0]?.cell.shareOf.whole ?? 0;
  const windowText = `within ${windowLabel(windowMs)}`;
  return {
    macroName: macro.name,
    windowText,
    streams: drawn.map((row) => streamOf(row, macro.name, windowText, widest)),
    best: drawn.reduce((best, row, i) => {
      const leader = drawn[best];
      return leader && byWorth(row, leader) < 0 ? i : best;
    }, 0),
    shape: layoutConfluence(
      drawn.map(({ cell }) => cell),
      converters,
    ),
    river: {
      name: macro.name,
      count: `${formatCount(converters)} ${unitNoun("visitor", converters)}`,
      value: macroNumbers && macroNumbers.value.length > 0 ? moneyText(macroNumbers.value) : null,
    },
    left: rows.length - drawn.length,
    hasOpen: drawn.some(({ cell }) => cell.open > 0),
    isTooEarly: drawn.length > 0 && drawn.every(({ cell }) => cell.rate.whole === 0),
    table: tableOf(rows, macro.name, windowText),
  };
};

/** Who never converts springs first. */
const medianOf = ({ cell }: Row): number => cell.medianSeconds ?? Number.POSITIVE_INFINITY;

const amount = ({ minor, currency }: MeanMoney): string => formatMoney(Math.round(minor), currency);

const streamOf = (
  { key, name, cell }: Row,
  macroName: string,
  windowText: string,
  widest: number,
): Stream => {
  const { reached, converted, open, rate, medianSeconds, earned } = cell;
  const reach = `${formatCount(reached)} ${unitNoun("visitor", reached)}`;
  const wentOn =
    rate.rate === null
      ? `nobody’s time to reach ${macroName} ${windowText} is over yet`
      : `of ${formatCount(rate.whole)} whose time is over ${formatCount(rate.part)} (${formatRate(rate)}) went on to ${macroName} ${windowText}`;
  return {
    key,
    name,
    reach,
    rate: formatRate(rate),
    median: medianSeconds === null ? null : formatDuration(medianSeconds),
    earned: earned === null ? null : `${amount(earned)} per visitor`,
    details: detailsOf(cell, macroName, windowText),
    verdict: reasonText(cell, macroName),
    sentence: `${name}: ${reach}; ${wentOn}, and ${formatCount(open)} still may.${earned === null ? "" : ` A visitor who did it was worth ${amount(earned)}.`}`,
    bar: { reached: reached / widest, converted: converted / widest, open: open / widest },
  };
};

/** The whole line of the matrix. */
const detailsOf = (cell: MatrixCell, macroName: string, windowText: string): Stream["details"] => {
  const { rate, without, lift, adjusted, shareOf, medianSeconds, earned, earnedOverBaseline } = cell;
  return [
    {
      label: `Went on to ${macroName} ${windowText}`,
      value: rate.rate === null ? "too early to say" : divisionText(rate, "visitors"),
    },
    {
      label: "Moments without it",
      value:
        without.rate === null
          ? cannotSay
          : `${formatCount(without.part)} of ${formatCount(without.whole)} (${formatRate(without)})`,
    },
    {
      label: "Lift",
      value: !lift || lift.ratio === null ? cannotSay : `${liftText(lift.ratio)} (${liftInterval(lift)})`,
    },
    {
      label: "Beyond the same visit",
      value:
        adjusted.ratio === null || adjusted.low === null || adjusted.high === null
          ? cannotSay
          : `${liftText(adjusted.ratio)} (${liftInterval({ low: adjusted.low, high: adjusted.high })})`,
    },
    { label: `Came before ${macroName}`, value: shareOf.rate === null ? cannotSay : formatRate(shareOf) },
    { label: "Median time", value: medianSeconds === null ? cannotSay : formatDuration(medianSeconds) },
    { label: "Still may", value: formatCount(cell.open) },
    {
      label: "Worth of a visitor",
      value: earned === null ? cannotSay : `${amount(earned)} (${moneyInterval(earned, false)})`,
    },
    {
      label: "Over baseline",
      value:
        earnedOverBaseline === null
          ? cannotSay
          : `${signedMoney(earnedOverBaseline)} (${moneyInterval(earnedOverBaseline, true)})`,
    },
  ];
};

const money = (mean: MeanMoney | null) =>
  moneyCell(mean === null ? [] : [{ currency: mean.currency, minor: Math.round(mean.minor) }]);

/** What goes beyond the baseline sorts: what a visitor without it is worth as well is not the step's. */
const worth = ({ cell }: Row): number => cell.earnedOverBaseline?.minor ?? Number.NEGATIVE_INFINITY;

const byWorth = (a: Row, b: Row): number =>
  Number(worth(b) > worth(a)) - Number(worth(b) < worth(a)) ||
  b.cell.converted - a.cell.converted ||
  b.cell.reached - a.cell.reached;

const tableOf = (rows: readonly Row[], macroName: string, windowText: string): DataTable => ({
  columns: [
    { label: "Small step" },
    { label: "Reached, visitors", numeric: true },
    { label: "Time is over", numeric: true },
    { label: `Went on to ${macroName} ${windowText}`, numeric: true },
    { label: "Rate", numeric: true },
    { label: "Rate, low", numeric: true },
    { label: "Rate, high", numeric: true },
    { label: "Rate without it", numeric: true },
    { label: "Lift", numeric: true },
    { label: "Still may", numeric: true },
    { label: "Median time", numeric: true },
    { label: "Worth of a visitor", numeric: true },
    { label: "Over baseline", numeric: true },
  ],
  rows: rows
    .toSorted(byWorth)
    .map(({ name, cell }) => [
      textCell(name),
      countCell(cell.reached),
      countCell(cell.rate.whole),
      countCell(cell.converted),
      rateCell(cell.rate.rate),
      rateCell(cell.rate.low),
      rateCell(cell.rate.high),
      rateCell(cell.without.rate),
      cell.lift?.ratio == null
        ? { text: cannotSay, raw: null }
        : { text: liftText(cell.lift.ratio), raw: Number(cell.lift.ratio.toFixed(4)) },
      countCell(cell.open),
      secondsCell(cell.medianSeconds),
      money(cell.earned),
      money(cell.earnedOverBaseline),
    ]),
});
