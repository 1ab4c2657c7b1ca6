import type { Metadata } from "next";
import { Answered } from "@/components/charts/answered";
import { loadReport, type ReportPageProps } from "@/components/filters/load-report";
import { ReportPage } from "@/components/filters/report-page";
import { reportSearch } from "@/components/filters/report-search";
import { stepCatalog } from "@/components/funnel/step-catalog";
import { journeysSearch, loadJourneysParams } from "@/components/journeys/journeys-params";
import { PathsSection, PeopleSection, RetentionSection } from "@/components/journeys/journeys-sections";
import { JourneysSkeleton } from "@/components/journeys/journeys-skeleton";
import { JourneysTabs } from "@/components/journeys/journeys-tabs";
import { readJourneysView } from "@/components/journeys/journeys-view";
import { FirstSteps } from "@/components/overview/first-steps";
import { listGoals } from "@/lib/goals/store";
import { ask } from "@/lib/reports/engine";

export const metadata: Metadata = { title: "Journeys" };

const JourneysPage = async ({ params, searchParams }: ReportPageProps) => {
  const report = await loadReport(params, searchParams);
  const { scope } = report.access;
  const goals = await listGoals(scope);
  const asked = loadJourneysParams(await searchParams);
  const journeys = readJourneysView(asked, report.view);
  const { tab } = journeys;
  const search = reportSearch(report.view);
  return (
    <ReportPage report={report} title="Journeys" notices={journeys.notices}>
      <JourneysTabs
        current={tab}
        hrefOf={(view) =>
          `${report.base}/journeys${journeysSearch(search, { ...asked, view: view === "paths" ? null : view })}`
        }
      />
      <Answered
        title="Journeys"
        answer={ask(scope, { report: "catalog", question: {} })}
        fallback={<JourneysSkeleton />}
      >
        {(catalog) => {
          if (catalog.events.length === 0)
            return <FirstSteps base={report.base} hasMacro={goals.some(({ tier }) => tier === "macro")} />;
          const props = { report, journeys, goals, catalog: stepCatalog(catalog, goals) };
          if (tab === "people") return <PeopleSection report={report} />;
          return tab === "paths" ? <PathsSection {...props} /> : <RetentionSection {...props} />;
        }}
      </Answered>
    </ReportPage>
  );
};

export default JourneysPage;
