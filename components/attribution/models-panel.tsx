import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import type { Goal } from "@/lib/goals/definition";
import { type AttributionView, touchLimit } from "./attribution-view";
import { touchWords } from "./attribution-words";
import { ModelsChart } from "./models-chart";
import type { ModelsPicture } from "./prepare-models";

/** How much does the answer depend on the model? */
export const ModelsPanel = ({
  picture,
  view: { by, model },
  goal,
  about,
  fileWords,
}: {
  picture: ModelsPicture;
  view: AttributionView;
  goal: Goal;
  about: string;
  fileWords: readonly string[];
}) => {
  const title = "Does it depend on the model?";
  return (
    <ChartFrame
      title={title}
      subtitle={`Share of the conversions to ${goal.name} that have a touch, by each model. ${about}`}
      summary={picture.sentence}
      table={<DataTableView label={title} table={picture.table} />}
      csv={csvLink(picture.table, "attribution models", goal.name, ...fileWords)}
      footer={`A dot a model, the filled one is chosen above. At most ${touchLimit} ${touchWords[by].plural}, the rest is “Other”. Markov and Shapley learn from visitors who did not convert, too; small numbers make both jump.`}
    >
      <p className="border-t px-4 py-3">{picture.sentence}</p>
      <div className="border-t">
        <ModelsChart
          picture={picture}
          label={touchWords[by].label}
          name={`${touchWords[by].label} by model`}
          chosen={model}
          tier={goal.tier}
        />
      </div>
    </ChartFrame>
  );
};
