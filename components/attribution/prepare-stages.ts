import type { DataTable } from "@/components/charts/data-table";
import { formatPercent } from "@/components/charts/format";
import { textCell } from "@/components/charts/table-cells";
import type { AttributionAnswer, StageLink, StageMicro } from "@/lib/reports/attribution/definition";
import { rowLabel, touchWords } from "./attribution-words";
import { creditCell, creditText, isPart, revenueText } from "./credit-text";

export type StageColumn = {
  id: string;
  label: string;
  /** No small step on the way explains it. */
  isDirect: boolean;
  total: string;
  note: string;
};

export type StageCell = { id: string; text: string; note: string | null; strength: number };

export type StageRow = { id: string; label: string; cells: StageCell[]; total: string };

export type StagesPicture = {
  label: string;
  columns: StageColumn[];
  rows: StageRow[];
  total: string;
  sentence: string;
  table: DataTable;
};

/** `windowWords`: how long before the conversion a small step may lie, "7 days". */
type StageNames = {
  goal: string;
  micros: readonly { key: string; name: string }[];
  windowWords: string;
};

type Stages = NonNullable<AttributionAnswer["stages"]>;
type Source = Pick<StageLink, "key" | "other" | "untouched">;

const idOf = ({ key, other, untouched }: Source): string =>
  untouched ? "untouched" : other ? "other" : `key ${key ?? ""}`;

/** From each row over each small step to the goal: a table whose rows and columns add up to the conversions. */
export const prepareStages = (
  answer: AttributionAnswer,
  stages: Stages,
  names: StageNames,
): StagesPicture => {
  const { links } = stages;
  const micros = orderedMicros(stages);
  const linkOf = new Map(links.map((link) => [`${idOf(link)} over ${link.micro ?? ""}`, link]));
  const withTenths = links.some(({ conversions }) => isPart(conversions));
  const most = Math.max(1e-9, ...links.map(({ conversions }) => conversions));
  const labelOf = (micro: string | null) =>
    micro === null ? "Straight" : (names.micros.find(({ key }) => key === micro)?.name ?? micro);
  const sources: Source[] = [
    ...answer.rows.filter((row) => links.some((link) => idOf(link) === idOf(row))),
    ...links.filter(({ untouched }) => untouched).slice(0, 1),
  ];
  const sourceLabel = (source: Source) =>
    source.untouched ? "Without a touch" : rowLabel(source, answer.by);
  const sumOf = (source: Source) =>
    links
      .filter((link) => idOf(link) === idOf(source))
      .reduce((sum, { conversions }) => sum + conversions, 0);
  return {
    label: touchWords[answer.by].label,
    columns: micros.map((micro) => ({
      id: micro.micro ?? "",
      label: labelOf(micro.micro),
      isDirect: micro.micro === null,
      total: creditText(micro.conversions, withTenths),
      note: microNote(micro, labelOf(micro.micro), names.goal),
    })),
    rows: sources.map((source) => ({
      id: idOf(source),
      label: sourceLabel(source),
      total: creditText(rounded(sumOf(source)), withTenths),
      cells: micros.map(({ micro }): StageCell => {
        const link = linkOf.get(`${idOf(source)} over ${micro ?? ""}`);
        return {
          id: micro ?? "",
          text: link ? creditText(link.conversions, withTenths) : "",
          note: link ? linkNote(link, sourceLabel(source), labelOf(micro)) : null,
          strength: Math.max(0, (link?.conversions ?? 0) / most),
        };
      }),
    })),
    total: creditText(answer.conversions),
    sentence: sentenceOf(stages, { first: micros[0], labelOf, conversions: answer.conversions }, names),
    table: {
      columns: [
        { label: touchWords[answer.by].label },
        ...micros.map(({ micro }) => ({ label: labelOf(micro), numeric: true })),
        { label: "All", numeric: true },
      ],
      rows: [
        ...sources.map((source) => [
          textCell(sourceLabel(source)),
          ...micros.map(({ micro }) =>
            creditCell(linkOf.get(`${idOf(source)} over ${micro ?? ""}`)?.conversions ?? 0),
          ),
          creditCell(rounded(sumOf(source))),
        ]),
        [
          textCell("All"),
          ...micros.map(({ conversions }) => creditCell(conversions)),
          creditCell(answer.conversions),
        ],
      ],
    },
  };
};

/** Sums of millionths, without what binary fractions add to them. */
const rounded = (sum: number): number => Math.round(sum * 1e6) / 1e6;

/** Those with most first, without any left out; what goes straight to the goal last. */
const orderedMicros = ({ micros }: Stages): StageMicro[] =>
  micros
    .filter(({ micro, conversions }) => micro === null || conversions !== 0)
    .toSorted((a, b) => Number(a.micro === null) - Number(b.micro === null) || b.conversions - a.conversions);

const microNote = ({ micro, weight, explains }: StageMicro, label: string, goal: string): string => {
  if (micro === null) return `What no small step explains goes straight from the visits to ${goal}.`;
  const parts = [
    ...(weight === null ? [] : [`those with it convert by ${formatPercent(weight)} more often (its weight)`]),
    ...(explains === null ? [] : [`it explains up to ${formatPercent(explains)} of a conversion`]),
  ];
  return parts.length === 0
    ? `Nothing can be said yet of ${label} and ${goal}.`
    : `${label}: ${parts.join("; ")}. Association, not effect.`;
};

const linkNote = (link: StageLink, source: string, micro: string): string => {
  const money = link.revenue.length > 0 ? `, ${revenueText(link).text}` : "";
  return `${source} → ${link.micro === null ? "straight to the goal" : micro}: ${creditText(link.conversions)} conversions${money}.`;
};

const sentenceOf = (
  { micros }: Stages,
  {
    first,
    labelOf,
    conversions,
  }: {
    first: StageMicro | undefined;
    labelOf: (micro: string | null) => string;
    conversions: number;
  },
  { goal, windowWords }: StageNames,
): string => {
  if (micros.every(({ micro, weight }) => micro === null || weight === null))
    return `It is too early to say which small steps lead to ${goal}: nobody’s ${windowWords} are over yet.`;
  if (!first || first.micro === null || conversions === 0)
    return `No small step explains any part of ${goal} in this range.`;
  return `${labelOf(first.micro)} accounts for most on the way: ${creditText(first.conversions)} of ${creditText(conversions)} conversions (${formatPercent(first.conversions / conversions)}).`;
};
