import { FilterBarSkeleton } from "@/components/filters/filter-bar-skeleton";
import { Page } from "@/components/frame/page";
import { OverviewSkeleton } from "@/components/overview/overview-skeleton";

const OverviewLoading = () => (
  <>
    <FilterBarSkeleton />
    <Page>
      <OverviewSkeleton />
    </Page>
  </>
);

export default OverviewLoading;
