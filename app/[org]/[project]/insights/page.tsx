import type { Metadata } from "next";
import { Answered } from "@/components/charts/answered";
import { loadReport, type ReportPageProps } from "@/components/filters/load-report";
import { ReportPage } from "@/components/filters/report-page";
import { reportSearch } from "@/components/filters/report-search";
import { commonOf } from "@/components/filters/report-view";
import { InsightsPanel } from "@/components/insights/insights-panel";
import { InsightsSkeleton } from "@/components/insights/insights-skeleton";
import { FirstSteps } from "@/components/overview/first-steps";
import { listGoals } from "@/lib/goals/store";
import { ask } from "@/lib/reports/engine";
import type { InsightsQuestion } from "@/lib/reports/insights/definition";

export const metadata: Metadata = { title: "Insights" };

const InsightsPage = async ({ params, searchParams }: ReportPageProps) => {
  const report = await loadReport(params, searchParams);
  const { access, view, base, about, fileWords } = report;
  const goals = await listGoals(access.scope);
  const question: InsightsQuestion = { ...commonOf(view), unit: "session" };
  return (
    <ReportPage report={report} title="Insights">
      <Answered
        title="Insights"
        answer={ask(access.scope, { report: "catalog", question: { properties: false } })}
        fallback={<InsightsSkeleton />}
      >
        {({ events }) =>
          events.length === 0 ? (
            <FirstSteps base={base} hasMacro={goals.some(({ tier }) => tier === "macro")} />
          ) : (
            <InsightsPanel
              question={JSON.stringify(question)}
              slugs={{ org: access.org.slug, project: access.project.slug }}
              timezone={access.project.timezone}
              about={`${about} By visit.`}
              fileWords={fileWords}
              search={reportSearch({ ...view, unit: "session" })}
            />
          )
        }
      </Answered>
    </ReportPage>
  );
};

export default InsightsPage;
