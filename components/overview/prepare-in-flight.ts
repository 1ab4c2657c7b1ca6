import type { DataTable } from "@/components/charts/data-table";
import { cannotSay, formatCount } from "@/components/charts/format";
import { countCell, moneyCell, textCell } from "@/components/charts/table-cells";
import { formatMoney } from "@/lib/money/format-money";
import type {
  BackTest,
  Expected,
  Foreseen,
  ForeseenMoney,
  PipelineAnswer,
  PipelineRow,
} from "@/lib/reports/pipeline/definition";

type Explained = { text: string; note: string | null };
type Figure = { label: string; text: string; note: string };

export type InFlightRow = {
  label: string;
  isOther: boolean;
  visitors: string;
  before: string;
  conversions: Explained;
  /** The interval on the scale that all rows share, from zero; null where nothing is foreseen. */
  mark: { rate: number; low: number; high: number } | null;
  value: Explained;
};

export type InFlight = {
  figures: Figure[];
  rows: InFlightRow[];
  /** Something can be foreseen at all. */
  hasExpected: boolean;
  hasValue: boolean;
  /** How well the same came out in the weeks before; null where none can be judged. */
  trust: string | null;
  sentence: string;
  notices: string[];
  table: DataTable;
};

const tenths = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const estimateText = (estimate: number): string =>
  estimate >= 100 ? formatCount(Math.round(estimate)) : tenths.format(estimate);

const conversionsSpan = ({ low, high }: Foreseen): string => `${formatCount(low)} to ${formatCount(high)}`;
const moneyAmount = (minor: number, currency: string): string => formatMoney(Math.round(minor), currency);
const valueSpan = ({ low, high, currency }: ForeseenMoney): string =>
  `${moneyAmount(low, currency)} to ${moneyAmount(high, currency)}`;

const weekdayOf = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat("en", { weekday: "long", timeZone }).format(new Date(at));

/** Who is on the way, what they will bring, and how far that can be trusted. */
export const prepareInFlight = (
  answer: PipelineAnswer,
  { goal, timezone }: { goal: string; timezone: string },
): InFlight => {
  const { visitors, expected, rows = [], backTest, warnings = [] } = answer;
  const hasExpected = expected.conversions !== null;
  const hasValue = expected.value !== null;
  const highest = Math.max(1e-9, ...rows.map((row) => row.expected.conversions?.high ?? 0));
  const shown = rows
    .toSorted((a, b) => Number(a.other ?? false) - Number(b.other ?? false))
    .map((row) => rowPicture(row, highest));
  return {
    figures: figuresOf(answer, `last ${weekdayOf(answer.before.asOf, timezone)} at this time`),
    rows: shown,
    hasExpected,
    hasValue,
    trust: backTest ? trustOf(backTest) : null,
    sentence: `${formatCount(visitors)} visitors are on the way to ${goal}. ${expectedSentence(expected)}`,
    notices: warnings.map(({ message }) => message),
    table: tableOf(rows, { hasExpected, hasValue }),
  };
};

const figuresOf = ({ visitors, expected, before }: PipelineAnswer, ago: string): Figure[] => {
  const { conversions, value } = expected;
  const earlier = before.expected;
  return [
    {
      label: "On the way now",
      text: formatCount(visitors),
      note: `${formatCount(before.visitors)} ${ago}`,
    },
    ...(conversions
      ? [
          {
            label: "Expected conversions",
            text: estimateText(conversions.estimate),
            note: joined(
              `95 % interval ${conversionsSpan(conversions)}`,
              earlier.conversions && `${estimateText(earlier.conversions.estimate)} expected ${ago}`,
            ),
          },
        ]
      : []),
    ...(value
      ? [
          {
            label: "Expected value",
            text: moneyAmount(value.minor, value.currency),
            note: joined(
              `95 % interval ${valueSpan(value)}`,
              earlier.value && `${moneyAmount(earlier.value.minor, earlier.value.currency)} expected ${ago}`,
            ),
          },
        ]
      : []),
  ];
};

const joined = (...parts: (string | null)[]): string => parts.filter((part) => part !== null).join(" · ");

const rowPicture = (row: PipelineRow, highest: number): InFlightRow => {
  const { conversions, value } = row.expected;
  return {
    label: labelOf(row),
    isOther: row.other === true,
    visitors: formatCount(row.visitors),
    before: formatCount(row.before.visitors),
    conversions: conversions
      ? {
          text: estimateText(conversions.estimate),
          note: `95 % interval ${conversionsSpan(conversions)}, of ${formatCount(row.visitors)} visitors.`,
        }
      : { text: cannotSay, note: null },
    mark: conversions && {
      rate: conversions.estimate / highest,
      low: conversions.low / highest,
      high: conversions.high / highest,
    },
    value: value
      ? { text: moneyAmount(value.minor, value.currency), note: `95 % interval ${valueSpan(value)}.` }
      : { text: cannotSay, note: null },
  };
};

const labelOf = ({ value, other }: PipelineRow): string => (other ? "Other" : (value ?? "(none)"));

const expectedSentence = ({ conversions, value }: Expected): string => {
  if (conversions === null) return "How many of them will get there cannot be said yet.";
  const worth = value ? `, worth ${moneyAmount(value.minor, value.currency)} (${valueSpan(value)})` : "";
  return `About ${estimateText(conversions.estimate)} of them will get there (${conversionsSpan(conversions)})${worth}.`;
};

const trustOf = ({ covered, total }: BackTest): string | null => {
  if (covered.whole === 0) return null;
  const came =
    covered.whole === 1
      ? `The last week came out ${covered.part === 1 ? "within" : "outside"} the interval`
      : `${covered.part} of the last ${covered.whole} weeks came out within the interval`;
  return total
    ? `${came}; together ${estimateText(total.predicted.estimate)} were foreseen and ${formatCount(total.realised)} came.`
    : `${came}.`;
};

const tableOf = (
  rows: readonly PipelineRow[],
  { hasExpected, hasValue }: { hasExpected: boolean; hasValue: boolean },
): DataTable => {
  const numeric = (label: string) => ({ label, numeric: true });
  const foreseen = (value: number | undefined) =>
    value === undefined
      ? { text: cannotSay, raw: null }
      : { text: estimateText(value), raw: Number(value.toFixed(3)) };
  const money = (value: ForeseenMoney | null, end: "minor" | "low" | "high") =>
    moneyCell(value ? [{ currency: value.currency, minor: Math.round(value[end]) }] : []);
  return {
    columns: [
      { label: "Channel" },
      numeric("On the way"),
      numeric("A week before"),
      ...(hasExpected
        ? [numeric("Expected conversions"), numeric("Expected, low"), numeric("Expected, high")]
        : []),
      ...(hasValue ? [numeric("Expected value"), numeric("Value, low"), numeric("Value, high")] : []),
    ],
    rows: rows.map((row) => [
      textCell(labelOf(row)),
      countCell(row.visitors),
      countCell(row.before.visitors),
      ...(hasExpected
        ? [
            foreseen(row.expected.conversions?.estimate),
            countCell(row.expected.conversions?.low),
            countCell(row.expected.conversions?.high),
          ]
        : []),
      ...(hasValue
        ? [
            money(row.expected.value, "minor"),
            money(row.expected.value, "low"),
            money(row.expected.value, "high"),
          ]
        : []),
    ]),
  };
};
