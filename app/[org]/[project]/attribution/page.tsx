import type { Metadata } from "next";
import { loadAttributionParams } from "@/components/attribution/attribution-params";
import { AttributionSections } from "@/components/attribution/attribution-sections";
import { AttributionSkeleton } from "@/components/attribution/attribution-skeleton";
import { readAttributionView } from "@/components/attribution/attribution-view";
import { Answered } from "@/components/charts/answered";
import { loadReport, type ReportPageProps } from "@/components/filters/load-report";
import { ReportPage } from "@/components/filters/report-page";
import { FirstSteps } from "@/components/overview/first-steps";
import { NoGoals } from "@/components/overview/no-goals";
import { listGoals } from "@/lib/goals/store";
import { ask } from "@/lib/reports/engine";

export const metadata: Metadata = { title: "Attribution" };

const AttributionPage = async ({ params, searchParams }: ReportPageProps) => {
  const report = await loadReport(params, searchParams);
  const { scope } = report.access;
  const goals = await listGoals(scope);
  const view = readAttributionView(loadAttributionParams(await searchParams), report.view.unit, goals);
  const { goal } = view;
  return (
    <ReportPage report={report} title="Attribution" notices={view.notices}>
      <Answered
        title="Attribution"
        answer={ask(scope, { report: "catalog", question: {} })}
        fallback={<AttributionSkeleton />}
      >
        {({ events }) => {
          if (events.length === 0)
            return <FirstSteps base={report.base} hasMacro={goals.some(({ tier }) => tier === "macro")} />;
          return goal ? (
            <AttributionSections report={report} view={view} goal={goal} />
          ) : (
            <NoGoals base={report.base} missing="any" />
          );
        }}
      </Answered>
    </ReportPage>
  );
};

export default AttributionPage;
