import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { Page, PageTitle } from "@/components/frame/page";
import { TrafficNotice } from "@/components/goals/goal-health";
import { GoalList } from "@/components/goals/goal-list";
import { readGoalHealth } from "@/components/goals/read-goal-health";
import { readGoalsPage } from "@/components/goals/read-goals-page";
import { Suggestions } from "@/components/goals/suggestions";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { atLeast } from "@/lib/auth/roles";

export const metadata: Metadata = { title: "Goals" };

const GoalsPage = async ({ params }: { params: Promise<ProjectSlugs> }) => {
  const slugs = await params;
  const access = await authorizeProject(slugs);
  const { goals, suggestions } = await readGoalsPage(access);
  // Not waited for: the list shows at once.
  const health = readGoalHealth(
    access,
    goals.map(({ goal }) => goal.key),
  );
  const mayEdit = atLeast(access.role, "admin");
  const base = `/${slugs.org}/${slugs.project}/goals`;
  const newGoal = (
    <Button variant="primary" asChild>
      <Link href={`${base}/new`}>
        <Plus aria-hidden />
        New goal
      </Link>
    </Button>
  );
  return (
    <Page>
      <PageTitle
        title="Goals"
        subtitle="What you count: the aim, and the small steps that lead to it. A goal looks back over every event already stored."
        actions={mayEdit && goals.length > 0 ? newGoal : null}
      />
      {goals.length > 0 ? (
        <>
          <Suspense>
            <TrafficNotice health={health} />
          </Suspense>
          <GoalList goals={goals} base={base} mayEdit={mayEdit} health={health} />
        </>
      ) : (
        <Panel>
          <EmptyState title="No goals yet" actions={mayEdit ? newGoal : null}>
            A goal turns events into conversions.{" "}
            {mayEdit ? null : "An admin of your organisation can add one."}
          </EmptyState>
        </Panel>
      )}
      {mayEdit && suggestions.length > 0 ? (
        <section aria-labelledby="suggestions" className="mt-8">
          <h2 id="suggestions" className="font-medium">
            {suggestions.some((one) => one.events !== null)
              ? "Arriving, not counted yet"
              : "Good to begin with"}
          </h2>
          <p className="mb-3 text-muted text-sm">
            Each opens as a filled-in form with its numbers; nothing is saved before you say so.
          </p>
          <Suggestions suggestions={suggestions} base={base} />
        </section>
      ) : null}
    </Page>
  );
};

export default GoalsPage;
