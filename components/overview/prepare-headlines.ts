import { type Change, changeOf } from "@/components/charts/change";
import { cannotSay, divisionText, formatCount, formatRate, unitNoun } from "@/components/charts/format";
import { prepareSparkline, type Sparkline } from "@/components/charts/prepare-sparkline";
import { moneyText } from "@/components/charts/table-cells";
import type { Goal } from "@/lib/goals/definition";
import type { ConversionsAnswer, GoalNumbers } from "@/lib/reports/conversions/definition";
import type { Money } from "@/lib/reports/definition";
import type { TimeseriesAnswer } from "@/lib/reports/timeseries/definition";

export type Figure = { label: string; text: string; note: string };

/** One macro goal as the first row of the overview shows it. */
export type Headline = {
  key: string;
  name: string;
  conversions: string;
  /** "412 visitors converted" where that is not the number of conversions; the previous period otherwise. */
  conversionsNote: string;
  figures: Figure[];
  change: Change | null;
  sparkline: Sparkline;
  sparklineText: string;
};

type Input = {
  conversions: ConversionsAnswer;
  /** One metric per macro goal, its conversions, in the order of `macros`. */
  series: TimeseriesAnswer;
  macros: readonly Goal[];
  comparesPrevious: boolean;
};

/** The macro goals as headline figures, in the order they are given. */
export const prepareHeadlines = ({ conversions, series, macros, comparesPrevious }: Input): Headline[] =>
  macros.flatMap((goal, metric) => {
    const numbers = conversions.goals.find(({ key }) => key === goal.key);
    if (numbers === undefined) return [];
    const noun = unitNoun(conversions.unit);
    return [
      {
        key: goal.key,
        name: goal.name,
        conversions: formatCount(numbers.conversions),
        conversionsNote: conversionsNote(
          numbers,
          comparesPrevious ? numbers.previous : undefined,
          conversions.unit,
        ),
        figures: [
          {
            label: "Conversion rate",
            text: formatRate(numbers.rate),
            note: divisionText(numbers.rate, noun),
          },
          ...moneyFigures(numbers, goal, conversions.unit),
        ],
        change: comparesPrevious ? changeOf(numbers.rate, numbers.previous?.rate, goal.name) : null,
        sparkline: prepareSparkline(series.points, metric),
        sparklineText: sparklineText(series, metric, goal.name),
      },
    ];
  });

const conversionsNote = (
  numbers: GoalNumbers,
  previous: GoalNumbers | undefined,
  unit: "visitor" | "session",
): string => {
  const parts: string[] = [];
  if (numbers.converters !== numbers.conversions)
    parts.push(`by ${formatCount(numbers.converters)} ${unitNoun(unit, numbers.converters)}`);
  if (previous)
    parts.push(
      previous.rate.whole === 0 && previous.conversions === 0
        ? `no ${unitNoun(unit)} in the previous period`
        : `${formatCount(previous.conversions)} in the previous period`,
    );
  return parts.join(" · ");
};

const moneyFigures = (
  numbers: GoalNumbers & { previous?: GoalNumbers },
  goal: Goal,
  unit: "visitor" | "session",
): Figure[] => {
  if ("none" in goal.value)
    return [{ label: "Net revenue", text: cannotSay, note: "This goal carries no value." }];
  const perUnit = perUnitOf(numbers.value, numbers.rate.whole);
  return [
    {
      label: "Net revenue",
      text: numbers.value.length > 0 ? moneyText(numbers.value) : cannotSay,
      note: [...grossNote(numbers), ...revenueNote(numbers)].join(" · "),
    },
    {
      label: `Value per ${unit}`,
      text: perUnit.length > 0 ? moneyText(perUnit) : cannotSay,
      note:
        perUnit.length > 0
          ? `Net revenue ÷ ${formatCount(numbers.rate.whole)} ${unitNoun(unit, numbers.rate.whole)}`
          : "",
    },
  ];
};

/** What refunds, cancellations and late values took off or added. */
const grossNote = ({ value, gross }: GoalNumbers): string[] =>
  gross && gross.value.length > 0 && moneyText(gross.value) !== moneyText(value)
    ? [`gross ${moneyText(gross.value)}`]
    : [];

const revenueNote = ({ value, previous }: GoalNumbers & { previous?: GoalNumbers }): string[] => {
  if (value.length === 0) return ["No conversion in this range carries a value."];
  return previous && previous.value.length > 0 ? [`${moneyText(previous.value)} in the previous period`] : [];
};

const perUnitOf = (value: readonly Money[], whole: number): Money[] =>
  whole === 0 ? [] : value.map(({ currency, minor }) => ({ currency, minor: Math.round(minor / whole) }));

const sparklineText = (series: TimeseriesAnswer, metric: number, name: string): string => {
  const values = series.points.flatMap(({ values }) => values[metric] ?? []);
  if (values.length === 0) return `No curve for ${name} in this range.`;
  const last = series.points.at(-1);
  const running = last && !last.complete ? "; the last point is still running" : "";
  return `${name} over the range: between ${formatCount(Math.min(...values))} and ${formatCount(Math.max(...values))} conversions a point${running}.`;
};
