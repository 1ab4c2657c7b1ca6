import Link from "next/link";
import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { EmptyState } from "@/components/ui/empty-state";
import type { Goal } from "@/lib/goals/definition";
import { AttributionControls } from "./attribution-controls";
import { AttributionTable } from "./attribution-table";
import type { AttributionView } from "./attribution-view";
import { touchWords } from "./attribution-words";
import type { AttributionPicture } from "./prepare-attribution";

/** Where do the conversions come from, and what did that cost? */
export const AttributionPanel = ({
  picture,
  view,
  goal,
  isEmpty,
  base,
  about,
  fileWords,
}: {
  picture: AttributionPicture;
  view: AttributionView;
  goal: Goal;
  /** There are no conversions in the range. */
  isEmpty: boolean;
  base: string;
  about: string;
  fileWords: readonly string[];
}) => {
  const { model, by, lookback, lookbackWords, sort, goals } = view;
  const title = `Which ${touchWords[by].plural} bring ${goal.name}?`;
  return (
    <ChartFrame
      title={title}
      subtitle={`Visits up to ${lookbackWords} before a conversion share in it. ${about}`}
      summary={picture.sentence}
      table={<DataTableView label={title} table={picture.table} />}
      csv={csvLink(picture.table, "attribution", goal.name, model, ...fileWords)}
      footer={<Footer line={picture.costLine} hasCosts={picture.hasCosts} base={base} />}
    >
      <AttributionControls
        goals={goals.map(({ key, name, tier }) => ({ key, name, tier }))}
        goal={goal.key}
        model={model}
        by={by}
        lookback={lookback}
      />
      {isEmpty ? (
        <EmptyState title={`No conversions to ${goal.name} in this range`} className="border-t">
          Choose another goal, a longer range or fewer filters.
        </EmptyState>
      ) : (
        <Figures figures={picture.figures} />
      )}
      {picture.rows.length === 0 ? null : (
        <div className="border-t">
          <AttributionTable picture={picture} sort={sort} tier={goal.tier} label={title} />
        </div>
      )}
    </ChartFrame>
  );
};

const Figures = ({ figures }: Pick<AttributionPicture, "figures">) => (
  <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-t px-4 py-4 md:grid-cols-4">
    {figures.map(({ label, text, note }) => (
      <div key={label}>
        <dt className="text-muted text-sm">{label}</dt>
        <dd className="mt-1 text-xl tabular-nums">{text}</dd>
        <dd className="mt-0.5 text-balance text-subtle text-xs tabular-nums">{note}</dd>
      </div>
    ))}
  </dl>
);

const Footer = ({
  line,
  hasCosts,
  base,
}: {
  line: AttributionPicture["costLine"];
  hasCosts: boolean;
  base: string;
}) => (
  <div className="grid max-w-4xl gap-1">
    {line ? (
      <p>
        {line.text}{" "}
        {line.canBeAdded ? (
          <Link href={`${base}/settings`} className="underline underline-offset-2 hover:text-ink">
            Add costs in settings
          </Link>
        ) : null}
      </p>
    ) : null}
    {hasCosts ? (
      <p>Costs are of whole days in the range and of everybody: segments do not divide them.</p>
    ) : null}
    <p>
      Sessions begin in the range, whether they converted or not. Credit says what came before, not what
      caused it.
    </p>
  </div>
);
