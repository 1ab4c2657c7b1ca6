import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { EmptyState } from "@/components/ui/empty-state";
import { MatrixChart } from "./matrix-chart";
import { MatrixControls } from "./matrix-controls";
import type { MatrixPicture } from "./prepare-matrix";
import type { Sort } from "./sort-rows";

/** Which small steps go together with the aim? */
export const MatrixPanel = ({
  picture,
  windowMs,
  windowWords,
  sort,
  about,
  fileWords,
}: {
  picture: MatrixPicture;
  windowMs: number;
  /** "7 days". */
  windowWords: string;
  sort: Sort;
  about: string;
  fileWords: readonly string[];
}) => {
  const title = "Which small steps go together with the aim?";
  return (
    <ChartFrame
      title={title}
      subtitle={`How many times as often visitors reach it within ${windowWords} after the step as without it. ${about}`}
      summary={picture.sentence}
      table={<DataTableView label={title} table={picture.table} />}
      csv={csvLink(picture.table, "micro-macro", ...fileWords)}
      footer={
        <div className="grid max-w-4xl gap-1">
          <p>
            <strong className="font-medium text-muted">Association, not effect.</strong> Whoever puts
            something into the cart wanted to buy already. The adjusted lift compares sessions of the same
            channel, device and kind of visitor, beyond the same visit; only a randomised offer shows an
            effect.
          </p>
          <p>
            Dot and bar: the lift and its 95 % interval; the thin line is “as often”. Struck through: no lift
            worth speaking of among comparable sessions. {picture.openText}
          </p>
        </div>
      }
    >
      <MatrixControls windowMs={windowMs} aim={picture.aim} macros={picture.macros} sort={sort} />
      {picture.rows.length === 0 ? null : picture.isTooEarly ? (
        <EmptyState title="Too early to say" className="border-t">
          Nobody’s {windowWords} are over yet. Choose a shorter time or an earlier range.
        </EmptyState>
      ) : (
        <MatrixChart picture={picture} sort={sort} />
      )}
    </ChartFrame>
  );
};
