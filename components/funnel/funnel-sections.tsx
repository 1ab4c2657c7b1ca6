import "server-only";
import { Answered } from "@/components/charts/answered";
import { unitNoun } from "@/components/charts/format";
import { Freshness } from "@/components/charts/freshness";
import { daysFrom } from "@/components/filters/calendar-date";
import type { Report } from "@/components/filters/load-report";
import { Notices } from "@/components/filters/notices";
import { reportSearch } from "@/components/filters/report-search";
import { intervalFor } from "@/components/overview/prepare-trend";
import { clock } from "@/lib/clock";
import type { SavedFunnel } from "@/lib/funnels/definition";
import type { Goal } from "@/lib/goals/definition";
import type { CatalogAnswer } from "@/lib/reports/catalog/definition";
import { ask } from "@/lib/reports/engine";
import type { FunnelAnswer, FunnelQuestion } from "@/lib/reports/funnel/definition";
import { BreakdownPanel } from "./breakdown-panel";
import { funnelInWords } from "./funnel-in-words";
import { FunnelPanel } from "./funnel-panel";
import { FunnelPeople } from "./funnel-people";
import { funnelQuestionOf } from "./funnel-question";
import { atText, funnelSearch, paramsOf } from "./funnel-search";
import { FunnelSkeleton } from "./funnel-skeleton";
import { FunnelTrendPanel } from "./funnel-trend-panel";
import type { FunnelView } from "./funnel-view";
import { FunnelWorkbench } from "./funnel-workbench";
import { prepareBreakdown } from "./prepare-breakdown";
import { prepareFunnel } from "./prepare-funnel";
import { prepareFunnelTrend } from "./prepare-funnel-trend";
import { prepareTimes } from "./prepare-times";
import { SavedFunnels } from "./saved-funnels";
import type { SavedMenuProps } from "./saved-menu";
import { stepCatalog } from "./step-catalog";
import { TimesPanel } from "./times-panel";

type Props = {
  report: Report;
  funnel: FunnelView;
  saved: readonly SavedFunnel[];
  goals: readonly Goal[];
};

/** The funnel in all its parts: one question answers them, so that their numbers agree. */
export const FunnelSections = (props: Props) => {
  const { report, funnel } = props;
  const { scope } = report.access;
  const question = funnelQuestionOf(report, funnel, new Date(clock.now()).toISOString());
  const answers = Promise.all([
    ask(scope, {
      report: "funnel",
      question: {
        ...question,
        previous: report.view.comparesPrevious,
        distribution: true,
        trend: { interval: intervalOf(report) },
      },
    }),
    ask(scope, { report: "catalog", question: {} }),
  ]);
  return (
    <Answered title="Funnel" answer={answers} fallback={<FunnelSkeleton />}>
      {([answer, catalog]) => <Parts {...props} question={question} answer={answer} catalog={catalog} />}
    </Answered>
  );
};

const intervalOf = ({ view }: Report) => intervalFor(daysFrom(view.from, view.to));

const Parts = ({
  report,
  funnel,
  saved,
  goals,
  question,
  answer,
  catalog,
}: Props & { question: FunnelQuestion; answer: FunnelAnswer; catalog: CatalogAnswer }) => {
  const { view, access, fileWords } = report;
  const { definition, by, at } = funnel;
  const { timezone } = access.project;
  const slugs = { org: access.org.slug, project: access.project.slug };
  const choices = stepCatalog(catalog, goals);
  return (
    <FunnelWorkbench definition={definition} isDefault={funnel.isDefault} catalog={choices}>
      <div className="space-y-5">
        <Notices notices={(answer.warnings ?? []).map((warning) => warning.message)} />
        <FunnelPanel
          picture={prepareFunnel(answer)}
          asked={funnelInWords(definition, view.unit, choices)}
          about={report.about}
          fileWords={fileWords}
          actions={<SavedFunnels {...savedMenu(report, funnel, saved)} slugs={slugs} />}
        />
        <BreakdownPanel
          breakdown={by === null ? null : prepareBreakdown(answer, by)}
          by={by}
          at={at}
          steps={definition.steps.length}
          hrefOf={(row) =>
            row.filter
              ? funnelSearch(reportSearch(view, {}, [...view.filters, row.filter]), kept(funnel))
              : null
          }
          fileWords={fileWords}
        />
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <TimesPanel times={prepareTimes(answer)} fileWords={fileWords} />
          <FunnelTrendPanel
            trend={prepareFunnelTrend(answer, intervalOf(report), timezone)}
            unit={unitNoun(view.unit)}
            fileWords={fileWords}
          />
        </div>
        <Freshness computed={answer.computed} timezone={timezone} />
      </div>
      <FunnelPeople
        question={question}
        steps={answer.steps.map(({ label, optional = false }) => ({ label, isOptional: optional }))}
        slugs={slugs}
        timezone={timezone}
      />
    </FunnelWorkbench>
  );
};

/** The funnel's part of the address, for links that keep it. */
const kept = ({ definition, isDefault, by, at, saved, isChanged }: FunnelView) => ({
  ...(saved && !isChanged ? {} : paramsOf(definition)),
  ...(isDefault ? { steps: null } : {}),
  funnel: saved?.key ?? null,
  by: by ?? "none",
  at: at === "entry" ? null : atText(at),
});

const savedMenu = (
  { view, mayEdit }: Report,
  { definition, by, at, saved: current, isChanged }: FunnelView,
  saved: readonly SavedFunnel[],
): Omit<SavedMenuProps, "slugs"> => ({
  funnels: saved.map(({ key, name, question }) => ({
    key,
    name,
    href: funnelSearch(reportSearch({ ...view, unit: question.unit }), { funnel: key }),
  })),
  current: current && { key: current.key, name: current.name },
  isChanged: current !== null && (isChanged || current.question.unit !== view.unit),
  question: {
    unit: view.unit,
    ...definition,
    ...(by === null ? {} : { breakdown: { by, at, limit: 8 } }),
  },
  mayEdit,
});
