import type { Metadata } from "next";
import { Answered } from "@/components/charts/answered";
import { Freshness } from "@/components/charts/freshness";
import { loadReport, type Report, type ReportPageProps } from "@/components/filters/load-report";
import { Notices } from "@/components/filters/notices";
import { ReportPage } from "@/components/filters/report-page";
import { reportSearch } from "@/components/filters/report-search";
import { commonOf } from "@/components/filters/report-view";
import { BreakdownPanel } from "@/components/funnel/breakdown-panel";
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
import { NoGoals } from "@/components/overview/no-goals";
import { listGoals } from "@/lib/goals/store";
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
        <NoGoals base={report.base} missing="any" />
      ) : (
        <Answered title="Funnel" answer={askFunnel(report, funnel)} fallback={<FunnelSkeleton />}>
          {({ answer, catalog }) => (
            <FunnelParts
              report={report}
              funnel={funnel}
              answer={answer}
              catalog={{
                goals: goals.map(({ key, name, tier }) => ({ key, name, tier })),
                events: catalog.events.map((event) => event.name),
                pages: catalog.pages.map((page) => page.name),
              }}
            />
          )}
        </Answered>
      )}
    </ReportPage>
  );
};

export default FunnelsPage;

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
            isDefault={funnel.isDefault}
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
