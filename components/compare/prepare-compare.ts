import { axisTicks } from "@/components/charts/axis-ticks";
import type { DataTable, TableCell } from "@/components/charts/data-table";
import { cannotSay, formatCount, unitNoun } from "@/components/charts/format";
import { countCell, textCell } from "@/components/charts/table-cells";
import type { CompareAnswer, ComparedSegment } from "@/lib/reports/compare/definition";
import type { Unit } from "@/lib/reports/definition";
import { pairWith } from "./orient-pair";
import { amountsOf, type Quantity, shares } from "./quantity";
import { type Verdict, verdictWords } from "./verdict-words";

/** A narrow space that does not break, between a number and its sign. */
const thin = "\u202f";

export type CompareRow = {
  /** Its place in the address, which gives it its colour. */
  place: number;
  name: string;
  isBaseline: boolean;
  value: { text: string; note: string };
  /** "412 of 9,870 visitors". */
  division: string;
  open: string | null;
  /** Shares of the axis; null where nothing can be drawn. */
  mark: { at: number; low: number; high: number } | null;
  /** Null for the baseline. */
  verdict: Verdict | null;
};

export type PairLine = { a: number; b: number; names: string; verdict: Verdict };

export type ComparePicture = {
  unit: string;
  rows: CompareRow[];
  baseline: string;
  /** Null where the baseline cannot be drawn. */
  baselineAt: number | null;
  axis: { at: number; text: string }[];
  /** Said when the axis does not begin at zero. */
  zoomed: string | null;
  /** Every two rows, where there are more than the baseline shows. */
  pairs: PairLine[];
  sentence: string;
  table: DataTable;
};

/** Segments beside a baseline: marks, words and the table behind them. */
export const prepareCompare = (answer: CompareAnswer, base: number): ComparePicture => {
  const { segments, pairs, unit } = answer;
  const currency = segments.find((one) => one.currency !== undefined)?.currency;
  const quantity = currency === undefined ? shares : amountsOf(currency);
  const axis = axisOf(segments, quantity);
  const nameAt = (place: number) => segments[place]?.name ?? "";
  const verdictOf = (place: number): Verdict | null => {
    const pair = pairWith(pairs, place, base);
    return pair && verdictWords(pair, { a: nameAt(base), b: nameAt(place) }, unit, quantity);
  };
  const rows = segments.map(
    (segment, place): CompareRow => ({
      place,
      name: segment.name,
      isBaseline: place === base,
      value: shownValue(segment, unit, quantity),
      division: divisionOf(segment, unit, currency),
      open: segment.open ? `${formatCount(segment.open)} still open, not counted` : null,
      mark: axis.markOf(segment),
      verdict: verdictOf(place),
    }),
  );
  return {
    unit: unitNoun(unit),
    rows,
    baseline: nameAt(base),
    baselineAt: rows[base]?.mark?.at ?? null,
    axis: axis.ticks,
    zoomed: axis.zoomed,
    pairs:
      segments.length > 2
        ? pairs.map((pair) => ({
            a: pair.a,
            b: pair.b,
            names: `${nameAt(pair.b)} beside ${nameAt(pair.a)}`,
            verdict: verdictWords(pair, { a: nameAt(pair.a), b: nameAt(pair.b) }, unit, quantity),
          }))
        : [],
    sentence: sentenceOf(rows),
    table: tableOf(answer, base, rows, quantity, currency),
  };
};

const shownValue = (segment: ComparedSegment, unit: Unit, quantity: Quantity): CompareRow["value"] => {
  const { rate, low, high } = segment;
  if (rate === null) return { text: cannotSay, note: `No ${unitNoun(unit)} here, so nothing to show.` };
  return {
    text: quantity.text(rate),
    note:
      low === null || high === null
        ? `${divisionOf(segment, unit, segment.currency)}. Too few for an interval.`
        : `${divisionOf(segment, unit, segment.currency)} · 95${thin}% interval ${quantity.interval(low, high)}`,
  };
};

const divisionOf = ({ part, whole }: ComparedSegment, unit: Unit, currency: string | undefined): string =>
  currency === undefined
    ? `${formatCount(part)} of ${formatCount(whole)} ${unitNoun(unit, whole)}`
    : `${amountsOf(currency).text(part)} of ${formatCount(whole)} ${unitNoun(unit, whole)}`;

/** From zero, unless all of it would be squeezed into the last part of the axis. */
const axisOf = (segments: readonly ComparedSegment[], quantity: Quantity) => {
  const known = segments.flatMap(({ rate, low, high }) =>
    rate === null ? [] : [{ rate, low: low ?? rate, high: high ?? rate }],
  );
  const highest = Math.max(0, ...known.map(({ high }) => high));
  const lowest = known.length === 0 ? 0 : Math.max(0, Math.min(...known.map(({ low }) => low)));
  const isZoomed = lowest > 0.7 * highest;
  const all = axisTicks(isZoomed ? highest - lowest : highest);
  const step = all[1] ?? 1;
  const start = isZoomed ? Math.max(0, Math.floor(lowest / step) * step) : 0;
  const count = Math.max(1, Math.ceil((highest - start) / step - 1e-9));
  const length = count * step;
  const share = (value: number) => Math.min(1, Math.max(0, (value - start) / length));
  return {
    ticks: Array.from({ length: count + 1 }, (_, i) => ({
      at: i / count,
      text: quantity.text(Number((start + i * step).toPrecision(12))),
    })),
    zoomed: start > 0 ? `The axis begins at ${quantity.text(start)}, not at zero.` : null,
    markOf: ({ rate, low, high }: ComparedSegment): CompareRow["mark"] =>
      rate === null ? null : { at: share(rate), low: share(low ?? rate), high: share(high ?? rate) },
  };
};

const sentenceOf = (rows: readonly CompareRow[]): string =>
  rows
    .map(({ name, value, division, isBaseline, verdict }) =>
      isBaseline
        ? `${name}, the baseline: ${value.text}, ${division}.`
        : `${name}: ${value.text}, ${division}. ${verdict?.text ?? ""}`,
    )
    .join(" ");

const tableOf = (
  { segments, pairs, unit }: CompareAnswer,
  base: number,
  rows: readonly CompareRow[],
  quantity: Quantity,
  currency: string | undefined,
): DataTable => {
  const cell = (value: number | null | undefined): TableCell =>
    value === null || value === undefined
      ? { text: cannotSay, raw: null }
      : { text: quantity.text(value), raw: quantity.raw(value) };
  const p = (value: number | null | undefined): TableCell =>
    value === null || value === undefined
      ? { text: cannotSay, raw: null }
      : { text: value < 0.001 ? `<${thin}0.001` : value.toFixed(3), raw: Number(value.toPrecision(6)) };
  const numeric = (label: string) => ({ label, numeric: true });
  return {
    columns: [
      { label: "Segment" },
      numeric(currency === undefined ? "Converted" : "Revenue"),
      numeric(`Of, ${unitNoun(unit)}`),
      numeric(currency === undefined ? "Rate" : "Per visitor"),
      numeric("Low"),
      numeric("High"),
      numeric(`Difference to ${segments[base]?.name ?? "the baseline"}`),
      numeric("Difference, low"),
      numeric("Difference, high"),
      numeric("p"),
      numeric("Adjusted p"),
      numeric("In both"),
      numeric("Needed a side"),
      { label: "Verdict" },
    ],
    rows: segments.map((segment, place) => {
      const pair = pairWith(pairs, place, base);
      return [
        textCell(segment.name),
        currency === undefined ? countCell(segment.part) : cell(segment.part),
        countCell(segment.whole),
        cell(segment.rate),
        cell(segment.low),
        cell(segment.high),
        cell(pair?.difference?.estimate),
        cell(pair?.difference?.low),
        cell(pair?.difference?.high),
        p(pair?.pValue),
        p(pair?.adjustedPValue),
        countCell(pair?.shared),
        countCell(pair?.neededPerGroup),
        textCell(rows[place]?.verdict?.text ?? "Baseline"),
      ];
    }),
  };
};
