import { Copy } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Page, PageTitle } from "@/components/frame/page";
import { draftOf } from "@/components/segments/draft";
import { previewFilter } from "@/components/segments/preview-filter";
import { readKnown } from "@/components/segments/read-known";
import { SegmentForm } from "@/components/segments/segment-form";
import { Button } from "@/components/ui/button";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { atLeast } from "@/lib/auth/roles";
import { listSegments } from "@/lib/segments/store";

export const metadata: Metadata = { title: "Segment" };

const EditSegmentPage = async ({ params }: { params: Promise<ProjectSlugs & { key: string }> }) => {
  const { key, ...slugs } = await params;
  const access = await authorizeProject(slugs);
  const segment = (await listSegments(access.scope)).find((one) => one.key === key);
  if (!segment) notFound();
  const mayEdit = atLeast(access.role, "admin");
  const [preview, known] = await Promise.all([
    previewFilter(access.scope, access.project, segment.filter),
    readKnown(access, segment.key),
  ]);
  return (
    <Page>
      <PageTitle
        title={segment.name}
        subtitle={mayEdit ? null : "You can look at this segment; changing it needs the role admin."}
        actions={
          mayEdit ? (
            <Button asChild>
              <Link href={`/${slugs.org}/${slugs.project}/segments/new?from=${segment.key}`}>
                <Copy aria-hidden />
                Duplicate
              </Link>
            </Button>
          ) : null
        }
      />
      <SegmentForm slugs={slugs} start={draftOf(segment)} saved={preview} known={known} readOnly={!mayEdit} />
    </Page>
  );
};

export default EditSegmentPage;
