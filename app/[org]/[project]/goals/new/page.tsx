import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Page, PageTitle } from "@/components/frame/page";
import { draftOf, newDraft } from "@/components/goals/draft";
import { GoalForm } from "@/components/goals/goal-form";
import { readKnown } from "@/components/goals/read-known";
import { suggestionOf } from "@/components/goals/suggest-goals";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { atLeast } from "@/lib/auth/roles";

export const metadata: Metadata = { title: "New goal" };

type Props = { params: Promise<ProjectSlugs>; searchParams: Promise<{ from?: string | string[] }> };

const NewGoalPage = async ({ params, searchParams }: Props) => {
  const slugs = await params;
  const { from } = await searchParams;
  const { scope, project, role } = await authorizeProject(slugs);
  if (!atLeast(role, "admin")) redirect(`/${slugs.org}/${slugs.project}/goals`);
  const suggestion = suggestionOf(typeof from === "string" ? from : undefined);
  return (
    <Page>
      <PageTitle title="New goal" />
      <GoalForm
        slugs={slugs}
        start={suggestion ? draftOf(suggestion, project.currency) : newDraft(project.currency)}
        saved={null}
        known={await readKnown(scope)}
        readOnly={false}
      />
    </Page>
  );
};

export default NewGoalPage;
