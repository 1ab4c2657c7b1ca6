import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { FunnelTrend } from "./funnel-trend";
import type { FunnelTrend as Picture } from "./prepare-funnel-trend";

/** Does the funnel get better or worse? */
export const FunnelTrendPanel = ({
  trend,
  unit,
  fileWords,
}: {
  trend: Picture | null;
  unit: string;
  fileWords: readonly string[];
}) => {
  const title = "Is it getting better or worse?";
  if (trend === null)
    return (
      <Panel aria-label={title}>
        <PanelHeader
          title={title}
          subtitle="A trend needs two steps and at least two points in time: choose a longer range or add a step."
        />
      </Panel>
    );
  return (
    <ChartFrame
      title={title}
      subtitle={`Share of the ${unit} who entered in each ${trend.interval} that reached ${trend.aim}.`}
      summary={trend.sentence}
      table={<DataTableView label={title} table={trend.table} />}
      csv={csvLink(trend.table, "funnel rate to", trend.aim, "by", trend.interval, ...fileWords)}
      footer={
        trend.hasRunning
          ? `The dashed part may still rise: ${unit} who entered there have time left.`
          : undefined
      }
    >
      <FunnelTrend trend={trend} />
    </ChartFrame>
  );
};
