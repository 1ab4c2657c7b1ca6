import type { Metadata } from "next";
import { Answered } from "@/components/charts/answered";
import { loadDataParams } from "@/components/data/data-params";
import { DataSections } from "@/components/data/data-sections";
import { DataSkeleton } from "@/components/data/data-skeleton";
import { readDataPage } from "@/components/data/read-data-page";
import { Page, PageTitle } from "@/components/frame/page";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { atLeast } from "@/lib/auth/roles";

export const metadata: Metadata = { title: "Data health" };

type Props = {
  params: Promise<ProjectSlugs>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const DataPage = async ({ params, searchParams }: Props) => {
  const slugs = await params;
  const access = await authorizeProject(slugs);
  const { range } = await loadDataParams(searchParams);
  return (
    <Page>
      <PageTitle
        title="Data health"
        subtitle="What was sent, what became of it, and how to save what could not be stored."
      />
      <Answered title="Data health" answer={readDataPage(access, range)} fallback={<DataSkeleton />}>
        {(data) => (
          <DataSections
            data={data}
            slugs={slugs}
            span={range}
            timezone={access.project.timezone}
            mayRepair={atLeast(access.role, "admin")}
          />
        )}
      </Answered>
    </Page>
  );
};

export default DataPage;
