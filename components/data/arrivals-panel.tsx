import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { formatCount } from "@/components/charts/format";
import { ArrivalsChart } from "./arrivals-chart";
import { fateColours } from "./arrivals-looks";
import { type Span, spanWords } from "./data-params";
import { type Arrivals, fates, fateWords } from "./prepare-arrivals";
import { SpanSwitch } from "./span-switch";

/** What became of the events of each hour? */
export const ArrivalsPanel = ({ arrivals, span }: { arrivals: Arrivals; span: Span }) => {
  const title = "What became of the events of each hour?";
  return (
    <ChartFrame
      title={title}
      subtitle={`Events by hour of receipt, ${spanWords[span]}. The parts of a bar are all that was received.`}
      summary={arrivals.summary}
      table={<DataTableView label={title} table={arrivals.table} />}
      csv={csvLink(arrivals.table, "events received by hour", span)}
      actions={<SpanSwitch />}
      footer={
        arrivals.sums.rejected > 0 ? "A red line under a bar: events of that hour were rejected." : undefined
      }
    >
      <ul className="flex flex-wrap gap-x-5 gap-y-1 px-4 pb-2 text-sm">
        {fates.map((fate) => (
          <li key={fate} className="flex items-center gap-1.5">
            <span aria-hidden className="size-2.5 rounded-xs" style={{ background: fateColours[fate] }} />
            {fateWords[fate]}
            <span className="font-medium tabular-nums">{formatCount(arrivals.sums[fate])}</span>
          </li>
        ))}
      </ul>
      <div className="px-4 pb-4">
        <ArrivalsChart arrivals={arrivals} />
      </div>
    </ChartFrame>
  );
};
