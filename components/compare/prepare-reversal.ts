import { divisionText, formatRate, unitNoun } from "@/components/charts/format";
import type { CompareAnswer, Reversal } from "@/lib/reports/compare/definition";

type Shown = { text: string; note: string };

export type ReversalPicture = {
  key: string;
  sentence: string;
  by: string;
  columns: [string, string];
  rows: { value: string; a: Shown; b: Shown }[];
};

const words = {
  device: { each: "on every device", column: "Device" },
  channel: { each: "in every channel", column: "Channel" },
  "visitor.isNew": { each: "among new and among returning visitors", column: "Visitors" },
  "session.isFirst": { each: "in first and in later sessions", column: "Sessions" },
} as const satisfies Record<Reversal["by"], { each: string; column: string }>;

const valueWords = (by: Reversal["by"], value: string | null): string => {
  if (value === null) return "Not set";
  if (by === "visitor.isNew") return value === "true" ? "New" : "Returning";
  return by === "session.isFirst" ? (value === "true" ? "First" : "Later") : value;
};

/** Comparisons whose parts all point the other way than the whole, in a sentence and the numbers behind it. */
export const prepareReversals = ({ warnings = [], segments, unit }: CompareAnswer): ReversalPicture[] =>
  warnings.flatMap(({ reversal }) => {
    const [a, b] = reversal ? [segments[reversal.a], segments[reversal.b]] : [];
    if (!reversal || !a || !b) return [];
    const isHigher = (b.rate ?? 0) > (a.rate ?? 0);
    const shown = (rate: Reversal["strata"][number]["a"]): Shown => ({
      text: formatRate(rate),
      note: divisionText(rate, unitNoun(unit)),
    });
    return [
      {
        key: `${reversal.a}-${reversal.b}-${reversal.by}`,
        sentence: `Taken together, ${b.name} is ${isHigher ? "higher" : "lower"} than ${a.name}; yet ${words[reversal.by].each} it is ${isHigher ? "lower" : "higher"}. The two consist of different visitors, so look at the parts before you conclude.`,
        by: words[reversal.by].column,
        columns: [a.name, b.name] as [string, string],
        rows: reversal.strata.map((stratum) => ({
          value: valueWords(reversal.by, stratum.value),
          a: shown(stratum.a),
          b: shown(stratum.b),
        })),
      },
    ];
  });
