import type { DataTable } from "@/components/charts/data-table";
import {
  cannotSay,
  divisionText,
  formatCount,
  formatDuration,
  formatInterval,
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
import type { Goal } from "@/lib/goals/definition";
import type { GoalNumbers } from "@/lib/reports/conversions/definition";
import type { Money } from "@/lib/reports/definition";
import type { FunnelAnswer } from "@/lib/reports/funnel/definition";
import { type ConfluenceShape, layoutConfluence } from "./layout-confluence";

/** The ladder's window: long enough for most purchases. */
export const ladderWindow = { ms: 30 * 86_400_000, param: "30d" } as const;

/** An attempt of a session ends with it, whatever the window. */
export const ladderText = (unit: "visitor" | "session"): string =>
  unit === "session" ? "in the same session" : "within 30 days";

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
  /** One sentence, for screen readers. */
  sentence: string;
  /** Shares of the widest stream, for the bars on small screens. */
  bar: { reached: number; converted: number; open: number };
};

export type Confluence = {
  macroName: string;
  unit: string;
  /** In the order of the picture: longest median time to the macro goal first. */
  streams: Stream[];
  shape: ConfluenceShape;
  river: { name: string; count: string; value: string | null };
  /** How many small steps are only in the table. */
  left: number;
  hasOpen: boolean;
  table: DataTable;
};

export type MicroFunnel = { goal: Goal; funnel: FunnelAnswer };

const maxStreams = 8;

type Input = { macro: Goal; macroNumbers: GoalNumbers | undefined; micros: readonly MicroFunnel[] };

/** The ladder from micro goals to one macro goal. A micro goal that nobody reached stands in the table only. */
export const prepareConfluence = ({ macro, macroNumbers, micros }: Input): Confluence => {
  const unit = micros[0]?.funnel.unit ?? "visitor";
  const rows = micros.map(({ goal, funnel }) => rowOf(goal, funnel));
  const drawn = rows
    .filter((row) => row.reached > 0)
    .toSorted((a, b) => b.converted - a.converted || b.reached - a.reached)
    .slice(0, maxStreams)
    .toSorted((a, b) => (b.median ?? Number.POSITIVE_INFINITY) - (a.median ?? Number.POSITIVE_INFINITY));
  const widest = Math.max(1, ...drawn.map((row) => row.reached));
  const converters = macroNumbers?.converters ?? 0;
  return {
    macroName: macro.name,
    unit: unitNoun(unit),
    streams: drawn.map((row) => streamOf(row, macro.name, unit, widest)),
    shape: layoutConfluence(drawn, converters),
    river: {
      name: macro.name,
      count: `${formatCount(converters)} ${unitNoun(unit, converters)}`,
      value: macroNumbers && macroNumbers.value.length > 0 ? moneyText(macroNumbers.value) : null,
    },
    left: rows.length - drawn.length,
    hasOpen: drawn.some((row) => row.open > 0),
    table: tableOf(rows, macro.name, unit),
  };
};

type Row = {
  goal: Goal;
  reached: number;
  converted: number;
  open: number;
  funnel: FunnelAnswer;
  last: FunnelAnswer["steps"][number] | undefined;
  median: number | null;
  perVisitor: Money[];
};

const rowOf = (goal: Goal, funnel: FunnelAnswer): Row => {
  const last = funnel.steps[1];
  return {
    goal,
    funnel,
    last,
    reached: funnel.entered,
    converted: last?.reached ?? 0,
    open: last?.open ?? 0,
    median: last?.secondsFromPrevious?.median ?? null,
    perVisitor:
      funnel.entered === 0
        ? []
        : (last?.revenue ?? []).map(({ currency, minor }) => ({
            currency,
            minor: Math.round(minor / funnel.entered),
          })),
  };
};

const streamOf = (row: Row, macroName: string, unit: "visitor" | "session", widest: number): Stream => {
  const { goal, reached, converted, open, last, median, perVisitor } = row;
  const rate = last?.fromPrevious ?? null;
  const noun = unitNoun(unit);
  const reach = `${formatCount(reached)} ${unitNoun(unit, reached)}`;
  const matured = last?.matured;
  return {
    key: goal.key,
    name: goal.name,
    reach,
    rate: formatRate(rate),
    median: median === null ? null : formatDuration(median),
    earned: perVisitor.length > 0 ? `${moneyText(perVisitor)} per ${unit}` : null,
    details: [
      {
        label: `Went on to ${macroName} ${ladderText(unit)}`,
        value: rate ? divisionText(rate, noun) : cannotSay,
      },
      { label: "Still may", value: formatCount(open) },
      {
        label: "Once all windows are over",
        value: matured
          ? `${formatRate({ part: 0, whole: 0, ...matured })} (${formatInterval(matured.low, matured.high)})`
          : "too early to say",
      },
      { label: "Median time", value: median === null ? cannotSay : formatDuration(median) },
      { label: `Value per ${unit}`, value: perVisitor.length > 0 ? moneyText(perVisitor) : cannotSay },
    ],
    sentence: `${goal.name}: ${reach}, of whom ${formatCount(converted)} (${formatRate(rate)}) went on to ${macroName} ${ladderText(unit)} and ${formatCount(open)} still may.`,
    bar: { reached: reached / widest, converted: converted / widest, open: open / widest },
  };
};

const tableOf = (rows: readonly Row[], macroName: string, unit: "visitor" | "session"): DataTable => ({
  columns: [
    { label: "Small step" },
    { label: `Reached, ${unitNoun(unit)}`, numeric: true },
    { label: `Went on to ${macroName}`, numeric: true },
    { label: "Rate", numeric: true },
    { label: "Rate, low", numeric: true },
    { label: "Rate, high", numeric: true },
    { label: "Still may", numeric: true },
    { label: "Median time", numeric: true },
    { label: `Value per ${unit}`, numeric: true },
  ],
  rows: rows
    .toSorted((a, b) => b.converted - a.converted || b.reached - a.reached)
    .map(({ goal, reached, converted, open, last, median, perVisitor }) => [
      textCell(goal.name),
      countCell(reached),
      countCell(converted),
      rateCell(last?.fromPrevious?.rate),
      rateCell(last?.fromPrevious?.low),
      rateCell(last?.fromPrevious?.high),
      countCell(open),
      secondsCell(median),
      moneyCell(perVisitor),
    ]),
});
