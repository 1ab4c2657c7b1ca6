import type { DataTable } from "@/components/charts/data-table";
import { cannotSay, formatCount, formatPercent } from "@/components/charts/format";
import { countCell, moneyCell, rateCell, textCell } from "@/components/charts/table-cells";
import { formatMoney } from "@/lib/money/format-money";
import type { AttributionAnswer, AttributionRow, Credit } from "@/lib/reports/attribution/definition";
import { modelInSentence, rowLabel, touchWords } from "./attribution-words";
import {
  convertedCell,
  convertedText,
  creditCell,
  creditText,
  isPart,
  returnText,
  revenueCell,
  revenueText,
} from "./credit-text";
import type { Sort } from "./sort-rows";

export type Explained = { text: string; note: string | null };
type Figure = { label: string; text: string; note: string };

export type RowPicture = {
  id: string;
  label: string;
  isOther: boolean;
  sessions: string;
  credit: Explained;
  share: string;
  /** Of the width of the largest share. */
  bar: number;
  revenue: Explained;
  cost: Explained;
  isPaid: boolean;
  costPer: Explained;
  returned: Explained;
  order: Record<Sort, number | null>;
};

export type AttributionPicture = {
  figures: Figure[];
  /** What rows are told apart by: "Channel". */
  label: string;
  rows: RowPicture[];
  /** Conversions that go back to no row. */
  untouched: { credit: string; revenue: Explained } | null;
  total: { credit: string; revenue: Explained };
  totalCost: Explained;
  hasMoney: boolean;
  hasCosts: boolean;
  /** Why there are no costs. */
  costLine: { text: string; canBeAdded: boolean } | null;
  sentence: string;
  table: DataTable;
};

const unbought: ReadonlySet<string> = new Set(["landing", "referrer"]);

/** Which visits the conversions go back to, by one model: what was counted, what it brought in and what it cost. */
export const prepareAttribution = (
  answer: AttributionAnswer,
  { goal, lookback }: { goal: string; lookback: string },
): AttributionPicture => {
  const { by, rows, untouched } = answer;
  const hasMoney = answer.revenue.length > 0;
  const hasCosts = answer.cost !== undefined;
  const highest = Math.max(1e-9, ...rows.map(({ share }) => share ?? 0));
  const withTenths = rows.some((row) => isPart(row.conversions));
  const pictures = rows.map((row) => rowPicture(row, { by, highest, withTenths }));
  return {
    figures: figuresOf(answer, lookback),
    label: touchWords[by].label,
    rows: pictures,
    untouched:
      untouched.conversions === 0
        ? null
        : { credit: creditText(untouched.conversions), revenue: revenueText(untouched) },
    total: { credit: creditText(answer.conversions), revenue: revenueText(answer) },
    totalCost: convertedText(answer.cost ?? null),
    hasMoney,
    hasCosts,
    costLine: hasCosts ? null : costLineOf(answer),
    sentence: sentenceOf(pictures, answer, goal),
    table: tableOf(answer, { hasMoney, hasCosts }),
  };
};

const touchedOf = ({ conversions, untouched }: AttributionAnswer): number =>
  conversions - untouched.conversions;

const figuresOf = (answer: AttributionAnswer, lookback: string): Figure[] => {
  const { conversions, untouched, cost } = answer;
  const touched = touchedOf(answer);
  const revenue = revenueText(answer);
  return [
    {
      label: "Conversions credited",
      text: creditText(touched),
      note: `of ${creditText(conversions)} in the range`,
    },
    {
      label: "Without a touch",
      text: creditText(untouched.conversions),
      note:
        untouched.conversions === 0
          ? `All have a visit within ${lookback} before.`
          : `${formatPercent(untouched.conversions / conversions)} have no visit within ${lookback} before; nobody gets them`,
    },
    ...(answer.revenue.length > 0
      ? [
          {
            label: "Net revenue",
            text: revenue.text,
            note:
              revenue.note ??
              (untouched.conversions > 0 ? `${revenueText(untouched).text} of it without a touch` : ""),
          },
        ]
      : []),
    ...(cost === undefined ? [] : [costFigure(cost, touched)]),
  ];
};

const costFigure = (cost: (AttributionRow["cost"] & object) | null, touched: number): Figure => {
  const { text, note } = convertedText(cost);
  const isWhole = cost !== null && cost.missing.length === 0 && touched > 0;
  return {
    label: "Advertising cost",
    text,
    note:
      note ??
      (isWhole
        ? `${formatMoney(Math.round(cost.minor / touched), cost.currency)} a credited conversion, unpaid visits included`
        : "whole days of the range"),
  };
};

/** What the rows of a table have in common; `highest` is the largest share. */
type Common = { by: AttributionAnswer["by"]; highest: number; withTenths: boolean };

const rowPicture = (row: AttributionRow, { by, highest, withTenths }: Common): RowPicture => {
  const { conversions, converted, share, sessions, other, cost = null } = row;
  return {
    id: other ? "other" : `key ${row.key ?? ""}`,
    label: rowLabel(row, by),
    isOther: other === true,
    sessions: formatCount(sessions),
    credit: { text: creditText(conversions, withTenths), note: creditNote(row) },
    share: share === null ? cannotSay : formatPercent(share),
    bar: Math.max(0, (share ?? 0) / highest),
    revenue: revenueText(row),
    cost: convertedText(cost),
    isPaid: cost === null || cost.minor > 0 || cost.missing.length > 0,
    costPer: costPerOf(row),
    returned: returnOf(row),
    order: {
      credit: conversions,
      sessions,
      revenue: converted?.minor ?? null,
      cost: cost?.minor ?? null,
      // What was not paid for has no price to compare.
      costPer: cost?.minor ? (row.costPerConversion ?? null) : null,
      return: row.returnOnCost ?? null,
    },
  };
};

const creditNote = ({ conversions, sessions, removalEffect, error }: AttributionRow): string => {
  const visits = `${formatCount(sessions)} sessions in the range`;
  if (removalEffect !== undefined && removalEffect !== null)
    return `Without it ${formatPercent(removalEffect)} of the conversions would be lost (removal effect). ${visits}.`;
  if (error !== undefined && error !== null && error > 0)
    return `${creditText(conversions)} ± ${creditText(error)} (standard error of the sampling). ${visits}.`;
  return `${creditText(conversions)} conversions · ${visits}.`;
};

const costPerOf = ({ cost, conversions, costPerConversion }: AttributionRow): Explained => {
  if (costPerConversion === null || costPerConversion === undefined || !cost)
    return { text: cannotSay, note: null };
  return {
    text: cost.minor === 0 ? cannotSay : formatMoney(Math.round(costPerConversion), cost.currency),
    note:
      cost.minor === 0
        ? null
        : `${formatMoney(cost.minor, cost.currency)} ÷ ${creditText(conversions)} conversions.`,
  };
};

const returnOf = ({ cost, converted, returnOnCost }: AttributionRow): Explained =>
  returnOnCost === null || returnOnCost === undefined || !cost || !converted
    ? { text: cannotSay, note: null }
    : {
        text: returnText(returnOnCost),
        note: `${formatMoney(converted.minor, converted.currency)} of net revenue ÷ ${formatMoney(cost.minor, cost.currency)} of cost.`,
      };

const costLineOf = ({ by }: AttributionAnswer): AttributionPicture["costLine"] =>
  unbought.has(by)
    ? {
        text: `Advertising is not bought by ${touchWords[by].label.toLowerCase()}: choose channel, source, medium or campaign to see costs.`,
        canBeAdded: false,
      }
    : {
        text: "No advertising costs in this range, so no cost per conversion and no return.",
        canBeAdded: true,
      };

const sentenceOf = (
  rows: readonly RowPicture[],
  { model, by, untouched }: AttributionAnswer,
  goal: string,
): string => {
  const most = rows
    .filter(({ isOther, order }) => !isOther && (order.credit ?? 0) > 0)
    .slice(0, 3)
    .map(({ label, credit, share }) => `${label} ${credit.text} (${share})`);
  const without =
    untouched.conversions > 0 ? ` ${creditText(untouched.conversions)} conversions have no touch.` : "";
  return most.length === 0
    ? `No conversions to ${goal} go back to any visit.${without}`
    : `By ${modelInSentence(model)}, most conversions to ${goal} go back to these ${touchWords[by].plural}: ${most.join(", ")}.${without}`;
};

const tableOf = (
  answer: AttributionAnswer,
  { hasMoney, hasCosts }: { hasMoney: boolean; hasCosts: boolean },
): DataTable => {
  const numeric = (label: string) => ({ label, numeric: true });
  const currency = answer.converted?.currency;
  const inCurrency = (label: string) => numeric(currency ? `${label}, ${currency}` : label);
  const money = (credit: Credit) => (hasMoney ? [revenueCell(credit)] : []);
  const none = { text: "", raw: null };
  const rest = (count: number) => Array.from({ length: hasCosts ? count : 0 }, () => none);
  const closing = (label: string, credit: Credit) => [
    textCell(label),
    none,
    creditCell(credit.conversions),
    none,
    ...money(credit),
    ...rest(3),
  ];
  return {
    columns: [
      { label: touchWords[answer.by].label },
      numeric("Sessions"),
      numeric("Conversions credited"),
      numeric("Share"),
      ...(hasMoney ? [inCurrency("Net revenue")] : []),
      ...(hasCosts ? [inCurrency("Cost"), inCurrency("Cost per conversion"), numeric("Return on cost")] : []),
    ],
    rows: [
      ...answer.rows.map((row) => [
        textCell(rowLabel(row, answer.by)),
        countCell(row.sessions),
        creditCell(row.conversions),
        rateCell(row.share),
        ...money(row),
        ...(hasCosts ? costCells(row) : []),
      ]),
      closing("Without a touch", answer.untouched),
      closing("All conversions", answer),
    ],
  };
};

const costCells = ({ cost, costPerConversion, returnOnCost }: AttributionRow) => [
  convertedCell(cost),
  moneyCell(
    cost && costPerConversion !== null && costPerConversion !== undefined
      ? [{ currency: cost.currency, minor: Math.round(costPerConversion) }]
      : [],
  ),
  returnOnCost === null || returnOnCost === undefined
    ? { text: cannotSay, raw: null }
    : { text: returnText(returnOnCost), raw: Number(returnOnCost.toPrecision(6)) },
];
