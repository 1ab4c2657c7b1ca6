import type { ReactNode } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { EmptyState } from "@/components/ui/empty-state";
import { ConfluenceChart } from "./confluence-chart";
import { ConfluenceList } from "./confluence-list";
import type { Confluence } from "./prepare-confluence";

/** Which small steps lead to the aim? A picture where there is room, bars where there is not, and a table. */
export const ConfluencePanel = ({
  confluence,
  funnelHrefs,
  about,
  fileWords,
  bySession,
  actions,
}: {
  confluence: Confluence;
  funnelHrefs: readonly string[];
  /** Range and filters in words. */
  about: string;
  fileWords: readonly string[];
  /** The rest of the page counts sessions. */
  bySession: boolean;
  actions?: ReactNode;
}) => {
  const { macroName, streams, table, left, hasOpen, windowText, isTooEarly } = confluence;
  const title = `Which small steps lead to ${macroName}?`;
  return (
    <ChartFrame
      title={title}
      subtitle={`Visitors who took a small step, and those who went on to ${macroName} ${windowText}. ${bySession ? "Counted by visitor, since a step may lead to a later session. " : ""}${about}`}
      summary={streams.map((stream) => stream.sentence).join(" ")}
      table={<DataTableView label={title} table={table} />}
      csv={csvLink(table, "small steps to", macroName, ...fileWords)}
      actions={actions}
      footer={
        streams.length === 0 ? null : (
          <ul className="flex flex-wrap gap-x-5 gap-y-1">
            <Key looks="bg-micro/26">took the small step</Key>
            <Key looks="bg-micro">went on to {macroName}</Key>
            {hasOpen ? <Key looks="fill-hatched">still may: not part of the rate yet</Key> : null}
            {isTooEarly ? (
              <li>Nobody’s time is over yet, so there are no rates: a longer range has some.</li>
            ) : null}
            <li>
              One visitor can take several small steps, so streams overlap and do not add up to the river.
              What a visitor was worth goes together with the step; it need not come from it.
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
