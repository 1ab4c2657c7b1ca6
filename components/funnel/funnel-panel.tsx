import type { ReactNode } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { EmptyState } from "@/components/ui/empty-state";
import { FunnelChart } from "./funnel-chart";
import type { FunnelPicture } from "./prepare-funnel";
import { StepStrip } from "./step-strip";

/** Where do visitors leave on the way? */
export const FunnelPanel = ({
  picture,
  asked,
  about,
  fileWords,
  actions,
}: {
  picture: FunnelPicture;
  /** The definition in a sentence. */
  asked: string;
  about: string;
  fileWords: readonly string[];
  actions: ReactNode;
}) => {
  const title = `Where do ${picture.unit} leave on the way?`;
  const tiers = new Set(picture.rows.map((row) => row.tier ?? "none"));
  return (
    <ChartFrame
      title={title}
      subtitle={`${asked} ${about}`}
      summary={picture.sentence}
      table={<DataTableView label={title} table={picture.table} />}
      csv={csvLink(picture.table, "funnel", ...fileWords)}
      actions={actions}
      footer={
        <>
          <ul className="flex flex-wrap gap-x-5 gap-y-1">
            {tiers.has("micro") ? <Key looks="bg-micro">reached, micro goal</Key> : null}
            {tiers.has("macro") ? <Key looks="bg-macro">reached, macro goal</Key> : null}
            {tiers.has("none") ? <Key looks="bg-muted">reached, event or page</Key> : null}
            {picture.hasOpen ? <Key looks="fill-hatched">still open: may yet reach it</Key> : null}
            <Key looks="bg-dropped">dropped</Key>
            {picture.rows.some((row) => row.previous) ? (
              <Key looks="h-1 bg-control">previous period, of its own entries</Key>
            ) : null}
            <li>Press any part of a bar to see who they are.</li>
          </ul>
          {picture.maturedSentence ? <p className="mt-1 max-w-4xl">{picture.maturedSentence}</p> : null}
        </>
      }
    >
      <StepStrip />
      {picture.entered === 0 ? (
        <EmptyState title="Nobody entered this funnel" className="border-t">
          No one reached the first step in this range. Try a longer range, fewer filters or another first
          step.
        </EmptyState>
      ) : (
        <FunnelChart picture={picture} />
      )}
    </ChartFrame>
  );
};

const Key = ({ looks, children }: { looks: string; children: ReactNode }) => (
  <li className="flex items-center gap-1.5">
    <span aria-hidden className={`w-2.5 rounded-xs ${looks.includes("h-1") ? "" : "h-2.5"} ${looks}`} />
    {children}
  </li>
);
