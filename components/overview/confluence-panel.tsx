import type { ReactNode } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { EmptyState } from "@/components/ui/empty-state";
import { ConfluenceChart } from "./confluence-chart";
import { ConfluenceList } from "./confluence-list";
import { type Confluence, ladderText } from "./prepare-confluence";

/** Which small steps lead to the aim? A picture where there is room, bars where there is not, and a table. */
export const ConfluencePanel = ({
  confluence,
  funnelHrefs,
  about,
  fileWords,
  actions,
}: {
  confluence: Confluence;
  funnelHrefs: readonly string[];
  /** Range and filters in words. */
  about: string;
  fileWords: readonly string[];
  actions?: ReactNode;
}) => {
  const { macroName, streams, table, left, hasOpen, unit } = confluence;
  const title = `Which small steps lead to ${macroName}?`;
  const noun = `${unit.charAt(0).toUpperCase()}${unit.slice(1)}`;
  return (
    <ChartFrame
      title={title}
      subtitle={`${noun} who took a small step, and those who went on to ${macroName} ${ladderText(unit === "sessions" ? "session" : "visitor")}. ${about}`}
      summary={streams.map((stream) => stream.sentence).join(" ")}
      table={<DataTableView label={title} table={table} />}
      csv={csvLink(table, "small steps to", macroName, ...fileWords)}
      actions={actions}
      footer={
        streams.length === 0 ? null : (
          <ul className="flex flex-wrap gap-x-5 gap-y-1">
            <Key looks="bg-micro/26">took the small step</Key>
            <Key looks="bg-micro">went on to {macroName}</Key>
            {hasOpen ? <Key looks="fill-hatched">still may</Key> : null}
            <li>
              One {unit.slice(0, -1)} can take several small steps, so streams overlap and do not add up to
              the river.
            </li>
            {left > 0 ? <li>{left} more in the table.</li> : null}
          </ul>
        )
      }
    >
      {streams.length === 0 ? (
        <EmptyState title="No small step in this range">
          Nobody reached a micro goal in these days. A longer range or fewer filters may show more.
        </EmptyState>
      ) : (
        <div className="@container">
          <div className="@max-3xl:hidden">
            <ConfluenceChart confluence={confluence} funnelHrefs={funnelHrefs} />
          </div>
          <div className="@3xl:hidden">
            <ConfluenceList confluence={confluence} funnelHrefs={funnelHrefs} />
          </div>
        </div>
      )}
    </ChartFrame>
  );
};

const Key = ({ looks, children }: { looks: string; children: ReactNode }) => (
  <li className="flex items-center gap-1.5">
    <span aria-hidden className={`size-2.5 rounded-xs ${looks}`} />
    {children}
  </li>
);
