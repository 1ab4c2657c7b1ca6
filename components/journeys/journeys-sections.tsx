import "server-only";
import { Answered } from "@/components/charts/answered";
import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { unitNoun } from "@/components/charts/format";
import { Freshness } from "@/components/charts/freshness";
import { daysFrom } from "@/components/filters/calendar-date";
import type { Report } from "@/components/filters/load-report";
import { Notices } from "@/components/filters/notices";
import { commonOf } from "@/components/filters/report-view";
import { type StepCatalog, stepLabel } from "@/components/funnel/step-choices";
import { EmptyState } from "@/components/ui/empty-state";
import type { Goal, Tier } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";
import { ask } from "@/lib/reports/engine";
import { JourneysSkeleton } from "./journeys-skeleton";
import type { Interval, JourneysView } from "./journeys-view";
import { PathsChart } from "./paths-chart";
import { PathsControls } from "./paths-controls";
import { PeoplePanel } from "./people-panel";
import { preparePaths } from "./prepare-paths";
import { prepareRetention } from "./prepare-retention";
import { RetentionControls } from "./retention-controls";
import { RetentionTable } from "./retention-table";

type Props = { report: Report; journeys: JourneysView; goals: readonly Goal[]; catalog: StepCatalog };

const messages = (warnings: readonly { message: string }[] = []): string[] =>
  warnings.map(({ message }) => message);

/** Where ways lead to if nobody says: the first aim. */
const aimOf = (goals: readonly Goal[]): Matcher | null => {
  const aim = goals.find(({ tier }) => tier === "macro");
  return aim ? { goal: aim.key } : null;
};

/** Which ways do visitors go? */
export const PathsSection = ({ report, journeys: { paths }, goals, catalog }: Props) => {
  const { access, view, about, fileWords } = report;
  const { timezone } = access.project;
  const common = commonOf(view);
  const { start, end, by, depth } = paths;
  const answer = ask(access.scope, {
    report: "paths",
    question: { ...common, by, depth, ...(start ? { start } : {}), ...(end ? { end } : {}) },
  });
  const title = end
    ? `Which ways lead to ${stepLabel(catalog, end)}?`
    : start
      ? `Which ways do they go after ${stepLabel(catalog, start)}?`
      : "Which ways do they go?";
  const units = unitNoun(view.unit);
  return (
    <Answered title={title} answer={answer} fallback={<JourneysSkeleton />}>
      {(found) => {
        const picture = preparePaths(found, goals);
        return (
          <>
            <Notices notices={messages(found.warnings)} />
            <ChartFrame
              title={title}
              subtitle={`${capital(units)}, step by step; repeats of a step count once. ${about}`}
              summary={picture.sentence}
              table={<DataTableView label={title} table={picture.table} />}
              csv={csvLink(picture.table, "paths", ...fileWords)}
              footer={`A bar is as high as its ${units}; grey is where their path ${end ? "began" : "ended"}. Press a step to see where they came from and went.`}
            >
              <PathsControls paths={paths} aim={aimOf(goals)} catalog={catalog} />
              {found.total === 0 ? (
                <EmptyState title="Nobody took a way like this" className="border-t">
                  Choose another step, a longer range or fewer filters.
                </EmptyState>
              ) : (
                <PathsChart
                  key={JSON.stringify(paths)}
                  picture={picture}
                  whose={{ from: common.from, to: common.to, segment: common.segment }}
                  slugs={{ org: access.org.slug, project: access.project.slug }}
                  timezone={timezone}
                />
              )}
            </ChartFrame>
            <Freshness computed={found.computed} timezone={timezone} />
          </>
        );
      }}
    </Answered>
  );
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const daysOf: Record<Interval, number> = { day: 1, week: 7, month: 30 };
const mostPeriods = 14;

/** So many periods as the range has room for. */
const periodsIn = (from: string, to: string, interval: Interval): number =>
  Math.min(mostPeriods, Math.ceil(daysFrom(from, to) / daysOf[interval]) + 1);

/** Viewing a page, where that arrives, else what arrives most. */
const usualStep = ({ events }: StepCatalog): Matcher => ({
  event: events.includes("Page Viewed") ? "Page Viewed" : (events[0] ?? "Page Viewed"),
});

const tierOf = (step: Matcher, goals: readonly Goal[]): Tier | null =>
  "goal" in step ? (goals.find(({ key }) => key === step.goal)?.tier ?? null) : null;

/** Do they come back? */
export const RetentionSection = ({ report, journeys, goals, catalog }: Props) => {
  const { access, view, about, fileWords } = report;
  const { timezone } = access.project;
  const { interval, mode, ...steps } = journeys.retention;
  const first = steps.first ?? usualStep(catalog);
  const again = steps.again ?? first;
  const answer = ask(access.scope, {
    report: "retention",
    question: {
      ...commonOf(view),
      unit: "visitor",
      first,
      again,
      interval,
      mode,
      periods: periodsIn(view.from, view.to, interval),
    },
  });
  const title = "Do they come back?";
  return (
    <Answered title={title} answer={answer} fallback={<JourneysSkeleton />}>
      {(found) => {
        const picture = prepareRetention(found);
        return (
          <>
            <Notices
              notices={[
                ...messages(found.warnings),
                ...(view.unit === "session" ? ["Retention counts visitors, whatever the bar says."] : []),
              ]}
            />
            <ChartFrame
              title={title}
              subtitle={`Visitors by the ${interval} of their first ${stepLabel(catalog, first)}: the part with ${stepLabel(catalog, again)} in a later one. ${about}`}
              summary={picture.sentence}
              table={<DataTableView label={title} table={picture.table} />}
              csv={csvLink(picture.table, "retention", ...fileWords)}
              footer={`${interval === "day" ? "Day" : interval === "week" ? "Week" : "Month"} 0 is the ${interval} of the first itself. Hatched: not over yet, counted so far. The average is of all visitors for whom the period is over.`}
            >
              <RetentionControls asked={{ first, again, interval, mode }} catalog={catalog} />
              {found.total === 0 ? (
                <EmptyState title="Nobody to follow" className="border-t">
                  Nobody did {stepLabel(catalog, first)} in this range. Choose another step or a longer range.
                </EmptyState>
              ) : (
                <RetentionTable title={title} picture={picture} tier={tierOf(again, goals)} />
              )}
            </ChartFrame>
            <Freshness computed={found.computed} timezone={timezone} />
          </>
        );
      }}
    </Answered>
  );
};

/** Who was here? */
export const PeopleSection = ({ report: { access, view, about } }: Pick<Props, "report">) => {
  const { segment, ...common } = commonOf(view);
  return (
    <PeoplePanel
      of={{ ...common, segment: segment ?? { field: "visitor.isNew", op: "exists" } }}
      about={about}
      slugs={{ org: access.org.slug, project: access.project.slug }}
      timezone={access.project.timezone}
    />
  );
};
