import "server-only";
import { Answered } from "@/components/charts/answered";
import { Freshness } from "@/components/charts/freshness";
import { daysFrom } from "@/components/filters/calendar-date";
import type { Report } from "@/components/filters/load-report";
import { Notices } from "@/components/filters/notices";
import { commonOf } from "@/components/filters/report-view";
import { windowLabel } from "@/components/funnel/window-text";
import { ladderWindowMs } from "@/components/overview/ladder-window";
import type { Goal } from "@/lib/goals/definition";
import { attributionModels, dataDriven } from "@/lib/reports/attribution/definition";
import type { Warning } from "@/lib/reports/definition";
import { ask } from "@/lib/reports/engine";
import { AttributionPanel } from "./attribution-panel";
import { RowsSkeleton } from "./attribution-skeleton";
import { type AttributionView, touchLimit } from "./attribution-view";
import { ModelsPanel } from "./models-panel";
import { prepareAttribution } from "./prepare-attribution";
import { prepareModels } from "./prepare-models";
import { prepareStages } from "./prepare-stages";
import { StagesPanel } from "./stages-panel";

type Props = { report: Report; view: AttributionView; goal: Goal };

const messages = (warnings: readonly Warning[] = []) => warnings.map(({ message }) => message);

const askedOf = ({ report, view, goal }: Props) => ({
  ...commonOf(report.view),
  unit: "visitor" as const,
  goal: goal.key,
  by: view.by,
  lookbackMs: view.lookbackMs,
});

/** The parts of the page; each comes when its answer does. */
export const AttributionSections = (props: Props) => {
  const { report, view, goal } = props;
  const { access, about, fileWords, base } = report;
  const answer = ask(access.scope, {
    report: "attribution",
    question: { ...askedOf(props), model: view.model },
  });
  return (
    <Answered title="Attribution" answer={answer} fallback={<RowsSkeleton />}>
      {(found) => (
        <>
          <Notices notices={messages(found.warnings)} />
          <AttributionPanel
            picture={prepareAttribution(found, { goal: goal.name, lookback: view.lookbackWords })}
            view={view}
            goal={goal}
            isEmpty={found.conversions === 0}
            base={base}
            about={about}
            fileWords={fileWords}
          />
          {found.conversions === 0 ? null : (
            <>
              <ModelsSection {...props} said={messages(found.warnings)} />
              <StagesSection {...props} said={messages(found.warnings)} />
            </>
          )}
          <Freshness computed={found.computed} timezone={access.project.timezone} />
        </>
      )}
    </Answered>
  );
};

/** `said`: warnings that stand above already. */
type Further = Props & { said: readonly string[] };

const newsOf = (warnings: readonly Warning[] | undefined, said: readonly string[]) =>
  messages(warnings).filter((message) => !said.includes(message));

const ModelsSection = (props: Further) => {
  const { report, view, goal } = props;
  const answer = ask(report.access.scope, {
    report: "attribution",
    question: {
      ...askedOf(props),
      model: view.model,
      models: [...attributionModels],
      limit: touchLimit,
    },
  });
  return (
    <Answered title="Does it depend on the model?" answer={answer} fallback={<RowsSkeleton />}>
      {(found) => (
        <>
          <Notices notices={newsOf(found.warnings, props.said)} />
          <ModelsPanel
            picture={prepareModels(found)}
            view={view}
            goal={goal}
            about={report.about}
            fileWords={report.fileWords}
          />
        </>
      )}
    </Answered>
  );
};

const StagesSection = (props: Further) => {
  const { report, view, goal } = props;
  const micros = view.goals.filter(({ tier, key }) => tier === "micro" && key !== goal.key);
  if (goal.tier !== "macro" || micros.length === 0) return null;
  const model = dataDriven.has(view.model) ? "lastNonDirect" : view.model;
  const windowMs = ladderWindowMs(daysFrom(report.view.from, report.view.to));
  const windowWords = windowLabel(windowMs);
  const answer = ask(report.access.scope, {
    report: "attribution",
    question: { ...askedOf(props), model, stages: { windowMs }, limit: touchLimit },
  });
  return (
    <Answered title="Over which small steps?" answer={answer} fallback={<RowsSkeleton />}>
      {(found) =>
        found.stages ? (
          <>
            <Notices notices={newsOf(found.warnings, props.said)} />
            <StagesPanel
              picture={prepareStages(found, found.stages, { goal: goal.name, micros, windowWords })}
              view={view}
              model={model}
              windowWords={windowWords}
              goal={goal}
              about={report.about}
              fileWords={report.fileWords}
            />
          </>
        ) : null
      }
    </Answered>
  );
};
