import { DataSkeleton } from "@/components/data/data-skeleton";
import { Page, PageTitle } from "@/components/frame/page";

const DataLoading = () => (
  <Page>
    <PageTitle title="Data health" />
    <DataSkeleton />
  </Page>
);

export default DataLoading;
