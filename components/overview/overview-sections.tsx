import "server-only";
import { Answered } from "@/components/charts/answered";
import { unitNoun } from "@/components/charts/format";
import { daysFrom } from "@/components/filters/calendar-date";
import { filterText } from "@/components/filters/field-filter";
import type { Report } from "@/components/filters/load-report";
import { Notices } from "@/components/filters/notices";
import { reportSearch } from "@/components/filters/report-search";
import { commonOf, filterOf } from "@/components/filters/report-view";
import { pathTo } from "@/components/funnel/path-to";
import { writeSteps } from "@/components/funnel/step-text";
import { defaultWindowMs, windowLabel, windowTextOf } from "@/components/funnel/window-text";
import type { Goal } from "@/lib/goals/definition";
import type { ConversionsAnswer } from "@/lib/reports/conversions/definition";
import { ask } from "@/lib/reports/engine";
import { AimPicker } from "./aim-picker";
import { askSources } from "./ask-sources";
import { ConfluencePanel } from "./confluence-panel";
import { InFlightPanel } from "./in-flight-panel";
import { ladderWindowMs } from "./ladder-window";
import { LeaksPanel } from "./leaks-panel";
import { MacroRows } from "./macro-row";
import { ChartSkeleton, MacroRowsSkeleton } from "./overview-skeleton";
import type { OverviewView } from "./overview-view";
import { prepareConfluence } from "./prepare-confluence";
import { prepareHeadlines } from "./prepare-headlines";
import { prepareInFlight } from "./prepare-in-flight";
import { prepareLeaks } from "./prepare-leaks";
import { intervalFor, prepareTrend } from "./prepare-trend";
import { prepareWhy } from "./prepare-why";
import { SourcesPanel } from "./sources-panel";
import { TrendPanel } from "./trend-panel";
import { WhyPanel } from "./why-panel";

/** A time series takes twenty metrics in one question. */
const mostMacros = 6;
const mostRates = 14;

type Props = { report: Report; overview: OverviewView; aim: Goal; conversions: ConversionsAnswer };

/** The parts of an overview that has something to say; each comes when its answer does. */
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
      {overview.micros.length > 0 ? <LeaksSection {...props} /> : null}
      <WhySection {...props} />
      {overview.micros.length > 0 ? <InFlightSection {...props} /> : null}
      <SourcesSection {...props} />
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
  const windowMs = ladderWindowMs(daysFrom(view.from, view.to));
  const bySession = view.unit === "session";
  const matrix = ask(access.scope, {
    report: "matrix",
    question: {
      ...commonOf(view),
      unit: "visitor",
      macros: [aim.key],
      micros: overview.micros.map(({ key }) => key),
      windowMs,
    },
  });
  return (
    <Answered title="Small steps" answer={matrix} fallback={<ChartSkeleton className="h-[460px]" />}>
      {(answer) => {
        const confluence = prepareConfluence({
          macro: aim,
          macroNumbers: bySession ? undefined : conversions.goals.find((goal) => goal.key === aim.key),
          matrix: answer,
          windowMs,
        });
        return (
          <>
            <Notices notices={(answer.warnings ?? []).map((warning) => warning.message)} />
            <ConfluencePanel
              confluence={confluence}
              funnelHrefs={confluence.streams.map(
                (stream) =>
                  `${base}/funnels${reportSearch(view, {
                    steps: `goal:${stream.key}~goal:${aim.key}`,
                    window: windowTextOf(windowMs),
                  })}`,
              )}
              about={report.about}
              fileWords={report.fileWords}
              bySession={bySession}
              actions={
                overview.macros.length > 1 ? (
                  <AimPicker aim={aim.key} macros={overview.macros.map(({ key, name }) => ({ key, name }))} />
                ) : undefined
              }
            />
          </>
        );
      }}
    </Answered>
  );
};

const LeaksSection = ({ report, overview, aim }: Props) => {
  const { view, access, base } = report;
  const path = pathTo(aim, overview.micros);
  if (path.length < 2) return null;
  const funnel = ask(access.scope, {
    report: "funnel",
    question: {
      ...commonOf(view),
      steps: path.map(({ key }) => ({ goal: key })),
      windowMs: defaultWindowMs,
      breakdown: { by: "device", limit: 8 },
    },
  });
  const steps = writeSteps(path.map(({ key }) => ({ goal: key })));
  return (
    <Answered title="Leaks" answer={funnel} fallback={<ChartSkeleton className="h-16" />}>
      {(answer) => {
        const leaks = prepareLeaks(answer, daysFrom(view.from, view.to));
        return (
          <LeaksPanel
            leaks={leaks}
            aim={aim.name}
            path={path.map(({ name }) => name).join(" → ")}
            hrefs={leaks.map(
              ({ filter }) =>
                `${base}/funnels${reportSearch(view, { steps }, filter ? [...view.filters, filter] : view.filters)}`,
            )}
          />
        );
      }}
    </Answered>
  );
};

const mostSteps = 5;

const WhySection = ({ report, overview, aim }: Props) => {
  const { view, access } = report;
  if (!view.comparesPrevious || "none" in aim.value) return null;
  const steps = pathTo(aim, overview.micros).slice(0, -1).slice(-mostSteps);
  const decomposition = ask(access.scope, {
    report: "decomposition",
    question: { ...commonOf(view), macros: [aim.key], steps: steps.map(({ key }) => ({ goal: key })) },
  });
  return (
    <Answered title="Why it moved" answer={decomposition} fallback={<ChartSkeleton className="h-[300px]" />}>
      {(answer) => (
        <WhyPanel
          why={prepareWhy(answer)}
          aim={aim.name}
          about={report.about}
          slugs={{ org: access.org.slug, project: access.project.slug }}
          timezone={access.project.timezone}
          fileWords={report.fileWords}
        />
      )}
    </Answered>
  );
};

const inFlightWindowMs = 14 * 86_400_000;

const InFlightSection = ({ report, aim }: Props) => {
  const { view, access } = report;
  const { timezone } = access.project;
  const segment = filterOf(view);
  const pipeline = ask(access.scope, {
    report: "pipeline",
    question: {
      macro: aim.key,
      windowMs: inFlightWindowMs,
      by: "channel",
      ...(segment ? { segment } : {}),
    },
  });
  const who = [...(view.segment ? [view.segment.name] : []), ...view.filters.map(filterText)].join(" · ");
  return (
    <Answered title="In flight" answer={pipeline} fallback={<ChartSkeleton className="h-[300px]" />}>
      {(answer) => (
        <InFlightPanel
          inFlight={prepareInFlight(answer, { goal: aim.name, timezone })}
          aim={aim.name}
          windowWords={windowLabel(inFlightWindowMs)}
          who={who || null}
          fileWords={[access.project.slug, answer.asOf.slice(0, 10)]}
        />
      )}
    </Answered>
  );
};

const SourcesSection = ({ report, overview, aim }: Props) => {
  const { view, access } = report;
  const question = { ...commonOf(view), previous: view.comparesPrevious };
  return (
    <Answered
      title="Sources and pages"
      answer={askSources(access.scope, question, overview.source, aim)}
      fallback={<ChartSkeleton className="h-[340px]" />}
    >
      {(sources) => (
        <SourcesPanel
          // A new question begins with its own answer.
          key={JSON.stringify([question, aim.key, overview.source])}
          slugs={{ org: access.org.slug, project: access.project.slug }}
          question={{ ...question, aim: aim.key }}
          start={sources}
          filters={view.filters}
          about={report.about}
          fileWords={report.fileWords}
        />
      )}
    </Answered>
  );
};
