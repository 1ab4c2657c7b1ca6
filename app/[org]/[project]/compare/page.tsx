import type { Metadata } from "next";
import { Answered } from "@/components/charts/answered";
import { Freshness } from "@/components/charts/freshness";
import { ComparePanel } from "@/components/compare/compare-panel";
import { loadCompareParams } from "@/components/compare/compare-params";
import { CompareSkeleton } from "@/components/compare/compare-skeleton";
import { type CompareView, readCompareView } from "@/components/compare/compare-view";
import { filterOfCompared } from "@/components/compare/compared";
import { type Metric, metricWords } from "@/components/compare/metric";
import { MetricPicker } from "@/components/compare/metric-picker";
import { PairsPanel } from "@/components/compare/pairs-panel";
import { prepareCompare } from "@/components/compare/prepare-compare";
import { prepareReversals } from "@/components/compare/prepare-reversal";
import { ReversalPanel } from "@/components/compare/reversal-panel";
import { SegmentChips } from "@/components/compare/segment-chips";
import { StartCards } from "@/components/compare/start-cards";
import { startsOf } from "@/components/compare/starts";
import { loadReport, type Report, type ReportPageProps } from "@/components/filters/load-report";
import { Notices } from "@/components/filters/notices";
import { ReportPage } from "@/components/filters/report-page";
import { commonOf } from "@/components/filters/report-view";
import type { StepCatalog } from "@/components/funnel/step-choices";
import { FirstSteps } from "@/components/overview/first-steps";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { listFunnels } from "@/lib/funnels/store";
import type { Goal } from "@/lib/goals/definition";
import { listGoals } from "@/lib/goals/store";
import type { CatalogAnswer } from "@/lib/reports/catalog/definition";
import type { CompareAnswer, CompareQuestion } from "@/lib/reports/compare/definition";
import { ask, askAll } from "@/lib/reports/engine";

export const metadata: Metadata = { title: "Compare" };

type Funnels = readonly { key: string; name: string }[];

const ComparePage = async ({ params, searchParams }: ReportPageProps) => {
  const report = await loadReport(params, searchParams);
  const { scope } = report.access;
  const [goals, saved] = await Promise.all([listGoals(scope), listFunnels(scope)]);
  const funnels = saved.map(({ key, name }) => ({ key, name }));
  const compare = readCompareView(loadCompareParams(await searchParams), report.view.unit, {
    goals,
    funnels,
    segments: report.segments,
  });
  const { metric } = compare;
  return (
    <ReportPage report={report} title="Compare" notices={compare.notices}>
      {metric === null ? (
        <Panel>
          <EmptyState title="Nothing to compare by yet">
            Define a goal first: it says what counts, and then who does it more often.
          </EmptyState>
        </Panel>
      ) : isComplete(compare, metric) ? (
        <Answered
          title="Comparison"
          answer={askCompare(report, compare, metric)}
          fallback={<CompareSkeleton />}
        >
          {({ answer, catalog }) => (
            <CompareParts
              report={report}
              compare={compare}
              metric={metric}
              answer={answer}
              catalog={stepCatalog(catalog, goals)}
              funnels={funnels}
            />
          )}
        </Answered>
      ) : (
        <Answered title="Comparison" answer={askStarts(report)} fallback={<CompareSkeleton />}>
          {({ catalog, channels }) =>
            catalog.events.length === 0 ? (
              <FirstSteps base={report.base} hasMacro={goals.some(({ tier }) => tier === "macro")} />
            ) : (
              <Panel aria-label="Comparison">
                <Editor
                  report={report}
                  compare={compare}
                  metric={metric}
                  catalog={stepCatalog(catalog, goals)}
                  funnels={funnels}
                />
                <EmptyState
                  title={emptyTitle(compare, metric)}
                  actions={<StartCards starts={startsOf(channels, report.segments, compare.unit)} />}
                >
                  Put two to six segments side by side to see whether they really differ, and by how much.
                </EmptyState>
              </Panel>
            )
          }
        </Answered>
      )}
    </ReportPage>
  );
};

export default ComparePage;

const isComplete = ({ rows }: CompareView, metric: Metric): boolean =>
  rows.length >= 2 && (metric.kind !== "steps" || metric.steps.length >= 2);

const emptyTitle = ({ rows }: CompareView, metric: Metric): string => {
  if (rows.length >= 2)
    return metric.kind === "steps" ? "Add two steps or more" : "Choose what to compare by";
  return rows.length === 1 ? "Add a second segment" : "Choose whom to compare";
};

const stepCatalog = (catalog: CatalogAnswer, goals: readonly Goal[]): StepCatalog => ({
  goals: goals.map(({ key, name, tier }) => ({ key, name, tier })),
  events: catalog.events.map((event) => event.name),
  pages: catalog.pages.map((page) => page.name),
});

const metricOf = (metric: Metric): CompareQuestion["metric"] => {
  switch (metric.kind) {
    case "goal":
      return { goal: metric.key };
    case "saved":
      return { funnel: { key: metric.key } };
    case "steps":
      return { funnel: { steps: metric.steps, windowMs: metric.windowMs } };
    case "revenue":
      return { revenuePerVisitor: true };
  }
};

const askCompare = async ({ access, view }: Report, compare: CompareView, metric: Metric) => {
  const [answer, catalog] = await askAll(access.scope, [
    {
      report: "compare",
      question: {
        ...commonOf(view),
        unit: compare.unit,
        metric: metricOf(metric),
        segments: compare.rows.map(({ name, compared }) => {
          const filter = filterOfCompared(compared);
          return { name, ...(filter ? { filter } : {}) };
        }),
      },
    },
    { report: "catalog", question: {} },
  ]);
  return { answer, catalog };
};

const askStarts = async ({ access, view }: Report) => {
  const [catalog, channels] = await Promise.all([
    ask(access.scope, { report: "catalog", question: {} }),
    ask(access.scope, {
      report: "conversions",
      question: { ...commonOf(view), breakdown: { by: "channel", limit: 4 } },
    }),
  ]);
  return {
    catalog,
    channels: (channels.breakdown ?? []).flatMap(({ value, other }) =>
      other || value === null ? [] : [value],
    ),
  };
};

type EditorProps = {
  report: Report;
  compare: CompareView;
  metric: Metric;
  catalog: StepCatalog;
  funnels: Funnels;
};

const Editor = ({ report: { access, view, segments }, compare, metric, catalog, funnels }: EditorProps) => (
  <div className="grid gap-2.5 border-y bg-sunken/60 px-4 py-2.5 first:border-t-0">
    <SegmentChips
      compared={compare.rows.map(({ compared }) => compared)}
      base={compare.base}
      segments={segments.map(({ key, name }) => ({ key, name }))}
      context={{ org: access.org.slug, project: access.project.slug, from: view.from, to: view.to }}
    />
    <MetricPicker metric={metric} catalog={catalog} funnels={funnels} />
  </div>
);

const CompareParts = ({ answer, ...props }: EditorProps & { answer: CompareAnswer }) => {
  const { report, compare, metric } = props;
  const picture = prepareCompare(answer, compare.base);
  const reversals = prepareReversals(answer);
  const others = (answer.warnings ?? []).filter(({ reversal }) => reversal === undefined);
  return (
    <>
      <Notices notices={others.map(({ message }) => message)} />
      <ComparePanel
        picture={picture}
        metric={metricWords(metric)}
        about={report.about}
        fileWords={report.fileWords}
        editor={<Editor {...props} />}
      />
      {reversals.map((reversal) => (
        <ReversalPanel key={reversal.key} reversal={reversal} />
      ))}
      {picture.pairs.length > 0 ? <PairsPanel pairs={picture.pairs} /> : null}
      <Freshness computed={answer.computed} timezone={report.access.project.timezone} />
    </>
  );
};
