import type { Metadata } from "next";
import { Answered } from "@/components/charts/answered";
import { loadReport, type ReportPageProps } from "@/components/filters/load-report";
import { ReportPage } from "@/components/filters/report-page";
import { EmptyFunnel } from "@/components/funnel/empty-funnel";
import { loadFunnelParams } from "@/components/funnel/funnel-params";
import { FunnelSections } from "@/components/funnel/funnel-sections";
import { FunnelSkeleton } from "@/components/funnel/funnel-skeleton";
import { readFunnelView } from "@/components/funnel/funnel-view";
import { stepCatalog } from "@/components/funnel/step-catalog";
import { FirstSteps } from "@/components/overview/first-steps";
import { listFunnels } from "@/lib/funnels/store";
import { listGoals } from "@/lib/goals/store";
import { ask } from "@/lib/reports/engine";

export const metadata: Metadata = { title: "Funnels" };

const FunnelsPage = async ({ params, searchParams }: ReportPageProps) => {
  const report = await loadReport(params, searchParams);
  const { scope } = report.access;
  const [goals, saved] = await Promise.all([listGoals(scope), listFunnels(scope)]);
  const funnel = readFunnelView(loadFunnelParams(await searchParams), goals, saved);
  return (
    <ReportPage report={report} title="Funnels" notices={funnel.notices}>
      {funnel.definition.steps.length === 0 ? (
        <Answered
          title="Funnel"
          answer={ask(scope, { report: "catalog", question: {} })}
          fallback={<FunnelSkeleton />}
        >
          {(catalog) =>
            catalog.events.length === 0 ? (
              <FirstSteps base={report.base} hasMacro={false} />
            ) : (
              <EmptyFunnel definition={funnel.definition} catalog={stepCatalog(catalog, goals)} />
            )
          }
        </Answered>
      ) : (
        <FunnelSections report={report} funnel={funnel} saved={saved} goals={goals} />
      )}
    </ReportPage>
  );
};

export default FunnelsPage;
