import type { Metadata } from "next";
import { Answered } from "@/components/charts/answered";
import { Freshness } from "@/components/charts/freshness";
import { loadReport, type ReportPageProps } from "@/components/filters/load-report";
import { ReportPage } from "@/components/filters/report-page";
import { commonOf } from "@/components/filters/report-view";
import { NoGoals } from "@/components/overview/no-goals";
import { NothingHere } from "@/components/overview/nothing-here";
import { loadOverviewParams } from "@/components/overview/overview-params";
import { OverviewSections } from "@/components/overview/overview-sections";
import { OverviewSkeleton } from "@/components/overview/overview-skeleton";
import { readOverviewView } from "@/components/overview/overview-view";
import { listGoals } from "@/lib/goals/store";
import { ask } from "@/lib/reports/engine";

export const metadata: Metadata = { title: "Overview" };

const OverviewPage = async ({ params, searchParams }: ReportPageProps) => {
  const report = await loadReport(params, searchParams);
  const { scope, project } = report.access;
  const goals = await listGoals(scope);
  const overview = readOverviewView(loadOverviewParams(await searchParams), goals);
  const conversions = ask(scope, {
    report: "conversions",
    question: { ...commonOf(report.view), previous: report.view.comparesPrevious },
  });
  return (
    <ReportPage report={report} title="Overview" notices={overview.notices}>
      <Answered title="Overview" answer={conversions} fallback={<OverviewSkeleton />}>
        {(answer) =>
          answer.visitors === 0 && answer.goals.every((goal) => goal.conversions === 0) ? (
            <Answered
              title="Overview"
              answer={ask(scope, { report: "catalog", question: {} })}
              fallback={<OverviewSkeleton />}
            >
              {(catalog) => (
                <NothingHere
                  report={report}
                  catalog={catalog}
                  hasMacro={overview.aim !== null}
                  path="overview"
                />
              )}
            </Answered>
          ) : (
            <>
              {overview.aim === null ? (
                <NoGoals base={report.base} missing={goals.length === 0 ? "any" : "macro"} />
              ) : (
                <OverviewSections
                  report={report}
                  overview={overview}
                  aim={overview.aim}
                  conversions={answer}
                />
              )}
              <Freshness computed={answer.computed} timezone={project.timezone} />
            </>
          )
        }
      </Answered>
    </ReportPage>
  );
};

export default OverviewPage;
