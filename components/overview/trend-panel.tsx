import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { formatPercent } from "@/components/charts/format";
import type { Trend } from "./prepare-trend";
import { TrendChart } from "./trend-chart";

/** Is the rate going up or down? */
export const TrendPanel = ({
  trend,
  aim,
  lines,
  about,
  unit,
  fileWords,
}: {
  trend: Trend;
  aim: { key: string; name: string };
  lines: readonly string[];
  about: string;
  unit: string;
  fileWords: readonly string[];
}) => {
  const title = `How does the rate to ${aim.name} change?`;
  const running = trend.points.some((point) => !point.complete);
  return (
    <ChartFrame
      title={title}
      subtitle={`Share of the ${unit} of each ${trend.interval} that reached the goal. ${about}`}
      summary={summaryOf(trend, aim)}
      table={<DataTableView label={title} table={trend.table} />}
      csv={csvLink(trend.table, "rate to", aim.name, "by", trend.interval, ...fileWords)}
      footer={
        running ? `The dashed end is the ${trend.interval} that is still running; more may come.` : undefined
      }
    >
      <TrendChart trend={trend} aim={aim.key} lines={lines} />
    </ChartFrame>
  );
};

const summaryOf = (trend: Trend, aim: { key: string; name: string }): string => {
  const rates = trend.points.flatMap((point) => point.values[aim.key]?.rate ?? []);
  if (rates.length === 0) return `There is no rate to ${aim.name} in this range.`;
  return `The rate to ${aim.name} lay between ${formatPercent(Math.min(...rates))} and ${formatPercent(Math.max(...rates))} over ${trend.points.length} points.`;
};
