import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Page, PageTitle } from "@/components/frame/page";
import { draftOf, newDraft } from "@/components/segments/draft";
import { readKnown } from "@/components/segments/read-known";
import { SegmentForm } from "@/components/segments/segment-form";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { atLeast } from "@/lib/auth/roles";
import { listSegments } from "@/lib/segments/store";

export const metadata: Metadata = { title: "New segment" };

type Props = { params: Promise<ProjectSlugs>; searchParams: Promise<{ from?: string | string[] }> };

const NewSegmentPage = async ({ params, searchParams }: Props) => {
  const slugs = await params;
  const { from } = await searchParams;
  const access = await authorizeProject(slugs);
  if (!atLeast(access.role, "admin")) redirect(`/${slugs.org}/${slugs.project}/segments`);
  const copied = (await listSegments(access.scope)).find(({ key }) => key === from);
  return (
    <Page>
      <PageTitle title="New segment" subtitle={copied ? `Begins as a copy of ${copied.name}.` : null} />
      <SegmentForm
        slugs={slugs}
        start={copied ? { ...draftOf(copied), name: "", key: "" } : newDraft()}
        saved={null}
        known={await readKnown(access, null)}
        readOnly={false}
      />
    </Page>
  );
};

export default NewSegmentPage;
