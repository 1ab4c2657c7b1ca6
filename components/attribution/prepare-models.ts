import type { DataTable } from "@/components/charts/data-table";
import { cannotSay, formatPercent } from "@/components/charts/format";
import { textCell } from "@/components/charts/table-cells";
import {
  type AttributionAnswer,
  type AttributionModel,
  type AttributionRow,
  attributionModels,
  type ModelCredits,
} from "@/lib/reports/attribution/definition";
import { modelInSentence, modelWords, rowLabel, touchWords } from "./attribution-words";
import { creditCell, creditText } from "./credit-text";

export type ModelCell = {
  model: AttributionModel;
  text: string;
  note: string;
  /** On the axis of all rows, 0 to 1; null where nothing can be said. */
  at: number | null;
  /** Of the largest share, 0 to 1. */
  strength: number;
};

export type ModelsRow = {
  id: string;
  label: string;
  cells: ModelCell[];
  /** From the model that gives least to the one that gives most. */
  spread: { text: string; low: number; high: number } | null;
};

export type ModelsPicture = {
  models: { model: AttributionModel; short: string; sentence: string }[];
  rows: ModelsRow[];
  /** Where nothing is on the axis. */
  zero: number;
  /** Which row depends on the model most. */
  sentence: string;
  table: DataTable;
};

type Known = { row: AttributionRow; shares: (number | null)[] };

const orderOf: Partial<Record<AttributionModel, number>> = Object.fromEntries(
  attributionModels.map((model, place) => [model, place]),
);

const sameRow = (a: AttributionRow, b: AttributionRow): boolean => a.key === b.key && a.other === b.other;

/** The same rows by every model: how much the answer depends on the question. */
export const prepareModels = ({ rows, by, byModel = [] }: AttributionAnswer): ModelsPicture => {
  const models = byModel.toSorted((a, b) => (orderOf[a.model] ?? 0) - (orderOf[b.model] ?? 0));
  const known = rows.map(
    (row): Known => ({ row, shares: models.map((model) => rowIn(model, row)?.share ?? null) }),
  );
  const shares = known.flatMap(({ shares }) => shares.filter((share) => share !== null));
  const [least, most] = [Math.min(0, ...shares), Math.max(1e-9, ...shares)];
  const place = (share: number): number => (share - least) / (most - least);
  return {
    models: models.map(({ model }) => ({ model, ...modelWords[model] })),
    zero: place(0),
    rows: known.map(({ row, shares }): ModelsRow => {
      const told = shares.filter((share) => share !== null);
      const [low, high] = [Math.min(...told), Math.max(...told)];
      return {
        id: row.other ? "other" : `key ${row.key ?? ""}`,
        label: rowLabel(row, by),
        cells: models.map((credits, m): ModelCell => {
          const share = shares[m] ?? null;
          return {
            model: credits.model,
            text: share === null ? cannotSay : formatPercent(share),
            note: noteOf(credits, row, rowLabel(row, by)),
            at: share === null ? null : place(share),
            strength: Math.max(0, (share ?? 0) / most),
          };
        }),
        spread:
          told.length === 0 ? null : { text: spreadText(low, high), low: place(low), high: place(high) },
      };
    }),
    sentence: sentenceOf(known, models, by),
    table: {
      columns: [
        { label: touchWords[by].label },
        ...models.map(({ model }) => ({ label: `${modelWords[model].name}, conversions`, numeric: true })),
      ],
      rows: rows.map((row) => [
        textCell(rowLabel(row, by)),
        ...models.map((model) => {
          const own = rowIn(model, row);
          return own ? creditCell(own.conversions) : { text: cannotSay, raw: null };
        }),
      ]),
    },
  };
};

const rowIn = (credits: ModelCredits, row: AttributionRow): AttributionRow | undefined =>
  credits.rows.find((one) => sameRow(one, row));

const spreadText = (low: number, high: number): string => {
  const [from, to] = [formatPercent(low), formatPercent(high)];
  return from === to ? to : `${from} to ${to}`;
};

const noteOf = (credits: ModelCredits, row: AttributionRow, label: string): string => {
  const { name } = modelWords[credits.model];
  const own = rowIn(credits, row);
  if (!own) return `${name} says nothing of ${label}.`;
  const { conversions, removalEffect, error } = own;
  const told = `${name}: ${creditText(conversions)} conversions go back to ${label}.`;
  if (removalEffect !== undefined && removalEffect !== null)
    return `${told} Removal effect: ${formatPercent(removalEffect)} of all conversions would be lost without it.`;
  if (error !== undefined && error !== null)
    return error === 0
      ? `${told} Worked out exactly.`
      : `${told} Sampled: ± ${creditText(error)} (standard error).`;
  return told;
};

const sentenceOf = (
  known: readonly Known[],
  models: readonly ModelCredits[],
  by: AttributionAnswer["by"],
): string => {
  const spreads = known.flatMap(({ row, shares }) => {
    const told = shares.flatMap((share, m) => (share === null ? [] : [{ share, model: models[m]?.model }]));
    const [low, high] = [
      told.toSorted((a, b) => a.share - b.share).at(0),
      told.toSorted((a, b) => a.share - b.share).at(-1),
    ];
    return low?.model && high?.model && !row.other ? [{ row, low, high }] : [];
  });
  const widest = spreads.toSorted((a, b) => b.high.share - b.low.share - (a.high.share - a.low.share)).at(0);
  if (!widest?.low.model || !widest.high.model) return "Nothing goes back to any visit, by no model.";
  if (widest.high.share - widest.low.share < 0.01)
    return "All models say the same, to a point: most who convert came once.";
  return `It depends on the model most for ${rowLabel(widest.row, by)}: ${formatPercent(widest.low.share)} by ${modelInSentence(widest.low.model)}, ${formatPercent(widest.high.share)} by ${modelInSentence(widest.high.model)}.`;
};
