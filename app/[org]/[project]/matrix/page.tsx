import type { Metadata } from "next";
import Link from "next/link";
import { Answered } from "@/components/charts/answered";
import { Freshness } from "@/components/charts/freshness";
import { loadReport, type Report, type ReportPageProps } from "@/components/filters/load-report";
import { Notices } from "@/components/filters/notices";
import { ReportPage } from "@/components/filters/report-page";
import { commonOf } from "@/components/filters/report-view";
import { windowLabel } from "@/components/funnel/window-text";
import { MatrixPanel } from "@/components/matrix/matrix-panel";
import { loadMatrixParams } from "@/components/matrix/matrix-params";
import { MatrixSkeleton } from "@/components/matrix/matrix-skeleton";
import { readMatrixView } from "@/components/matrix/matrix-view";
import { prepareMatrix } from "@/components/matrix/prepare-matrix";
import { FirstSteps } from "@/components/overview/first-steps";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { listGoals } from "@/lib/goals/store";
import { ask, askAll } from "@/lib/reports/engine";

export const metadata: Metadata = { title: "Micro → macro" };

const MatrixPage = async ({ params, searchParams }: ReportPageProps) => {
  const report = await loadReport(params, searchParams);
  const goals = await listGoals(report.access.scope);
  const matrix = readMatrixView(loadMatrixParams(await searchParams), report.view.unit, goals);
  const { aim, windowMs, sort } = matrix;
  const hasMicro = goals.some(({ tier }) => tier === "micro");
  const windowWords = windowLabel(windowMs);
  return (
    <ReportPage report={report} title="Micro → macro" notices={matrix.notices}>
      {aim === null || !hasMicro ? (
        <Answered
          title="Micro → macro"
          answer={ask(report.access.scope, { report: "catalog", question: {} })}
          fallback={<MatrixSkeleton />}
        >
          {({ events }) =>
            events.length === 0 ? (
              <FirstSteps base={report.base} hasMacro={aim !== null} />
            ) : (
              <NoGoals report={report} hasMacro={aim !== null} />
            )
          }
        </Answered>
      ) : (
        <Answered title="Micro → macro" answer={askMatrix(report, windowMs)} fallback={<MatrixSkeleton />}>
          {({ answer, events }) => {
            if (events.length === 0) return <FirstSteps base={report.base} hasMacro />;
            const picture = prepareMatrix(answer, aim, windowWords);
            return (
              <>
                <Notices notices={(answer.warnings ?? []).map(({ message }) => message)} />
                <MatrixPanel
                  picture={picture}
                  windowMs={windowMs}
                  windowWords={windowWords}
                  sort={sort}
                  about={report.about}
                  fileWords={report.fileWords}
                />
                <Freshness computed={answer.computed} timezone={report.access.project.timezone} />
              </>
            );
          }}
        </Answered>
      )}
    </ReportPage>
  );
};

export default MatrixPage;

const askMatrix = async ({ access, view }: Report, windowMs: number) => {
  const [answer, { events }] = await askAll(access.scope, [
    { report: "matrix", question: { ...commonOf(view), unit: "visitor", windowMs } },
    { report: "catalog", question: {} },
  ]);
  return { answer, events };
};

const NoGoals = ({ report: { base, mayEdit }, hasMacro }: { report: Report; hasMacro: boolean }) => (
  <Panel>
    <EmptyState
      title={hasMacro ? "No small steps yet" : "No aim yet"}
      actions={
        <Button variant="primary" asChild>
          <Link href={mayEdit ? `${base}/goals/new` : `${base}/goals`}>
            {mayEdit ? "Define a goal" : "See the goals"}
          </Link>
        </Button>
      }
    >
      {hasMacro
        ? "Define a micro goal, such as a product viewed, to see whether it goes together with the aim."
        : "Define a macro goal, such as an order: it is what the small steps lead to."}
    </EmptyState>
  </Panel>
);
