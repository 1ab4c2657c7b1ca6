"use client";

import { useQueryState } from "nuqs";
import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { Freshness } from "@/components/charts/freshness";
import { Notices } from "@/components/filters/notices";
import { PeopleDrawer } from "@/components/people/people-drawer";
import { peopleParam } from "@/components/people/people-params";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { InsightsAnswer } from "@/lib/reports/insights/definition";
import { FindingItem } from "./finding-item";
import { funnelHref } from "./funnel-href";
import { type InsightsPicture, prepareInsights } from "./prepare-insights";
import { ProgressPanel } from "./progress-panel";
import { useInsights } from "./use-insights";

const title = "What goes together with visits that reach the aim, or with those that do not?";

type About = {
  slugs: ProjectSlugs;
  timezone: string;
  /** Range, segment and filters in words. */
  about: string;
  fileWords: readonly string[];
  /** Query text of the report. */
  search: string;
};

/** Asks the question, a JSON text, and shows what comes of it. */
export const InsightsPanel = ({ question, ...about }: About & { question: string }) => {
  const { org, project } = about.slugs;
  const { asking, cancel, again } = useInsights(`/${org}/${project}/insights/stream`, question);
  if (asking.state === "asking") return <ProgressPanel done={asking.done} onCancel={cancel} />;
  if (asking.state === "answered") return <Findings answer={asking.answer} {...about} />;
  const isStopped = asking.state === "stopped";
  return (
    <Panel role={isStopped ? "status" : "alert"}>
      <EmptyState
        title={isStopped ? "Stopped" : "No answer"}
        actions={
          <Button variant="primary" onClick={again}>
            Try again
          </Button>
        }
      >
        {isStopped ? "Nothing is being worked out any more." : asking.message}
      </EmptyState>
    </Panel>
  );
};

const Findings = ({ answer, ...about }: About & { answer: InsightsAnswer }) => {
  const { slugs, timezone, fileWords, search } = about;
  const [shown, setShown] = useQueryState("people", peopleParam);
  const picture = prepareInsights(answer);
  return (
    <>
      <Notices notices={(answer.warnings ?? []).map(({ message }) => message)} />
      <ChartFrame
        title={title}
        subtitle={`Ranked by what it goes together with at least. ${about.about}`}
        summary={picture.sentence}
        table={<DataTableView label={title} table={picture.table} />}
        csv={csvLink(picture.table, "insights", ...fileWords)}
        footer={
          <p className="max-w-4xl">
            <strong className="font-medium text-muted">Association, not effect.</strong> Both sides are
            followed from the same moment, and compared among visits of one device, channel and kind of
            visitor; only a test shows what causes what. Costs are what the visits would have brought at the
            rate of the others.
          </p>
        }
      >
        {picture.rows.length === 0 ? (
          <Nothing picture={picture} asked={answer.asked} />
        ) : (
          <>
            <p className="border-t px-4 py-3">{picture.sentence}</p>
            <ol className="divide-y border-t">
              {picture.rows.map((row, n) => (
                <FindingItem
                  key={row.id}
                  place={n + 1}
                  row={row}
                  funnelHref={row.funnel ? funnelHref(slugs, search, row.funnel) : null}
                  onPeople={() => void setShown(row.id)}
                />
              ))}
            </ol>
          </>
        )}
        <NotAsked picture={picture} />
      </ChartFrame>
      <Freshness computed={answer.computed} timezone={timezone} />
      <PeopleDrawer
        crowd={picture.rows.find(({ id }) => id === shown)?.people ?? null}
        slugs={slugs}
        timezone={timezone}
        onClose={() => void setShown(null)}
      />
    </>
  );
};

const Nothing = ({ picture, asked }: { picture: InsightsPicture; asked: number }) => (
  <EmptyState
    title={asked === 0 ? "Nothing to ask about yet" : "Nothing stands out, and that is good"}
    className="border-t"
  >
    {asked === 0 ? "What has to arrive first is listed below." : picture.sentence}
  </EmptyState>
);

const NotAsked = ({ picture: { notAsked } }: { picture: InsightsPicture }) =>
  notAsked.length === 0 ? null : (
    <section aria-label="Not asked about" className="border-t px-4 py-4">
      <h3 className="font-medium text-sm">Not asked about</h3>
      <dl className="mt-1.5 grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[max-content_minmax(0,1fr)]">
        {notAsked.map(({ topic, reason }) => (
          <div key={topic} className="contents">
            <dt>{topic}</dt>
            <dd className="text-muted max-sm:mb-1.5">{reason}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
