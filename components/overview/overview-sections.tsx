import "server-only";
import { Answered } from "@/components/charts/answered";
import { unitNoun } from "@/components/charts/format";
import { daysFrom } from "@/components/filters/calendar-date";
import type { Report } from "@/components/filters/load-report";
import { Notices } from "@/components/filters/notices";
import { reportSearch } from "@/components/filters/report-search";
import { commonOf } from "@/components/filters/report-view";
import type { Goal } from "@/lib/goals/definition";
import type { ConversionsAnswer } from "@/lib/reports/conversions/definition";
import { ask, askAll } from "@/lib/reports/engine";
import { AimPicker } from "./aim-picker";
import { ConfluencePanel } from "./confluence-panel";
import { MacroRows } from "./macro-row";
import { ChartSkeleton, MacroRowsSkeleton } from "./overview-skeleton";
import type { OverviewView } from "./overview-view";
import { ladderWindow, prepareConfluence } from "./prepare-confluence";
import { prepareHeadlines } from "./prepare-headlines";
import { intervalFor, prepareTrend } from "./prepare-trend";
import { TrendPanel } from "./trend-panel";

/** A time series takes twenty metrics in one question. */
const mostMacros = 6;
const mostRates = 14;

type Props = { report: Report; overview: OverviewView; aim: Goal; conversions: ConversionsAnswer };

/** The three parts of an overview that has something to say; each comes when its answer does. */
export const OverviewSections = (props: Props) => {
  const { report, overview, aim, conversions } = props;
  const { view, access } = report;
  const interval = intervalFor(daysFrom(view.from, view.to));
  const macros = overview.macros.slice(0, mostMacros);
  const rated = [aim, ...overview.micros].slice(0, mostRates);
  const series = ask(access.scope, {
    report: "timeseries",
    question: {
      ...commonOf(view),
      interval,
      metrics: [
        ...macros.map((goal) => ({ goal: goal.key, count: "conversions" as const })),
        ...rated.map((goal) => ({ goal: goal.key, count: "rate" as const })),
      ],
    },
  });
  return (
    <>
      <Notices notices={(conversions.warnings ?? []).map((warning) => warning.message)} />
      <Answered title="Macro goals" answer={series} fallback={<MacroRowsSkeleton />}>
        {(answer) => (
          <MacroRows
            headlines={prepareHeadlines({
              conversions,
              series: answer,
              macros,
              comparesPrevious: view.comparesPrevious,
            })}
            rangeText={`by ${interval}`}
          />
        )}
      </Answered>
      {overview.micros.length > 0 ? <LadderSection {...props} /> : null}
      <Answered title="Trend" answer={series} fallback={<ChartSkeleton className="h-[280px]" />}>
        {(answer) => (
          <TrendPanel
            trend={prepareTrend({ answer, interval, goals: rated, firstMetric: macros.length })}
            aim={aim}
            lines={overview.lines}
            about={report.about}
            unit={unitNoun(view.unit)}
            fileWords={report.fileWords}
          />
        )}
      </Answered>
    </>
  );
};

const LadderSection = ({ report, overview, aim, conversions }: Props) => {
  const { view, access, base } = report;
  const funnels = askAll(
    access.scope,
    overview.micros.map((micro) => ({
      report: "funnel" as const,
      question: {
        ...commonOf(view),
        steps: [{ goal: micro.key }, { goal: aim.key }],
        windowMs: ladderWindow.ms,
      },
    })),
  );
  return (
    <Answered title="Small steps" answer={funnels} fallback={<ChartSkeleton className="h-[420px]" />}>
      {(answers) => {
        const confluence = prepareConfluence({
          macro: aim,
          macroNumbers: conversions.goals.find((goal) => goal.key === aim.key),
          micros: overview.micros.flatMap((goal, i) => {
            const funnel = answers[i];
            return funnel ? [{ goal, funnel }] : [];
          }),
        });
        return (
          <ConfluencePanel
            confluence={confluence}
            funnelHrefs={confluence.streams.map(
              (stream) =>
                `${base}/funnels${reportSearch(view, {
                  steps: `goal:${stream.key}~goal:${aim.key}`,
                  window: ladderWindow.param,
                })}`,
            )}
            about={report.about}
            fileWords={report.fileWords}
            actions={
              overview.macros.length > 1 ? (
                <AimPicker aim={aim.key} macros={overview.macros.map(({ key, name }) => ({ key, name }))} />
              ) : undefined
            }
          />
        );
      }}
    </Answered>
  );
};
