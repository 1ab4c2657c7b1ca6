import type { Metadata } from "next";
import { Answered } from "@/components/charts/answered";
import { Freshness } from "@/components/charts/freshness";
import { loadReport, type Report, type ReportPageProps } from "@/components/filters/load-report";
import { Notices } from "@/components/filters/notices";
import { ReportPage } from "@/components/filters/report-page";
import { reportSearch } from "@/components/filters/report-search";
import { commonOf } from "@/components/filters/report-view";
import { BreakdownPanel } from "@/components/funnel/breakdown-panel";
import { EmptyFunnel } from "@/components/funnel/empty-funnel";
import { FunnelEditor } from "@/components/funnel/funnel-editor";
import { FunnelPanel } from "@/components/funnel/funnel-panel";
import { loadFunnelParams } from "@/components/funnel/funnel-params";
import { FunnelSkeleton } from "@/components/funnel/funnel-skeleton";
import { type FunnelView, readFunnelView } from "@/components/funnel/funnel-view";
import { prepareBreakdown } from "@/components/funnel/prepare-breakdown";
import { prepareFunnel } from "@/components/funnel/prepare-funnel";
import type { StepCatalog } from "@/components/funnel/step-choices";
import { matcherOf, writeSteps } from "@/components/funnel/step-text";
import { windowLabel } from "@/components/funnel/window-text";
import { FirstSteps } from "@/components/overview/first-steps";
import type { Goal } from "@/lib/goals/definition";
import { listGoals } from "@/lib/goals/store";
import type { CatalogAnswer } from "@/lib/reports/catalog/definition";
import { ask } from "@/lib/reports/engine";
import type { FunnelAnswer } from "@/lib/reports/funnel/definition";

export const metadata: Metadata = { title: "Funnels" };

const FunnelsPage = async ({ params, searchParams }: ReportPageProps) => {
  const report = await loadReport(params, searchParams);
  const goals = await listGoals(report.access.scope);
  const funnel = readFunnelView(loadFunnelParams(await searchParams), goals);
  return (
    <ReportPage report={report} title="Funnels" notices={funnel.notices}>
      {funnel.steps.length === 0 ? (
        <Answered
          title="Funnel"
          answer={ask(report.access.scope, { report: "catalog", question: {} })}
          fallback={<FunnelSkeleton />}
        >
          {(catalog) =>
            catalog.events.length === 0 ? (
              <FirstSteps base={report.base} hasMacro={false} />
            ) : (
              <EmptyFunnel window={funnel.window} catalog={stepCatalog(catalog, goals)} />
            )
          }
        </Answered>
      ) : (
        <Answered title="Funnel" answer={askFunnel(report, funnel)} fallback={<FunnelSkeleton />}>
          {({ answer, catalog }) => (
            <FunnelParts
              report={report}
              funnel={funnel}
              answer={answer}
              catalog={stepCatalog(catalog, goals)}
            />
          )}
        </Answered>
      )}
    </ReportPage>
  );
};

export default FunnelsPage;

const stepCatalog = (catalog: CatalogAnswer, goals: readonly Goal[]): StepCatalog => ({
  goals: goals.map(({ key, name, tier }) => ({ key, name, tier })),
  events: catalog.events.map((event) => event.name),
  pages: catalog.pages.map((page) => page.name),
});

const askFunnel = async ({ access, view }: Report, funnel: FunnelView) => {
  const [answer, catalog] = await Promise.all([
    ask(access.scope, {
      report: "funnel",
      question: {
        ...commonOf(view),
        steps: funnel.steps.map(matcherOf),
        windowMs: funnel.windowMs,
        previous: view.comparesPrevious,
        ...(funnel.by ? { breakdown: { by: funnel.by, limit: 12 } } : {}),
      },
    }),
    ask(access.scope, { report: "catalog", question: {} }),
  ]);
  return { answer, catalog };
};

const FunnelParts = ({
  report,
  funnel,
  answer,
  catalog,
}: {
  report: Report;
  funnel: FunnelView;
  answer: FunnelAnswer;
  catalog: StepCatalog;
}) => {
  const { view, access, base } = report;
  const kept = {
    steps: funnel.isDefault ? null : writeSteps(funnel.steps),
    window: funnel.window,
    by: funnel.by ?? "none",
  };
  return (
    <>
      <Notices notices={(answer.warnings ?? []).map((warning) => warning.message)} />
      <FunnelPanel
        picture={prepareFunnel(answer)}
        windowText={
          view.unit === "session" ? "in one session" : `within ${windowLabel(funnel.window)} of the first`
        }
        about={report.about}
        fileWords={report.fileWords}
        editor={
          <FunnelEditor
            steps={funnel.steps}
            isDefault={funnel.isDefault || catalog.goals.length === 0}
            window={funnel.window}
            catalog={catalog}
          />
        }
      />
      <BreakdownPanel
        breakdown={funnel.by ? prepareBreakdown(answer, funnel.by) : null}
        by={funnel.by}
        hrefOf={(row) =>
          row.filter ? `${base}/funnels${reportSearch(view, kept, [...view.filters, row.filter])}` : null
        }
        fileWords={report.fileWords}
      />
      <Freshness computed={answer.computed} timezone={access.project.timezone} />
    </>
  );
};
