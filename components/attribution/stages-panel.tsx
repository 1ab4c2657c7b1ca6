import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import type { Goal } from "@/lib/goals/definition";
import { type AttributionModel, dataDriven } from "@/lib/reports/attribution/definition";
import type { AttributionView } from "./attribution-view";
import { modelInSentence, touchWords } from "./attribution-words";
import type { StagesPicture } from "./prepare-stages";
import { StagesTable } from "./stages-table";

/** Over which small steps do they come to the goal? */
export const StagesPanel = ({
  picture,
  view,
  model,
  windowWords,
  goal,
  about,
  fileWords,
}: {
  picture: StagesPicture;
  view: AttributionView;
  /** Data-driven models cannot be taken in stages, so another one may stand in. */
  model: AttributionModel;
  /** How long before the conversion a small step may lie: "7 days". */
  windowWords: string;
  goal: Goal;
  about: string;
  fileWords: readonly string[];
}) => {
  const title = `Over which small steps do they come to ${goal.name}?`;
  const instead = dataDriven.has(view.model)
    ? ` ${modelInSentence(view.model)} looks at all journeys together and cannot be taken in stages, so this is by ${modelInSentence(model)}.`
    : "";
  return (
    <ChartFrame
      title={title}
      subtitle={`Conversions from each ${touchWords[view.by].label.toLowerCase()} over the micro goals in the ${windowWords} before. ${about}`}
      summary={picture.sentence}
      table={<DataTableView label={title} table={picture.table} />}
      csv={csvLink(picture.table, "attribution stages", goal.name, ...fileWords)}
      footer={`A conversion is divided among the small steps before it by what the micro → macro table says of each; what they do not explain goes straight. Rows and columns add up to the conversions.${instead} Association, not effect.`}
    >
      <p className="border-t px-4 py-3">{picture.sentence}</p>
      <div className="border-t">
        <StagesTable picture={picture} name={`${touchWords[view.by].label} by small step`} />
      </div>
    </ChartFrame>
  );
};
