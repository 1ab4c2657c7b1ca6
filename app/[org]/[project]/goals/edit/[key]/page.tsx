import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page, PageTitle } from "@/components/frame/page";
import { DeleteGoal } from "@/components/goals/delete-goal";
import { draftOf } from "@/components/goals/draft";
import { GoalForm } from "@/components/goals/goal-form";
import { goalPreview } from "@/components/goals/goal-preview";
import { patchedGoal } from "@/components/goals/patched-goal";
import { readKnown } from "@/components/goals/read-known";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { atLeast } from "@/lib/auth/roles";
import { listGoals } from "@/lib/goals/store";
import { previewGoal } from "@/lib/reports/engine";

export const metadata: Metadata = { title: "Goal" };

type Props = {
  params: Promise<ProjectSlugs & { key: string }>;
  searchParams: Promise<{ patch?: string | string[] }>;
};

const EditGoalPage = async ({ params, searchParams }: Props) => {
  const { key, ...slugs } = await params;
  const { patch } = await searchParams;
  const { scope, project, role } = await authorizeProject(slugs);
  const goal = (await listGoals(scope)).find((one) => one.key === key);
  if (!goal) notFound();
  const mayEdit = atLeast(role, "admin");
  const [numbers, known] = await Promise.all([previewGoal(scope, goal), readKnown(scope)]);
  const proposed = typeof patch === "string" ? patchedGoal(goal, patch) : undefined;
  return (
    <Page>
      <PageTitle
        title={goal.name}
        subtitle={mayEdit ? null : "You can look at this goal; changing it needs the role admin."}
        actions={mayEdit ? <DeleteGoal slugs={slugs} goalKey={goal.key} name={goal.name} /> : null}
      />
      <GoalForm
        slugs={slugs}
        start={draftOf(goal, project.currency)}
        proposed={proposed && draftOf(proposed, project.currency)}
        saved={{ numbers: goalPreview(numbers) }}
        known={known}
        readOnly={!mayEdit}
      />
    </Page>
  );
};

export default EditGoalPage;
