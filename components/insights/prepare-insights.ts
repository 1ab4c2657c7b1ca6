import type { DataTable, TableCell } from "@/components/charts/data-table";
import { cannotSay, divisionText, formatCount, formatPercent, formatRate } from "@/components/charts/format";
import { currencyExponent } from "@/lib/money/currency-exponent";
import { formatMoney } from "@/lib/money/format-money";
import type { Rate } from "@/lib/reports/definition";
import type { Cost, Finding, InsightsAnswer, InsightTopic } from "@/lib/reports/insights/definition";
import type { VisitorsQuestion } from "@/lib/reports/visitors/definition";

const topicWords: Record<InsightTopic, string> = {
  speed: "Page speed",
  clarity: "Clarity",
  callsToAction: "Calls to action",
  checkout: "Checkout",
  payment: "Payment",
  trust: "Trust",
};

/** One side of a comparison, on the scale that both share: shares of its width. */
export type SideMark = {
  label: string;
  value: string;
  division: string;
  mark: { rate: number; low: number; high: number };
};

export type FindingRow = {
  id: string;
  topic: string;
  title: string;
  message: string;
  sides: [SideMark, SideMark];
  /** "€1,450 a week", and what stands under it. */
  money: { label: string; value: string; range: string } | null;
  /** How sure one can be, in a sentence. */
  sure: string;
  tries: string[];
  people: { of: VisitorsQuestion["of"]; title: string; description: string } | null;
  /** The query text of the funnel at which they differ. */
  funnel: Finding["funnel"];
};

export type InsightsPicture = {
  sentence: string;
  rows: FindingRow[];
  table: DataTable;
  notAsked: { topic: string; reason: string }[];
};

const sideOf = (label: string, rate: Rate, most: number): SideMark => ({
  label,
  value: formatRate(rate),
  division: divisionText(rate, "visits"),
  mark: { rate: (rate.rate ?? 0) / most, low: (rate.low ?? 0) / most, high: (rate.high ?? 0) / most },
});

/** From a hundred on in whole units. */
const compact = (minor: number, currency: string): string => {
  const one = 10 ** (currencyExponent(currency) ?? 0);
  const shown = Math.abs(minor) >= 100 * one ? Math.round(minor / one) * one : minor;
  return formatMoney(shown, currency, { compact: true });
};

const moneyOf = ({ cost, gain }: Pick<Finding, "cost" | "gain">): FindingRow["money"] => {
  const words = (label: string, { currency, perWeek }: Cost) => ({
    label,
    value: `${compact(perWeek.minor, currency)} a week`,
    range: `${compact(Math.max(0, perWeek.low), currency)} to ${compact(perWeek.high, currency)}`,
  });
  if (cost) return words("Goes together with a loss of", cost);
  return gain ? words("At most, if it were the cause", gain) : null;
};

const chance = (pValue: number): string =>
  pValue < 0.0001 ? "less than once in 10,000" : `about once in ${formatCount(Math.round(1 / pValue))}`;

const alike = ({ adjusted: { ratio, low, high } }: Finding): string => {
  const times = (value: number) =>
    `${value === 0 ? "0" : value < 0.1 ? value.toFixed(2) : value.toFixed(1)}×`;
  const between = `${times(low)} to ${times(high)}`;
  return ratio === null
    ? `Among visits of one device, one channel, and of new or returning visitors: ${between} as often.`
    : `Among visits of one device, one channel, and of new or returning visitors: ${times(ratio)} as often (${between}).`;
};

const rowOf = (finding: Finding, asked: number): FindingRow => {
  const { id, topic, title, message, exposed, others, people, funnel } = finding;
  const most = Math.max(exposed.high ?? 0, others.high ?? 0) || 1;
  const isWorse = finding.difference.estimate < 0;
  return {
    id,
    topic: topicWords[topic],
    title,
    message,
    sides: [sideOf("Here", exposed, most), sideOf("Others", others, most)],
    money: moneyOf(finding),
    sure: `Chance alone would do this ${chance(finding.adjustedPValue)} times, all ${formatCount(asked)} questions counted in. ${alike(finding)}`,
    tries: finding.try,
    people: people && {
      of: people.of,
      title,
      description: isWorse ? "Those of them who did not go on." : "Those of them who did.",
    },
    funnel,
  };
};

const tableOf = (findings: readonly Finding[]): DataTable => ({
  columns: [
    { label: "Finding" },
    { label: "Topic" },
    { label: "Here", numeric: true },
    { label: "Others", numeric: true },
    { label: "Difference", numeric: true },
    { label: "A week", numeric: true },
    { label: "Adjusted p", numeric: true },
  ],
  rows: findings.map(({ title, topic, exposed, others, difference, cost, gain, adjustedPValue }) => {
    const money = cost ?? gain;
    return [
      word(title),
      word(topicWords[topic]),
      { text: formatRate(exposed), raw: exposed.rate },
      { text: formatRate(others), raw: others.rate },
      { text: formatPercent(difference.estimate), raw: difference.estimate },
      {
        text: money ? `${cost ? "−" : "≤ "}${formatMoney(money.perWeek.minor, money.currency)}` : cannotSay,
        raw: money ? (cost ? -1 : 1) * money.perWeek.minor : null,
      },
      { text: adjustedPValue < 0.0001 ? "< 0.0001" : adjustedPValue.toFixed(4), raw: adjustedPValue },
    ];
  }),
});

const word = (text: string): TableCell => ({ text, raw: text });

const questions = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? "question" : "questions"}`;

const sentenceOf = ({ asked, found, shown, findings }: InsightsAnswer): string => {
  if (asked === 0) return "Nothing could be asked yet.";
  if (found === 0) return `Nothing here differs more than chance would: ${questions(asked)} asked.`;
  const [first] = findings;
  const listed = shown < found ? `, of which ${formatCount(shown)} are listed` : "";
  return `${formatCount(found)} of ${questions(asked)} differ by more than chance${listed}.${first ? ` First: ${first.title}.` : ""}`;
};

/** The answer as it is shown. */
export const prepareInsights = (answer: InsightsAnswer): InsightsPicture => ({
  sentence: sentenceOf(answer),
  rows: answer.findings.map((finding) => rowOf(finding, answer.asked)),
  table: tableOf(answer.findings),
  notAsked: answer.notAsked.map(({ topic, reason }) => ({ topic: topicWords[topic], reason })),
});
