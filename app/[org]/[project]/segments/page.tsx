import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Page, PageTitle } from "@/components/frame/page";
import { readSegmentsPage } from "@/components/segments/read-segments-page";
import { SegmentList } from "@/components/segments/segment-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { atLeast } from "@/lib/auth/roles";

export const metadata: Metadata = { title: "Segments" };

const SegmentsPage = async ({ params }: { params: Promise<ProjectSlugs> }) => {
  const slugs = await params;
  const access = await authorizeProject(slugs);
  const page = await readSegmentsPage(access);
  const mayEdit = atLeast(access.role, "admin");
  const base = `/${slugs.org}/${slugs.project}/segments`;
  const newSegment = (
    <Button variant="primary" asChild>
      <Link href={`${base}/new`}>
        <Plus aria-hidden />
        New segment
      </Link>
    </Button>
  );
  return (
    <Page>
      <PageTitle
        title="Segments"
        subtitle="Groups of visitors by who they are and what they did. Choose one in any report, or compare several."
        actions={mayEdit && page.segments.length > 0 ? newSegment : null}
      />
      <SegmentList slugs={slugs} base={base} page={page} mayEdit={mayEdit} />
      {page.segments.length === 0 ? (
        <Panel>
          <EmptyState title="No segments yet" actions={mayEdit ? newSegment : null}>
            A segment is a question about visitors that you ask often: buyers on phones, readers who came
            back.{" "}
            {mayEdit
              ? "Write one here, or save the filters of any report."
              : "An admin of your organisation can add one."}
          </EmptyState>
        </Panel>
      ) : null}
    </Page>
  );
};

export default SegmentsPage;
