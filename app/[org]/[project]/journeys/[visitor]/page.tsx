import type { Metadata } from "next";
import Link from "next/link";
import { Freshness } from "@/components/charts/freshness";
import { Page } from "@/components/frame/page";
import { FindVisitor } from "@/components/journeys/people-panel";
import { prepareTimeline, prepareVisitor } from "@/components/journeys/prepare-timeline";
import { Timeline } from "@/components/journeys/timeline";
import { VisitorPanel } from "@/components/journeys/visitor-panel";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { authorizeProject, type ProjectAccess, type ProjectSlugs } from "@/lib/auth/authorize";
import { isAppError } from "@/lib/errors";
import { listGoals } from "@/lib/goals/store";
import { ask } from "@/lib/reports/engine";
import type { JourneyAnswer } from "@/lib/reports/journey/definition";

export const metadata: Metadata = { title: "Journey" };

type Props = { params: Promise<ProjectSlugs & { visitor: string }> };

/** Null for an id that is nobody's, or that no address can hold. */
const journeyOf = async (scope: ProjectAccess["scope"], visitorId: string): Promise<JourneyAnswer | null> => {
  try {
    return await ask(scope, { report: "journey", question: { visitorId } });
  } catch (error) {
    if (isAppError(error) && (error.code === "not_found" || error.code === "invalid")) return null;
    throw error;
  }
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const VisitorPage = async ({ params }: Props) => {
  const { org, project, visitor } = await params;
  const access = await authorizeProject({ org, project });
  const visitorId = decoded(visitor);
  const slugs = { org, project };
  const [journey, goals] = await Promise.all([journeyOf(access.scope, visitorId), listGoals(access.scope)]);
  if (!journey) return <Nobody visitorId={visitorId} slugs={slugs} />;
  const { timezone } = access.project;
  const names = goals.map(({ key, name, tier }) => ({ key, name, tier }));
  return (
    <Page>
      <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="break-all font-mono font-semibold text-xl">{journey.visitor.id}</h1>
          <p className="mt-0.5 text-muted">
            What this visitor did, the newest session first. Times in {timezone}.
          </p>
        </div>
        <FindVisitor slugs={slugs} />
      </header>
      <div className="grid gap-4">
        <VisitorPanel visitor={prepareVisitor(journey.visitor, timezone)} />
        {journey.sessions.length === 0 ? (
          <EmptyState title="Nothing done yet">
            We know this visitor, but no events: there were none, or they are past the time that events are
            kept.
          </EmptyState>
        ) : (
          <Timeline
            visitorId={visitorId}
            slugs={slugs}
            goals={names}
            timezone={timezone}
            initial={{
              sessions: prepareTimeline(journey.sessions, names, timezone),
              next: journey.next,
            }}
          />
        )}
        <Freshness computed={journey.computed} timezone={timezone} />
      </div>
    </Page>
  );
};

export default VisitorPage;

const Nobody = ({ visitorId, slugs }: { visitorId: string; slugs: ProjectSlugs }) => (
  <Page className="max-w-xl">
    <EmptyState
      heading="h1"
      title="There is no visitor with this id"
      actions={
        <>
          <FindVisitor slugs={slugs} />
          <Button asChild>
            <Link href={`/${slugs.org}/${slugs.project}/journeys?view=people`}>See who was here</Link>
          </Button>
        </>
      }
    >
      Nobody here is called <span className="break-all font-mono">{visitorId}</span>. Ids are exact: capital
      letters matter.
    </EmptyState>
  </Page>
);
