import type { ReactNode } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { ComparePlot } from "./compare-plot";
import type { ComparePicture } from "./prepare-compare";

/** Do these segments really differ? */
export const ComparePanel = ({
  picture,
  metric,
  about,
  fileWords,
  editor,
}: {
  picture: ComparePicture;
  /** "the conversion rate to Purchase". */
  metric: string;
  about: string;
  fileWords: readonly string[];
  editor: ReactNode;
}) => {
  const title = "Do these segments really differ?";
  return (
    <ChartFrame
      title={title}
      subtitle={`By ${metric}. ${about}`}
      summary={picture.sentence}
      table={<DataTableView label={title} table={picture.table} />}
      csv={csvLink(picture.table, "compare", metric, ...fileWords)}
      footer={
        <p>
          Dot: the value; bar: its 95 % interval. Verdicts use p-values adjusted for all comparisons shown
          (Benjamini–Hochberg), and need 30 {picture.unit} on each side. {picture.zoomed}
        </p>
      }
    >
      {editor}
      <ComparePlot picture={picture} />
    </ChartFrame>
  );
};
